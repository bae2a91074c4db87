"""From an event to the line of a log: names, envelopes, prefixes and ways to write a time that occur in the field."""

import json
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from random import Random
from typing import Any

from logs.events import Event

SHAPES = (
    "plain",
    "aura",
    "nested",
    "nested_deep",
    "wrapper",
    "wrapper_text",
    "eventtype_payload",
    "prefix",
    "prefix_pipe",
)
TIME_FORMATS = ("iso", "iso_offset", "s", "ms", "us", "ns", "digits")
AURA = {
    "callstarted": "CALL_STARTED",
    "callconnected": "CALL_CONNECTED",
    "callended": "CALL_ENDED",
    "wrapupended": "WRAP_UP_ENDED",
    "hold": "HOLD",
    "resume": "RESUME",
    "mute": "MUTE",
    "unmute": "UNMUTE",
    "participantadded": "PARTICIPANT_ADDED",
    "participantremoved": "PARTICIPANT_REMOVED",
    "conference": "CONFERENCE",
    "swap": "SWAP",
    "pauserecording": "PAUSE_RECORDING",
    "resumerecording": "RESUME_RECORDING",
    "audiostats": "AUDIO_STATS",
    "transcript": "TRANSCRIPT",
    "note": "NOTE",
    "flagraise": "FLAG_RAISE",
    "flaglower": "FLAG_LOWER",
}

_WRAPPER_NAMES = ("event", "payload", "message", "data")
_OFFSETS = tuple(timezone(timedelta(minutes=minutes)) for minutes in (60, -300, 330, -570))
_dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def layouts(shape: str) -> tuple[str, ...]:
    """The shapes of audiostats that belong to a shape of log."""
    if shape == "mixed":
        return ("flat", "nested", "nested_deep")
    return (shape,) if shape in ("nested", "nested_deep") else ("flat",)


@lru_cache(maxsize=4096)
def _second(second: int, zone: timezone) -> tuple[str, str]:
    # "Z" for UTC, as JavaScript writes it; the other offsets as +01:00.
    text = datetime.fromtimestamp(second, zone).isoformat()
    return (text[:19], "Z") if text.endswith("+00:00") else (text[:19], text[19:])


def time_value(rng: Random, at: int, time_format: str) -> str | int | float:
    """A time (epoch ms) as this format writes it; every format keeps the whole milliseconds."""
    if time_format in ("iso", "iso_offset"):
        before, after = _second(at // 1000, UTC if time_format == "iso" else rng.choice(_OFFSETS))
        return f"{before}.{at % 1000:03d}{after}"
    if time_format == "s":
        return at / 1000
    # Below half a millisecond, so that cutting and rounding agree.
    if time_format == "us":
        return at * 1_000 + rng.randrange(400)
    if time_format == "ns":
        return at * 1_000_000 + rng.randrange(400_000)
    return str(at) if time_format == "digits" else at


def line(
    rng: Random,
    event: Event,
    shape: str,
    time: str | float | None,
    *,
    agent_field: str | None = "agent",
    session_field: str | None = "session",
) -> bytes:
    """The event as one line of a log, without its newline; time None is an envelope without a time."""
    if shape == "mixed":
        shape = rng.choice(SHAPES)
    envelope: dict[str, Any] = {}
    if agent_field:
        envelope[agent_field] = event.agent
    if session_field:
        envelope[session_field] = event.session
    body = {"type": event.type, "detail": event.detail}
    if shape in ("prefix", "prefix_pipe"):
        return _prefixed(event, shape, time, envelope)
    stamped = envelope if time is None else {"timestamp": time} | envelope
    if shape in ("wrapper", "wrapper_text"):
        timed = envelope if time is None else {"time": time} | envelope
        inner = body if shape == "wrapper" else _dumps(body)
        return _dumps(timed | {rng.choice(_WRAPPER_NAMES): inner}).encode()
    if shape == "eventtype_payload":
        return _dumps(stamped | {"eventType": event.type, "payload": event.detail}).encode()
    if shape == "aura":
        body["type"] = AURA[event.type]
    return _dumps(stamped | body).encode()


def _prefixed(event: Event, shape: str, time: str | float | None, envelope: dict[str, Any]) -> bytes:
    # Only a date reads as a time in running text; a number of seconds stays in the object.
    shown = time if isinstance(time, str) and "T" in time else None
    if time is not None and shown is None:
        envelope = {"timestamp": time} | envelope
    if shape == "prefix_pipe":
        start = f"{shown}|INFO|SYSTEM|" if shown else "INFO|SYSTEM|"
        return (start + _dumps(envelope | {"eventType": AURA[event.type], "payload": event.detail})).encode()
    start = f"{shown} INFO " if shown else f"[onTelephonyEvent {event.type}]: "
    return (start + _dumps(envelope | {"type": event.type, "detail": event.detail})).encode()
