"""The one way into the tables of what was seen, whichever way a line was read."""

from array import array
from collections.abc import Iterable, Sequence
from importlib.util import source_hash
from typing import Any

from callevents.model.problem import BAD_FIELD
from callevents.rebuild.columns import Column
from callevents.rebuild.seen import NONE, Seen

_NO_DIGEST = bytes(8)

Texts = Sequence[str | None]


class Whose(dict[tuple[str | None, str | None, str | None], int]):
    """Gives each call id, agent and session that come together a number; calls and origins are, by that number, those
    of the state."""

    def __init__(self, seen: Seen) -> None:
        super().__init__()
        self.calls: list[int] = []
        self.origins: list[int] = []
        self._seen = seen

    def __missing__(self, key: tuple[str | None, str | None, str | None]) -> int:
        call_id, agent, session = key
        self.calls.append(self._seen.calls[call_id] if call_id else NONE)
        self.origins.append(self._seen.origins[agent or None, session or None])
        number = self[key] = len(self)
        return number

    def settle(self, numbers: Column) -> None:
        """Add the calls and the origins of events, given by their numbers."""
        import numpy as np

        chosen = np.asarray(numbers)
        self._seen.events.call.extend(np.array(self.calls, dtype=np.int64)[chosen])
        self._seen.events.origin.extend(np.array(self.origins, dtype=np.int64)[chosen])


def add_call_type(seen: Seen, row: int, call_type: str) -> None:
    """Note that an event names the type of its call."""
    seen.call_types.event.append(row)
    seen.call_types.call_type.append(seen.texts[call_type])


def note_no_samples(seen: Seen, rows: Iterable[int], with_samples: Iterable[int]) -> None:
    """Note as odd the audiostats events, given by their rows, that have no sample."""
    for row in sorted(set(rows).difference(with_samples)):
        seen.odd(row, BAD_FIELD, "stats holds no sample of a channel")


def add_samples(seen: Seen, rows: Sequence[int], channels: Sequence[int], values: Iterable[Sequence[Any]]) -> None:
    """Note audio samples: packets lost, packets, jitter and RTT, each as a column; None is no value."""
    table = seen.samples
    table.event.extend(rows)
    table.channel.extend(channels)
    for column, of_samples in zip((table.lost, table.count, table.jitter, table.rtt), values, strict=True):
        column.extend(of_samples)


def add_messages(
    seen: Seen,
    rows: Sequence[int],
    calls: Texts,
    *,
    ids: Texts,
    texts: Texts,
    roles: Texts,
    names: Texts,
) -> None:
    """Note conversation events: the calls whose ids they have, and who said what."""
    table, number = seen.messages, seen.texts
    table.event.extend(rows)
    table.role.extend([number[role] if role else NONE for role in roles])
    table.name.extend([number[name] if name else NONE for name in names])
    table.words.extend([len(text.split()) if text else 0 for text in texts])
    table.digest.extend(array("q", b"".join(map(_digest, ids, texts))))
    if seen.keep_text is None:
        table.body.extend([NONE] * len(rows))
        return
    for call_id, message in zip(calls, zip(ids, texts, strict=True), strict=True):
        # An event without a call id may be of any call.
        keep = call_id is None or call_id.startswith(seen.keep_text)
        table.body.append(len(seen.bodies) if keep else NONE)
        if keep:
            seen.bodies.append(message)


def _digest(message_id: str | None, text: str | None) -> bytes:
    """Give 64 bits that stand for a message's id and text, the same in every process; all are 0 without an id. Between
    the two lies a byte that no text has."""
    if message_id is None:
        return _NO_DIGEST
    both = message_id.encode() if text is None else b"%b\xff%b" % (message_id.encode(), text.encode())
    # SipHash with a fixed key: the standard library has no other way to it, and nothing else as fast.
    return source_hash(both)
