"""What must be reported of an invented call, worked out from what was made up, never from the written events."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from logs.audio import CHANNELS, Sample
from logs.calls import Call, Message, Span

Truth = dict[str, Any]

_TOTALS = {
    "hold": "hold_ms",
    "mute": "mute_ms",
    "recording": "recording_paused_ms",
    "conference": "conference_ms",
}


def iso(at: int | None) -> str | None:
    """Epoch milliseconds as the JSON output writes a time: ISO 8601, UTC, milliseconds, Z."""
    if at is None:
        return None
    return f"{datetime.fromtimestamp(at // 1000, UTC):%Y-%m-%dT%H:%M:%S}.{at % 1000:03d}Z"


def truth_of(call: Call, *, times: bool, agent: str | None, events: int, repeats: int) -> Truth:
    """The keys of `calls --json` that are known exactly; a key that the spec leaves open for this call is missing.

    `times` False is a log whose envelope has no time; `agent` is what the envelope says; `events` and `repeats` are
    how many were written.
    """
    truth: Truth = {
        "call_id": call.call_id,
        "call_type": call.call_type.lower() if call.call_type else None,
        "participant": call.participant,
        "participants": _participants(call),
        "agent": agent,
        "stage": _stage(call),
        "outcome": _outcome(call),
        "events": events,
        "repeats": repeats,
        "transcripts": len(call.said("transcript")),
        "notes": len(call.said("note")),
        "flags": len(call.said("flagraise")),
        "words_by_role": _words(call),
        "holds": len(call.of("hold")),
        "mutes": len(call.of("mute")),
        "audio": {channel: _audio(call, channel) for channel in CHANNELS},
    }
    truth |= _moments(call, times) | _span_totals(call, times) | _durations(call, times)
    truth |= {"flag_open_ms": _flag_open(call, times)}
    if truth["outcome"] != "handled" or truth["talk_ms"] is None:
        truth["handle_ms"] = None
    else:
        truth["handle_ms"] = truth["connected_ms"] + (truth["wrap_up_ms"] or 0)
    return _without_open_questions(call, truth)


def _participants(call: Call) -> list[str]:
    named = [call.participant, *(stay.participant for stay in call.of("stay"))]
    return list(dict.fromkeys(name for name in named if name is not None))


def _stage(call: Call) -> str:
    reached = (
        (call.wrap_up_ended, "wrapped_up"),
        (call.ended, "ended"),
        (call.connected, "connected"),
        (call.started, "started"),
    )
    return next((stage for at, stage in reached if at is not None), "unknown")


def _outcome(call: Call) -> str:
    if _stage(call) == "unknown":
        return "unknown"
    if call.ended is None and call.wrap_up_ended is None:
        return "in_progress"
    talked = call.of("hold") or call.of("conference") or call.swaps or call.said("transcript")
    if call.connected is not None or talked:
        return "handled"
    by_type = {"inbound": "missed", "transfer": "missed"}
    by_type |= {"outbound": "unanswered", "callback": "unanswered", "dialedcallback": "unanswered"}
    return by_type.get((call.call_type or "").lower(), "unknown")


def _words(call: Call) -> dict[str, int]:
    words: dict[str, int] = {}
    for message in call.said("transcript"):
        role = "Customer" if message.role in ("EndUser", "END_USER") else message.role
        words[role] = words.get(role, 0) + len((message.text or "").split())
    return words


def own_time(message: Message, times: bool) -> int:
    """When a message happened as far as the log tells: its envelope's time, else when the server received it."""
    return message.at if times else message.server


def _moments(call: Call, times: bool) -> Truth:
    known = [own_time(message, times) for message in call.messages]
    if times:
        known += [at for at, _, _ in call.lifecycle()] + [tick.at for tick in call.ticks]
    return {
        "started": iso(call.started if times else None),
        "connected": iso(call.connected if times else None),
        "ended": iso(call.ended if times else None),
        "wrap_up_ended": iso(call.wrap_up_ended if times else None),
        "first_event": iso(min(known, default=None)),
        "last_event": iso(max(known, default=None)),
    }


def total(spans: Iterable[tuple[int, int | None]], times: bool = True) -> int | None:
    """Milliseconds covered by at least one span; 0 without spans, None where one of them has no known end."""
    stretches: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: span[0]):
        if end is None or not times:
            return None
        if stretches and start <= stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], max(end, stretches[-1][1]))
        else:
            stretches.append((start, end))
    return sum(end - start for start, end in stretches)


def _ends(spans: Iterable[Span]) -> list[tuple[int, int | None]]:
    return [(span.start, span.end) for span in spans]


def _span_totals(call: Call, times: bool) -> Truth:
    found: Truth = {}
    for kind, key in _TOTALS.items():
        begun_before = any(stray.kind == kind for stray in call.strays)
        found[key] = None if begun_before else total(_ends(call.of(kind)), times)
    holds = call.of("hold")
    own = [span for span in holds if span.participant == call.participant]
    found["customer_hold_ms"] = total(_ends(own), times)
    if found["hold_ms"] is None:
        found["longest_hold_ms"] = None
    else:
        found["longest_hold_ms"] = max((span.end - span.start for span in holds if span.end is not None), default=0)
    return found


def _durations(call: Call, times: bool) -> Truth:
    def between(start: int | None, end: int | None) -> int | None:
        return end - start if times and start is not None and end is not None else None

    connected = between(call.connected, call.ended)
    hold = total(_ends(call.of("hold")), times)
    return {
        "ring_ms": between(call.started, call.connected),
        "connected_ms": connected,
        "talk_ms": None if connected is None or hold is None else connected - hold,
        "wrap_up_ms": between(call.ended, call.wrap_up_ended),
    }


def _flag_open(call: Call, times: bool) -> int | None:
    raised = [own_time(message, times) for message in call.said("flagraise")]
    lowered = [own_time(message, times) for message in call.said("flaglower")]
    return total([(at, min((down for down in lowered if down > at), default=None)) for at in raised])


def _audio(call: Call, channel: str) -> Truth:
    samples = [sample for tick in call.ticks for sample in tick.samples if sample.channel == channel]
    usable = [sample for sample in samples if sample.count > 0]
    jitters = [sample.jitter for sample in samples if sample.jitter is not None]
    return {
        "intervals": len(samples),
        "usable_intervals": len(usable),
        "no_media_intervals": len(samples) - len(usable),
        "packets_lost": sum(sample.lost for sample in samples),
        "packets_count": sum(sample.count for sample in samples),
        "packet_loss_pct": _loss_pct(usable),
        "worst_interval_loss_pct": max((_loss_pct([sample]) or 0.0 for sample in usable), default=None),
        "jitter_ms": spread(jitters if any(jitters) else []),
        "rtt_ms": spread([sample.rtt for sample in samples if sample.rtt > 0]),
    }


def _loss_pct(samples: list[Sample]) -> float | None:
    if not samples:
        return None
    return round(100 * sum(sample.lost for sample in samples) / sum(sample.count for sample in samples), 6)


def spread(values: Iterable[int]) -> Truth:
    """Count, mean, extremes and nearest-rank percentiles, as `D` of the JSON output."""
    ordered = sorted(values)
    if not ordered:
        return {"count": 0, "mean": None, "min": None, "p50": None, "p95": None, "p99": None, "max": None}

    def rank(percent: int) -> int:
        return ordered[-(-percent * len(ordered) // 100) - 1]

    return {
        "count": len(ordered),
        "mean": round(sum(ordered) / len(ordered), 6),
        "min": ordered[0],
        "p50": rank(50),
        "p95": rank(95),
        "p99": rank(99),
        "max": ordered[-1],
    }


def _without_open_questions(call: Call, truth: Truth) -> Truth:
    """Leave out what calls.md does not settle for a call whose start was cut off."""
    open_keys: set[str] = set()
    stray_kinds = {stray.kind for stray in call.strays}
    if call.cut_at_start:
        if call.of("hold") or "hold" in stray_kinds:
            open_keys |= {"participants", "customer_hold_ms"}
        if "hold" in stray_kinds:
            open_keys |= {"holds", "longest_hold_ms"}
            # A resume alone shows that the call was held, but the rule for the outcome names hold.
            if not call.of("hold") and not call.said("transcript"):
                open_keys |= {"outcome", "handle_ms"}
        if "mute" in stray_kinds:
            open_keys |= {"mutes"}
    raised = [message.at for message in call.said("flagraise")]
    if any(not any(up < down.at for up in raised) for down in call.said("flaglower")):
        open_keys |= {"flag_open_ms"}
    return {key: value for key, value in truth.items() if key not in open_keys}
