"""What was seen of a log: the state kept while reading. It holds no conclusions, and it merges."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from callevents.model.event import KIND_OF_NAME
from callevents.model.problem import CATALOGUE, Code
from callevents.model.settings import LISTED
from callevents.read.shapes import Origin
from callevents.rebuild import columns

NONE = -1
CODE_NUMBER: dict[Code, int] = {code: number for number, code in enumerate(CATALOGUE.values())}


class Piece(Struct):
    """A stretch of a source that was read in one go: where it starts (bytes, decompressed) and what was counted in
    it."""

    source: str
    start: int = 0
    bytes: int = 0
    lines: int = 0
    blank: int = 0
    rejected: int = 0
    skipped: int = 0


class Rejects(Struct):
    """The rejected lines of one code: how many, and (at least) the first of them as (piece, line, sentence)."""

    count: int = 0
    first: list[tuple[int, int, str]] = field(default_factory=list)


class Seen:
    """What was seen of a log, or of a part of it.

    `fold.fold` adds the events of a piece, `merge` adds another state. Merging is associative and commutative in what
    `finish` makes of it: the order of the events comes from their times and places, never from the order they were
    added in.

    keep_text chooses whose ids and texts of messages are kept: None keeps none, otherwise those of calls whose id
    starts with it.
    """

    def __init__(self, keep_text: str | None = None, listed: int | None = LISTED) -> None:
        self.keep_text = keep_text
        self.listed = listed
        self.calls: columns.Numbered[str] = columns.Numbered()
        self.kinds: columns.Numbered[str] = columns.Numbered(KIND_OF_NAME)
        self.origins: columns.Numbered[Origin] = columns.Numbered()
        self.texts: columns.Numbered[str] = columns.Numbered()
        self.bodies: list[tuple[str | None, str | None]] = []
        self.pieces: list[Piece] = []
        self.rejects: dict[Code, Rejects] = {}
        self.faults: list[tuple[Code, str, str]] = []
        self.events = columns.EventColumns()
        self.samples = columns.SampleColumns()
        self.messages = columns.MessageColumns()
        self.call_types = columns.CallTypeColumns()
        self.oddities = columns.OddityColumns()

    def reject(self, piece: int, line: int, code: Code, message: str) -> None:
        """Note a line that holds no event."""
        self.pieces[piece].rejected += 1
        rejects = self.rejects.setdefault(code, Rejects())
        rejects.count += 1
        rejects.first.append((piece, line, message))
        self._trim(rejects)

    def fault(self, source: str, code: Code, message: str) -> None:
        """Note a source that could not be read, or not to its end."""
        self.faults.append((code, source, message))

    def odd(self, row: int, code: Code, what: str) -> None:
        """Note a field of an event that could not be used; what names it and says what it holds."""
        self.oddities.event.append(row)
        self.oddities.code.append(CODE_NUMBER[code])
        self.oddities.field.append(self.texts[what])

    def merge(self, other: "Seen") -> None:
        """Add what another state has seen. The other state must not be used any more."""
        rows, bodies, pieces = len(self.events.call), len(self.bodies), len(self.pieces)
        calls = _renumbered(self.calls, other.calls)
        kinds = _renumbered(self.kinds, other.kinds)
        origins = _renumbered(self.origins, other.origins)
        texts = _renumbered(self.texts, other.texts)
        moved: dict[str, dict[str, list[int] | int]] = {
            "events": {
                "call": calls,
                "kind": kinds,
                "origin": origins,
                "participant": texts,
                "piece": pieces,
            },
            "samples": {"event": rows},
            "messages": {"event": rows, "role": texts, "name": texts, "body": bodies},
            "call_types": {"event": rows, "call_type": texts},
            "oddities": {"event": rows, "field": texts},
        }
        for name, changes in moved.items():
            _append_table(getattr(self, name), getattr(other, name), changes)
        self.bodies += other.bodies
        self.pieces += other.pieces
        self.faults += other.faults
        for code, theirs in other.rejects.items():
            ours = self.rejects.setdefault(code, Rejects())
            ours.count += theirs.count
            ours.first += [(pieces + piece, line, message) for piece, line, message in theirs.first]
            self._trim(ours)

    def _trim(self, rejects: Rejects) -> None:
        """Keep no more than needed. Pieces may come in any order, so only sorted lines tell which are the first."""
        if self.listed is not None and len(rejects.first) > 2 * self.listed:
            rejects.first.sort(key=lambda place: (self.pieces[place[0]].source, self.pieces[place[0]].start, place[1]))
            del rejects.first[self.listed :]


def _renumbered(ours: columns.Numbered[Any], theirs: columns.Numbered[Any]) -> list[int]:
    """Give our number for each of their numbers; the last item serves their -1."""
    return [ours[value] for value in theirs] + [NONE]


def _append_table(ours: columns.Table, theirs: columns.Table, changes: Mapping[str, list[int] | int]) -> None:
    mine = ours.columns()
    for name, column in theirs.columns().items():
        mine[name].extend(_moved(column, changes.get(name, 0)))


def _moved(column: columns.Column, change: list[int] | int) -> Any:
    """Give a column with its numbers looked up in a list, or moved by an offset; -1 stays -1."""
    import numpy as np

    numbers = np.asarray(column)
    if isinstance(change, list):
        return np.array(change, dtype=np.int64)[numbers]
    return np.where(numbers == NONE, NONE, numbers + np.int64(change)) if change else numbers
