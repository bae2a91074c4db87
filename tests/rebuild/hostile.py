"""Strategies of logs that no telephony system would write, and of ways to read a log in pieces."""

import json
from typing import Any

from hypothesis import strategies as st

from callevents.model.event import EVENT_TYPES
from rebuild.little import Sources, at

TYPES = [event_type.name for event_type in EVENT_TYPES]
MESSAGES = frozenset({"transcript", "note", "flagraise", "flaglower"})

call_ids = st.sampled_from(["a", "b", "c", "a", "b", None, 7])
few_seconds = st.one_of(st.none(), st.integers(0, 12))
parties = st.sampled_from(["A", "B", "C", None])
names = st.sampled_from(["ana", "ben", None])
figures = st.sampled_from([0, 1, 2, 50, 1500, 4500, 0.1, 0.7, 33.3, -3, "12", "+-5", "many", None, True, 70_000, 1e300])
elements = st.fixed_dictionaries(
    {"packetsLost": figures, "packetsCount": figures, "jitterBufferMillis": figures, "roundTripTimeMillis": figures}
)
channels = st.sampled_from(["inputChannelStats", "outputChannelStats", "ouputChannelStats", "strange"])
audio = st.one_of(
    st.tuples(channels, elements).map(lambda flat: {"stats": flat[0], **flat[1]}),
    st.lists(st.dictionaries(channels, elements, max_size=2), max_size=3).map(lambda stats: {"stats": stats}),
    st.lists(st.dictionaries(channels, elements), max_size=2).map(lambda stats: {"audioStats": {"stats": stats}}),
)
said = st.fixed_dictionaries(
    {
        "id": st.sampled_from(["m1", "m2", None, 5]),
        "content": st.sampled_from([{"text": "one two"}, {"text": "three"}, {"text": None}, None, "x"]),
        "sender": st.sampled_from([{"role": "Agent", "displayName": "Ana"}, {"role": "END_USER"}, {"role": 1}, None]),
    }
)
no_events = st.sampled_from(
    [b"", b"  \t", b"{", b"[1]", b"3", b'{"type":"hold"}', b'{"detail":{}}', b'{"type":"x","detail":{}} x']
)


@st.composite
def events(draw: st.DrawFn, seconds: st.SearchStrategy[int | None] = few_seconds) -> bytes:
    """A line with an event of any type, with any of its fields missing or strange."""
    type_name = draw(st.sampled_from([*TYPES, "HOLD", "newtype", "New_Type"]))
    detail: dict[str, Any] = {}
    if type_name == "audiostats":
        detail = draw(audio)
    elif type_name in MESSAGES:
        detail = draw(said)
    elif (party := draw(parties)) is not None:
        detail = {"participant": party, "callType": draw(st.sampled_from(["inbound", "Outbound", " ", 4]))}
    if (call_id := draw(call_ids)) is not None:
        detail = {"callId": call_id, **detail}
    envelope: dict[str, Any] = {"agent": draw(names), "session": draw(names)}
    if (moment := draw(seconds)) is not None:
        envelope["timestamp"] = at(moment)
    return json.dumps({**envelope, "type": type_name, "detail": detail}).encode()


def lines(most: int = 30) -> st.SearchStrategy[list[bytes]]:
    """Lines in any order, with repeats, and with lines that hold no event."""
    return st.lists(st.one_of(events(), events(), events(), no_events), max_size=most).flatmap(
        lambda some: (
            st.lists(st.sampled_from(some), max_size=5).map(lambda again: some + again) if some else st.just([])
        )
    )


def logs() -> st.SearchStrategy[Sources]:
    """One to three sources of such lines; the last line of each may lack its newline."""
    source = st.tuples(lines(), st.booleans()).map(lambda one: b"\n".join(one[0]) + b"\n" * one[1])
    return st.dictionaries(st.sampled_from(["log", "log.1", "other"]), source, min_size=1)


Pieces = list[tuple[str, int, bytes]]
"""Pieces of sources: the name, the offset, the bytes."""


@st.composite
def pieces(draw: st.DrawFn, sources: Sources) -> Pieces:
    """Cut each source at some of its newlines, and shuffle the pieces."""
    found: Pieces = []
    for name, data in sources.items():
        newlines = [place + 1 for place, byte in enumerate(data[:-1]) if byte == ord("\n")]
        cuts = sorted(draw(st.sets(st.sampled_from(newlines), max_size=6))) if newlines else []
        found += [(name, start, data[start:end]) for start, end in zip([0, *cuts], [*cuts, len(data)], strict=True)]
    return list(draw(st.permutations(found)))
