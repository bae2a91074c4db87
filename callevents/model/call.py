"""A rebuilt call and the figures it carries."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, ClassVar

from callevents.model.audio import Channels
from callevents.model.problem import CodeCount
from callevents.model.value import Time, Value


class Stage(StrEnum):
    """The furthest stage of the call that the log shows."""

    UNKNOWN = "unknown"
    STARTED = "started"
    CONNECTED = "connected"
    ENDED = "ended"
    WRAPPED_UP = "wrapped_up"


class Outcome(StrEnum):
    """What became of the call."""

    HANDLED = "handled"
    MISSED = "missed"
    UNANSWERED = "unanswered"
    IN_PROGRESS = "in_progress"
    UNKNOWN = "unknown"


class Grade(StrEnum):
    """The grade of a call: the worst of its channels and metrics."""

    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"
    UNKNOWN = "unknown"


class Call(Value, frozen=True):
    """One call, rebuilt from its events."""

    KIND: ClassVar[str] = "call"

    call_id: Annotated[str, "id of the call in the telephony system (Amazon Connect: the contact id)"]
    call_type: Annotated[str | None, "inbound, outbound, ... in lower case"]
    participant: Annotated[str | None, "the call's own participant: a phone number"]
    participants: Annotated[tuple[str, ...], "everybody who took part beside the agent, in order"]
    agent: Annotated[str | None, "from the log's envelope"]
    stage: Stage
    outcome: Outcome
    started: Time | None
    connected: Time | None
    ended: Time | None
    wrap_up_ended: Time | None
    first_event: Time | None
    last_event: Time | None
    ring_ms: Annotated[int | None, "connected − started (setup time)"]
    connected_ms: Annotated[int | None, "ended − connected"]
    talk_ms: Annotated[int | None, "connected − hold (AgentInteractionDuration)"]
    hold_ms: Annotated[int | None, "time with at least one party on hold while connected"]
    customer_hold_ms: Annotated[int | None, "the same for the call's own participant (CustomerHoldDuration)"]
    longest_hold_ms: Annotated[int | None, "longest single hold (LongestHoldDuration)"]
    mute_ms: Annotated[int | None, "time the rep was muted"]
    recording_paused_ms: Annotated[int | None, "time the recording was paused"]
    conference_ms: Annotated[int | None, "time in conference"]
    wrap_up_ms: Annotated[int | None, "wrap-up ended − ended (AfterContactWorkDuration)"]
    handle_ms: Annotated[int | None, "talk + hold + wrap-up of a handled call (its mean is AHT)"]
    flag_open_ms: Annotated[int | None, "time with a raised flag"]
    holds: Annotated[int, "number of holds (NumberOfHolds)"]
    mutes: Annotated[int, "number of mutes"]
    events: Annotated[int, "events of the call, repeats not counted"]
    repeats: Annotated[int, "events that were logged again"]
    transcripts: Annotated[int, "utterances"]
    notes: int
    flags: Annotated[int, "flags raised"]
    words_by_role: Annotated[Mapping[str, int], "words of the utterances by the speaker's role"]
    audio: Channels
    grade: Grade
    poor_because: Annotated[tuple[str, ...], "what made the call poor, in words"]
    cqd_poor: Annotated[bool | None, "poor by the rule of Microsoft's Call Quality Dashboard"]
    mos: Annotated[float | None, "the worse channel's MOS (ITU-T G.107)"]
    mos_min: Annotated[float | None, "the worst single interval's MOS"]
    mos_basis: Annotated[str | None, "conversational, or listening where no RTT was reported"]
    r_factor: Annotated[float | None, "the worse channel's R-factor (ITU-T G.107)"]
    salesforce_mos: Annotated[float | None, "the figure of Salesforce's VoiceCall record, for reconciling"]
    problems: tuple[CodeCount, ...]
