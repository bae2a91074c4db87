"""Adding events to what was seen: a batch at a time, column by column.

Every event of every log passes here. Each column is made by one expression over the whole batch; what is out of the
ordinary (a value of another kind, a nested shape) is told by the kinds of a column's values, and only then looked at
one by one.
"""

import re
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from operator import itemgetter
from typing import Any

from callevents.model.event import CONVERSATION, KIND_OF_NAME, Kind, canonical_name
from callevents.model.found import described
from callevents.model.problem import BAD_FIELD, BAD_SAMPLE
from callevents.read.audiostats import CHANNEL_OF_NAME, call_id_inside, elements
from callevents.read.plain import Batch
from callevents.rebuild.seen import NONE, PIECE_SHIFT, Seen

NAN = float("nan")
Details = Sequence[dict[str, Any]]

_WHOLE = re.compile(r"\s*[+-]?[0-9]{1,24}\s*", re.ASCII)
_TEXT = {str, type(None)}
_VALUES = {
    "lost": "packetsLost",
    "count": "packetsCount",
    "jitter": "jitterBufferMillis",
    "rtt": "roundTripTimeMillis",
}
_FLAT = itemgetter("stats", *_VALUES.values())
_STARTS = frozenset({Kind.CALLSTARTED, Kind.CALLCONNECTED})
_PARTIES = _STARTS | {Kind.HOLD, Kind.RESUME, Kind.PARTICIPANTADDED, Kind.PARTICIPANTREMOVED}


class _Kinds(dict[str, int]):
    """The number of each spelling of an event type; a spelling is looked into when it is met first."""

    def __init__(self, seen: Seen) -> None:
        super().__init__((name, int(kind)) for name, kind in KIND_OF_NAME.items())
        self._numbers = seen.kinds

    def __missing__(self, name: str) -> int:
        number = self[name] = int(self._numbers[canonical_name(name)])
        return number


def fold(seen: Seen, piece: int, batches: Iterable[Batch]) -> None:
    """Add the events of a piece, which is a number of `seen.pieces`."""
    kinds_of = _Kinds(seen)
    table, calls, origins = seen.events, seen.calls, seen.origins
    base = piece << PIECE_SHIFT
    for batch in batches:
        row = len(table.call)
        ids = [detail.get("callId") for detail in batch.details]
        if set(map(type, ids)) != {str} or not all(ids):
            ids = [_call_id(seen, row + n, detail) for n, detail in enumerate(batch.details)]
        kinds = list(map(kinds_of.__getitem__, batch.names))
        table.call.fromlist([calls[call_id] if call_id else NONE for call_id in ids])
        table.kind.fromlist(kinds)
        table.time.fromlist(batch.times)
        table.place.fromlist([base | line for line in batch.lines])
        table.origin.fromlist(list(map(origins.__getitem__, batch.origins)))
        _fold_parties(seen, row, kinds, batch.details)
        audio = [n for n, kind in enumerate(kinds) if kind == Kind.AUDIOSTATS]
        if audio:
            _fold_audio(seen, [row + n for n in audio], [batch.details[n] for n in audio])
        said = [n for n, kind in enumerate(kinds) if kind in CONVERSATION]
        if said:
            details = [batch.details[n] for n in said]
            _fold_messages(seen, [row + n for n in said], details, [kinds[n] for n in said], [ids[n] for n in said])


def _call_id(seen: Seen, row: int, detail: dict[str, Any]) -> str | None:
    for call_id in (detail.get("callId"), call_id_inside(detail)):
        if type(call_id) is str and call_id:
            return call_id
    if detail.get("callId") is not None:
        seen.odd(row, BAD_FIELD, f"callId is {described(detail['callId'])}")
    return None


def _fold_parties(seen: Seen, row: int, kinds: Sequence[int], details: Details) -> None:
    """Note the participants that events name, and the types of calls."""
    parties = [NONE] * len(kinds)
    for n, kind in enumerate(kinds):
        if kind in _PARTIES:
            detail = details[n]
            party = detail.get("participant")
            if type(party) is str and party:
                parties[n] = seen.texts[party]
            elif party is not None or kind not in _STARTS:
                what = described(party) if "participant" in detail else "missing"
                seen.odd(row + n, BAD_FIELD, f"participant is {what}")
            if kind in _STARTS:
                _fold_call_type(seen, row + n, detail.get("callType"))
    seen.events.participant.fromlist(parties)


def _fold_call_type(seen: Seen, row: int, call_type: Any) -> None:
    if type(call_type) is str and call_type:
        seen.call_types.event.append(row)
        seen.call_types.call_type.append(seen.texts[call_type])
    elif call_type is not None:
        seen.odd(row, BAD_FIELD, f"callType is {described(call_type)}")


def _fold_audio(seen: Seen, rows: list[int], details: Details) -> None:
    """Note the samples of audiostats events, of any shape."""
    flat = _flat_samples(details)
    if flat is None:
        found = [(row, *element) for row, detail in zip(rows, details, strict=True) for element in elements(detail)]
        for row in sorted(set(rows).difference(row for row, _, _ in found)):
            seen.odd(row, BAD_FIELD, "stats holds no sample of a channel")
        rows, channels = [row for row, _, _ in found], [channel for _, channel, _ in found]
        columns: Sequence[Sequence[Any]] = [[values.get(name) for _, _, values in found] for name in _VALUES.values()]
    else:
        channels, columns = flat
    table = seen.samples
    table.event.fromlist(rows)
    table.channel.fromlist(channels)
    for (column, name), values in zip(_VALUES.items(), columns, strict=True):
        if set(map(type, values)) == {int}:
            numbers = list(values)
        else:
            numbers = [
                value if type(value) is int else _number(seen, row, name, value)
                for row, value in zip(rows, values, strict=True)
            ]
        getattr(table, column).fromlist(numbers)


def _flat_samples(details: Details) -> tuple[list[int], Sequence[Sequence[Any]]] | None:
    """Give the channels and the columns of values, where all events are flat and complete; else None."""
    try:
        names, *columns = zip(*map(_FLAT, details), strict=True)
        return [CHANNEL_OF_NAME[name] for name in names], columns
    except (KeyError, TypeError):
        return None


def _number(seen: Seen, row: int, name: str, value: Any) -> float:
    """Read a value that is no JSON integer: a float, digits as text, or none (NaN)."""
    if type(value) is float:
        return value
    if value is None:
        return NAN
    if type(value) is str and _WHOLE.fullmatch(value):
        return float(value)
    seen.odd(row, BAD_SAMPLE, f"{name} is {described(value)}")
    return NAN


def _fold_messages(
    seen: Seen, rows: list[int], details: Details, kinds: Sequence[int], calls: Sequence[str | None]
) -> None:
    """Note who said how much in conversation events, and where the text is kept, what."""
    ids = _texts(seen, rows, details, "id")
    texts = _texts(seen, rows, _objects(seen, rows, details, "content"), "text")
    senders = _objects(seen, rows, details, "sender")
    table, number = seen.messages, seen.texts
    table.event.fromlist(rows)
    for column, name in ((table.role, "role"), (table.name, "displayName")):
        column.fromlist([number[text] if text else NONE for text in _texts(seen, rows, senders, name)])
    table.words.fromlist(
        [len(text.split()) if text and kind == Kind.TRANSCRIPT else 0 for text, kind in zip(texts, kinds, strict=True)]
    )
    table.digest.fromlist(list(map(_digest, ids, texts)))
    if seen.keep_text is None:
        table.body.fromlist([NONE] * len(rows))
        return
    for call_id, message in zip(calls, zip(ids, texts, strict=True), strict=True):
        # An event without a call id may be of any call.
        keep = call_id is None or call_id.startswith(seen.keep_text)
        table.body.append(len(seen.bodies) if keep else NONE)
        if keep:
            seen.bodies.append(message)


def _objects(seen: Seen, rows: list[int], details: Details, name: str) -> Details:
    """Give a field that holds objects, an empty one where it holds none; null and a missing field are no oddity."""
    found = [detail.get(name) for detail in details]
    if set(map(type, found)) == {dict}:
        return found  # type: ignore[return-value]
    for row, value in zip(rows, found, strict=True):
        if value is not None and type(value) is not dict:
            seen.odd(row, BAD_FIELD, f"{name} is {described(value)}")
    return [value if type(value) is dict else {} for value in found]


def _texts(seen: Seen, rows: list[int], details: Details, name: str) -> Sequence[str | None]:
    """Give a field that holds text; what is no text is None, and an oddity unless it is null or missing."""
    found = [detail.get(name) for detail in details]
    if set(map(type, found)) <= _TEXT:
        return found
    for row, value in zip(rows, found, strict=True):
        if type(value) not in _TEXT:
            seen.odd(row, BAD_FIELD, f"{name} is {described(value)}")
    return [value if type(value) is str else None for value in found]


def _digest(message_id: str | None, text: str | None) -> int:
    """Give 64 bits that stand for a message's id and text, the same in every process; 0 only without an id."""
    if message_id is None:
        return 0
    whole = message_id if text is None else f"{message_id}\0{text}"
    return int.from_bytes(blake2b(whole.encode(), digest_size=8).digest(), "little", signed=True) or 1
