"""What a log shows while it grows: the calls in progress, those that ended last, and the worst."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from msgspec import Struct

from callevents.model.call import Call, Grade
from callevents.model.value import Time

QUIET_MS = 15 * 60_000
"""A call in progress without an event for so long may have ended without being logged: it is counted, not listed."""


class State(StrEnum):
    """What a call in progress is doing."""

    RINGING = "ringing"
    TALKING = "talking"
    ON_HOLD = "on hold"
    MUTED = "muted"
    CONFERENCE = "conference"


class Current(Struct, frozen=True):
    """The latest audio sample of a call, of its two channels the worse value each."""

    loss_pct: float | None = None
    jitter_ms: float | None = None
    rtt_ms: float | None = None
    mos: float | None = None
    grade: Annotated[Grade, "of the latest samples, not of the call"] = Grade.UNKNOWN


class LiveCall(Struct, frozen=True):
    """A call in progress: the call as it stands, and what holds right now."""

    call: Call
    state: State
    current: Current
    flags: Annotated[int, "flags raised and not lowered"]
    flagged: Annotated[Time | None, "when the first of them was raised"]


class LiveView(Struct, frozen=True):
    """A growing log at a moment."""

    now: Annotated[Time | None, "the log's last time, and how long that is ago"]
    in_progress: int
    quiet: Annotated[int, "calls in progress without an event for QUIET_MS, which are not among those"]
    ended: int
    flags: Annotated[int, "open flags of the calls in progress"]
    by_grade: Mapping[str, int]
    events: int
    events_per_second: Annotated[float | None, "over the last 10 s; None before that can be told"]
    rejected: Annotated[int, "lines that are no event"]
    listed: Annotated[tuple[LiveCall, ...], "in progress: flags first, then by the latest samples, then the oldest"]
    last_ended: Annotated[tuple[Call, ...], "the latest first"]
    worst: Annotated[tuple[Call, ...], "the worst first"]
