"""Events as the parser gives them, whose fields may hold anything: what can be used is, and what cannot is noted."""

from collections.abc import Sequence
from typing import Any

from callevents.model.event import CONVERSATION, PARTIES, STARTS, Kind
from callevents.model.found import described
from callevents.model.problem import BAD_FIELD, BAD_SAMPLE
from callevents.read.audiostats import CHANNEL_OF_NAME, VALUES, WHOLE_AS_TEXT, call_id_inside, elements
from callevents.rebuild.add import add_call_type, add_messages, add_samples, note_no_samples
from callevents.rebuild.seen import NONE, Seen

Details = Sequence[dict[str, Any]]

_TEXT = {str, type(None)}


def fold_details(seen: Seen, row: int, kinds: Sequence[int], details: Details) -> Sequence[str | None]:
    """Note what the details of events say, the first of which has this row; give the ids of their calls."""
    ids = [detail.get("callId") for detail in details]
    if set(map(type, ids)) != {str} or not all(ids):
        ids = [_call_id(seen, row + n, detail) for n, detail in enumerate(details)]
    _fold_parties(seen, row, kinds, details)
    audio = [n for n, kind in enumerate(kinds) if kind == Kind.AUDIOSTATS]
    if audio:
        _fold_audio(seen, [row + n for n in audio], [details[n] for n in audio])
    said = [n for n, kind in enumerate(kinds) if kind in CONVERSATION]
    if said:
        _fold_messages(seen, [row + n for n in said], [details[n] for n in said], [ids[n] for n in said])
    return ids


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
        if kind in PARTIES:
            detail = details[n]
            party = detail.get("participant")
            if type(party) is str and party:
                parties[n] = seen.texts[party]
            elif party is not None or kind not in STARTS:
                what = described(party) if "participant" in detail else "missing"
                seen.odd(row + n, BAD_FIELD, f"participant is {what}")
            if kind in STARTS:
                _fold_call_type(seen, row + n, detail.get("callType"))
    seen.events.participant.extend(parties)


def _fold_call_type(seen: Seen, row: int, call_type: Any) -> None:
    if type(call_type) is str and call_type:
        add_call_type(seen, row, call_type)
    elif call_type is not None:
        seen.odd(row, BAD_FIELD, f"callType is {described(call_type)}")


def _fold_audio(seen: Seen, rows: Sequence[int], details: Details) -> None:
    """Note the samples of audiostats events, of any shape."""
    stated = [(row, *element) for row, detail in zip(rows, details, strict=True) for element in elements(detail)]
    note_no_samples(seen, rows, (row for row, _, _ in stated))
    found = []
    for row, name, sample in stated:
        if type(sample) is dict:
            found.append((row, CHANNEL_OF_NAME[name], sample))
        else:
            seen.odd(row, BAD_FIELD, f"{name} is {described(sample)}")
    values = [_numbers(seen, found, name) for name in VALUES]
    add_samples(seen, [row for row, _, _ in found], [channel for _, channel, _ in found], values)


def _numbers(seen: Seen, found: Sequence[tuple[int, int, dict[str, Any]]], name: str) -> Sequence[float | None]:
    """Read a value of all samples, given with the rows of their events and their channels."""
    values = [sample.get(name) for _, _, sample in found]
    if set(map(type, values)) == {int}:
        return values
    return [_number(seen, row, name, value) for (row, _, _), value in zip(found, values, strict=True)]


def _number(seen: Seen, row: int, name: str, value: Any) -> float | None:
    """Read a value: a number, digits as text, or none."""
    if value is None or type(value) is int or type(value) is float:
        return value
    if type(value) is str and WHOLE_AS_TEXT.fullmatch(value):
        return float(value)
    seen.odd(row, BAD_SAMPLE, f"{name} is {described(value)}")
    return None


def _fold_messages(seen: Seen, rows: Sequence[int], details: Details, calls: Sequence[str | None]) -> None:
    """Note who said how much in conversation events, and where the text is kept, what."""
    ids = _texts(seen, rows, details, "id")
    texts = _texts(seen, rows, _objects(seen, rows, details, "content"), "text")
    senders = _objects(seen, rows, details, "sender")
    roles, names = (_texts(seen, rows, senders, name) for name in ("role", "displayName"))
    add_messages(seen, rows, calls, ids=ids, texts=texts, roles=roles, names=names)


def _objects(seen: Seen, rows: Sequence[int], details: Details, name: str) -> Details:
    """Give a field that holds objects, an empty one where it holds none; null and a missing field are no oddity."""
    found = [detail.get(name) for detail in details]
    if set(map(type, found)) == {dict}:
        return found  # type: ignore[return-value]
    for row, value in zip(rows, found, strict=True):
        if value is not None and type(value) is not dict:
            seen.odd(row, BAD_FIELD, f"{name} is {described(value)}")
    return [value if type(value) is dict else {} for value in found]


def _texts(seen: Seen, rows: Sequence[int], details: Details, name: str) -> Sequence[str | None]:
    """Give a field that holds text; what is no text is None, and an oddity unless it is null or missing."""
    found = [detail.get(name) for detail in details]
    if set(map(type, found)) <= _TEXT:
        return found
    for row, value in zip(rows, found, strict=True):
        if type(value) not in _TEXT:
            seen.odd(row, BAD_FIELD, f"{name} is {described(value)}")
    return [value if type(value) is str else None for value in found]
