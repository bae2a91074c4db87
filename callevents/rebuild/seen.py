"""What was seen of a log: the state kept while reading. It holds no conclusions, and it merges."""

from array import array
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from callevents.model.event import CONVERSATION, KIND_OF_NAME, Kind, canonical_name
from callevents.model.problem import BAD_FIELD, BAD_SAMPLE, CATALOGUE, Code
from callevents.read.audiostats import call_id_inside, elements
from callevents.read.decode import Event
from callevents.read.shapes import Origin
from callevents.rebuild import columns

NONE = -1
NAN = float("nan")
PIECE_SHIFT = 32
CODE_NUMBER: dict[Code, int] = {code: number for number, code in enumerate(CATALOGUE.values())}
LISTED = 1000
"""How many rejected lines of each code are kept with their place; all are counted."""


@dataclass(slots=True)
class Piece:
    """A stretch of a source that was read in one go: where it starts (bytes, decompressed) and what was counted in
    it."""

    source: str
    start: int = 0
    bytes: int = 0
    lines: int = 0
    blank: int = 0
    rejected: int = 0
    skipped: int = 0


@dataclass(slots=True)
class Rejects:
    """The rejected lines of one code: how many, and the first of them as (piece, line, sentence)."""

    count: int = 0
    first: list[tuple[int, int, str]] = field(default_factory=list)


class Seen:
    """What was seen of a log, or of a part of it.

    `fold` adds the events of a piece; `merge` adds another state. Merging is associative and commutative in what
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
        if self.listed is None or len(rejects.first) < self.listed:
            rejects.first.append((piece, line, message))

    def fault(self, source: str, code: Code, message: str) -> None:
        """Note a source that could not be read, or not to its end."""
        self.faults.append((code, source, message))

    def fold(self, piece: int, events: Iterable[Event]) -> None:
        """Add the events of a piece, which is a number of `pieces`."""
        # Every line of every log passes here: local names, appends, and one look-up of what else the event's type
        # needs.
        calls, origins, kinds = self.calls, self.origins, dict(self.kinds)
        table = self.events
        add_call, add_kind, add_time = table.call.append, table.kind.append, table.time.append
        add_place, add_origin, add_participant = table.place.append, table.origin.append, table.participant.append
        takers = self._takers()
        base = piece << PIECE_SHIFT
        row = len(table.call)
        for line, time, name, detail, origin in events:
            kind = kinds.get(name)
            if kind is None:
                kind = kinds[name] = self.kinds[canonical_name(name)]
            call_id = detail.get("callId")
            if type(call_id) is not str or not call_id:
                call_id = self._call_id_elsewhere(row, detail)
            add_call(calls[call_id] if call_id else NONE)
            add_kind(kind)
            add_time(time)
            add_place(base | line)
            add_origin(origins[origin])
            take = takers.get(kind)
            add_participant(take(row, kind, detail) if take else NONE)
            row += 1

    def _takers(self) -> dict[int, Callable[[int, int, dict[str, Any]], int]]:
        """Give, by kind, what else is kept of an event; each taker returns the number of the event's participant."""
        named = (Kind.HOLD, Kind.RESUME, Kind.PARTICIPANTADDED, Kind.PARTICIPANTREMOVED)
        return {
            Kind.CALLSTARTED: self._take_start,
            Kind.CALLCONNECTED: self._take_start,
            Kind.AUDIOSTATS: self._take_audio,
            **dict.fromkeys(named, self._take_participant),
            **dict.fromkeys(CONVERSATION, self._take_message),
        }

    def _call_id_elsewhere(self, row: int, detail: dict[str, Any]) -> str | None:
        inside = call_id_inside(detail)
        if type(inside) is str and inside:
            return inside
        if detail.get("callId") is not None:
            self._odd(row, BAD_FIELD, "callId")
        return None

    def _take_start(self, row: int, kind: int, detail: dict[str, Any]) -> int:
        call_type = self._text(row, detail, "callType")
        if call_type != NONE:
            self.call_types.event.append(row)
            self.call_types.call_type.append(call_type)
        return self._text(row, detail, "participant")

    def _take_participant(self, row: int, kind: int, detail: dict[str, Any]) -> int:
        if detail.get("participant") is None:
            self._odd(row, BAD_FIELD, "participant")
        return self._text(row, detail, "participant")

    def _take_audio(self, row: int, kind: int, detail: dict[str, Any]) -> int:
        table = self.samples
        found = False
        for channel, values in elements(detail):
            found = True
            lost, count = values.get("packetsLost"), values.get("packetsCount")
            jitter, rtt = values.get("jitterBufferMillis"), values.get("roundTripTimeMillis")
            table.event.append(row)
            table.channel.append(channel)
            table.lost.append(lost if type(lost) is int else self._number(row, "packetsLost", lost))
            table.count.append(count if type(count) is int else self._number(row, "packetsCount", count))
            table.jitter.append(jitter if type(jitter) is int else self._number(row, "jitterBufferMillis", jitter))
            table.rtt.append(rtt if type(rtt) is int else self._number(row, "roundTripTimeMillis", rtt))
        if not found:
            self._odd(row, BAD_FIELD, "stats")
        return NONE

    def _number(self, row: int, name: str, value: Any) -> float:
        """Read a value that is no JSON integer: a float, digits as text, or none (NaN)."""
        if type(value) is float:
            return value
        if value is None:
            return NAN
        if type(value) is str and value.isascii() and value.strip().lstrip("+-").isdigit() and len(value) < 25:
            return float(int(value))
        self._odd(row, BAD_SAMPLE, name)
        return NAN

    def _take_message(self, row: int, kind: int, detail: dict[str, Any]) -> int:
        message_id = self._str(row, detail, "id")
        content = detail.get("content")
        text = self._str(row, content, "text") if type(content) is dict else None
        sender = detail.get("sender")
        if type(sender) is not dict:
            self._odd(row, BAD_FIELD, "sender")
            sender = {}
        table = self.messages
        table.event.append(row)
        table.role.append(self._text(row, sender, "role"))
        table.name.append(self._text(row, sender, "displayName"))
        table.words.append(len(text.split()) if text and kind == Kind.TRANSCRIPT else 0)
        table.digest.append(0 if message_id is None else _digest(message_id, text))
        keep = self.keep_text is not None and str(detail.get("callId") or self.keep_text).startswith(self.keep_text)
        table.body.append(len(self.bodies) if keep else NONE)
        if keep:
            self.bodies.append((message_id, text))
        return NONE

    def _str(self, row: int, fields: dict[str, Any], name: str) -> str | None:
        value = fields.get(name)
        if value is None or type(value) is str:
            return value
        self._odd(row, BAD_FIELD, name)
        return None

    def _text(self, row: int, fields: dict[str, Any], name: str) -> int:
        value = self._str(row, fields, name)
        return self.texts[value] if value else NONE

    def _odd(self, row: int, code: Code, name: str) -> None:
        self.oddities.event.append(row)
        self.oddities.code.append(CODE_NUMBER[code])
        self.oddities.field.append(self.texts[name])

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
                "place": pieces << PIECE_SHIFT,
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
            ours.first.sort(key=lambda place: (self.pieces[place[0]].source, self.pieces[place[0]].start, place[1]))
            if self.listed is not None:
                del ours.first[self.listed :]


def _digest(message_id: str, text: str | None) -> int:
    """Give 64 bits that stand for a message's id and text, the same in every process; never 0."""
    whole = message_id if text is None else f"{message_id}\0{text}"
    return int.from_bytes(blake2b(whole.encode(), digest_size=8).digest(), "little", signed=True) or 1


def _renumbered(ours: columns.Numbered[Any], theirs: columns.Numbered[Any]) -> list[int]:
    """Give our number for each of their numbers; the last item serves their -1."""
    return [ours[value] for value in theirs] + [NONE]


def _append_table(ours: columns.Table, theirs: columns.Table, changes: Mapping[str, list[int] | int]) -> None:
    mine = ours.columns()
    for name, column in theirs.columns().items():
        mine[name].extend(_moved(column, changes.get(name, 0)))


def _moved(column: Any, change: list[int] | int) -> Any:
    """Give a column with its numbers looked up in a list, or moved by an offset; -1 stays -1."""
    if isinstance(change, list):
        return array(column.typecode, [change[number] for number in column])
    if change:
        return array(column.typecode, [number if number == NONE else number + change for number in column])
    return column
