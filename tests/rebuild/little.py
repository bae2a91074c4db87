"""Little logs, written step by step, and what is rebuilt of them."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from callevents.model.call import Call
from callevents.model.detail import CallDetail
from callevents.model.problem import Code
from callevents.model.settings import LISTED, Judging, Reading
from callevents.read.decode import Decoder
from callevents.rebuild.finish import finish
from callevents.rebuild.fold import fold
from callevents.rebuild.log import Log
from callevents.rebuild.seen import Piece, Seen
from callevents.report.analysis import Analysis
from callevents.report.stats import KEYS

START = 1_772_442_000_000
"""The moment 0 of all little logs: 2026-03-02T09:00:00Z."""

Sources = Mapping[str, bytes]
"""The bytes of the sources of a log, by name."""


def at(seconds: float) -> int:
    """The moment so many seconds after the start, as epoch milliseconds."""
    return START + round(seconds * 1000)


def event(type_name: str, seconds: float | None, call_id: Any = "c1", **fields: Any) -> bytes:
    """A line with one event; seconds None is no time, call_id None no call id. agent and session go to the envelope."""
    envelope: dict[str, Any] = {name: fields.pop(name) for name in ("agent", "session") if name in fields}
    if seconds is not None:
        envelope["timestamp"] = at(seconds)
    detail = fields if call_id is None else {"callId": call_id, **fields}
    return json.dumps({**envelope, "type": type_name, "detail": detail}).encode()


def step(text: str, call_id: Any = "c1", **fields: Any) -> bytes:
    """A line from "SECONDS TYPE [PARTICIPANT]"; "-" in place of the seconds is no time."""
    seconds, type_name, *party = text.split(maxsplit=2)
    named = {"participant": party[0]} if party else {}
    return event(type_name, None if seconds == "-" else float(seconds), call_id, **named, **fields)


def message(
    type_name: str, seconds: float | None, message_id: str | None, text: str | None, call_id: Any = "c1", **sender: Any
) -> bytes:
    """A line with a transcript, note, flagraise or flaglower; sender has role and displayName."""
    fields: dict[str, Any] = {"content": {"formatType": "Text", "text": text}, "sender": {"role": "Agent"} | sender}
    if message_id is not None:
        fields["id"] = message_id
    return event(type_name, seconds, call_id, **fields)


def sample(seconds: float | None, channel: str = "input", call_id: Any = "c1", **values: Any) -> bytes:
    """A line with flat audiostats; values replace the usual figures: lost, count, jitter, rtt."""
    names = {
        "lost": "packetsLost",
        "count": "packetsCount",
        "jitter": "jitterBufferMillis",
        "rtt": "roundTripTimeMillis",
    }
    figures = {"lost": 1, "count": 1500, "jitter": 10, "rtt": 90} | values
    return event(
        "audiostats", seconds, call_id, stats=f"{channel}ChannelStats", **{names[key]: figures[key] for key in figures}
    )


def see(seen: Seen, source: str, start: int, data: bytes, *, expected: bool = False) -> Seen:
    """Let a state see a piece of a source: bytes that begin at an offset and end with a newline or the source.

    expected tells that the reader has met all lines before, so that it reads as typed values what it can.
    """
    number = len(seen.pieces)
    piece = Piece(source, start, len(data))
    lines = data.split(b"\n")
    if not lines[-1]:
        lines.pop()

    def reject(line: int, code: Code, sentence: str, _: bytes) -> None:
        if seen.pieces[number:]:
            seen.reject(number, line, code, sentence)

    decoder = Decoder(Reading(), reject)
    if expected:
        for line in lines:
            list(decoder.batches([[line]]))
        decoder.begin()
    seen.pieces.append(piece)
    fold(seen, number, decoder.batches([lines]))
    piece.lines, piece.blank = decoder.lines, decoder.blank
    return seen


def rebuilt(log: Iterable[bytes] | Sources, listed: int | None = LISTED) -> Log:
    """A log, read as a whole in the order of its sources; lines alone are one source named "log"."""
    sources = log if isinstance(log, Mapping) else {"log": b"\n".join(log)}
    seen = Seen("", listed)
    for name in sorted(sources):
        see(seen, name, 0, sources[name])
    return finish(seen, Judging())


def analysis(log: Iterable[bytes] | Sources) -> Analysis:
    """What is reported of a log."""
    return Analysis(rebuilt(log))


def lines_of(*steps: str | bytes) -> list[bytes]:
    """Lines as they stand, and steps as lines."""
    return [step(one) if isinstance(one, str) else one for one in steps]


def call(*steps: str | bytes) -> Call:
    """The only call of a log of these steps."""
    (only,) = rebuilt(lines_of(*steps)).calls
    return only


def detail(*steps: str | bytes) -> CallDetail:
    """The same call in full."""
    return analysis(lines_of(*steps)).call("c1")


def spans(*steps: str | bytes) -> list[tuple[str, str | None, float | None, float | None]]:
    """Its spans but that of the call's own participant and the wrap-up: kind, participant, and its ends in seconds."""

    def seconds(time: int | None) -> float | None:
        return None if time is None else (time - START) / 1000

    found = [
        (span.kind.value, span.participant, seconds(span.start), seconds(span.end)) for span in detail(*steps).spans
    ]
    return [span for span in found if span[:2] != ("participant", "A") and span[0] != "wrap_up"]


PARTIAL = frozenset({"CE209", "CE210"})
"""The problems of calls without a beginning or an end, as most little calls are."""


def codes(of: Call) -> dict[str, int]:
    """The problems of a call: how many by code, but for those of partial calls."""
    return {problem.code: problem.count for problem in of.problems if problem.code not in PARTIAL}


def documents(of: Analysis) -> dict[str, Any]:
    """Every JSON document that can be made of a log, by name; those of calls and of `stats` one for each key."""
    found: dict[str, Any] = {
        "summary": of.summary().to_dict(),
        "calls": [one.to_dict() for one in of.calls],
        "transcript": of.transcript().to_dict(),
        "notes": of.notes().to_dict(),
        "flags": of.flags().to_dict(),
        "check": of.check(0).to_dict(),
    }
    found |= {f"stats {by}": of.stats(by).to_dict() for by in KEYS}
    return found | {f"call {one.call_id}": of.call(one.call_id).to_dict() for one in of.calls}


def assert_nothing_lost(log: Log) -> None:
    """Every line and every event must be accounted for."""
    read = log.inputs
    assert read.lines == read.blank + read.rejected + read.skipped + read.events
    assert read.events == sum(call.events for call in log.calls) + read.repeats + read.unassigned
    assert read.repeats == sum(call.repeats for call in log.calls)
    assert sum(log.reject_counts.values()) == read.rejected
