"""One call in full: its timeline, its audio samples, its conversation."""

from enum import StrEnum
from typing import Annotated, Any, ClassVar

from msgspec import Struct

from callevents.model.assumptions import Assumptions
from callevents.model.call import Call, Grade
from callevents.model.value import Time, Value, to_plain


class SpanKind(StrEnum):
    """What a span of time on a call's timeline is."""

    HOLD = "hold"
    MUTE = "mute"
    RECORDING_PAUSED = "recording_paused"
    CONFERENCE = "conference"
    PARTICIPANT = "participant"
    WRAP_UP = "wrap_up"
    FLAG = "flag"


class Span(Value, frozen=True):
    """A stretch of a call's timeline; an unknown end (or start) is None."""

    kind: SpanKind
    participant: str | None
    start: Time | None
    end: Time | None


class Interval(Value, frozen=True):
    """One audio sample of a call, after cleaning."""

    channel: str
    time: Time | None
    packets_lost: int | None
    packets_count: int | None
    packet_loss_pct: float | None
    jitter_ms: float | None
    rtt_ms: float | None
    mos: float | None
    r_factor: Annotated[float | None, "R-factor (ITU-T G.107) of this sample alone"] = None
    grade: Annotated[Grade, "the sample by itself, by the same edges as a call"] = Grade.UNKNOWN


class Message(Value, frozen=True):
    """An utterance, a note, a raised or a lowered flag."""

    kind: Annotated[str, "transcript, note, flagraise or flaglower"]
    time: Time | None
    id: str | None
    role: str | None
    name: str | None
    text: str | None


class Mark(Struct, frozen=True):
    """A lifecycle event on the timeline of a call, for showing between the utterances."""

    kind: str
    time: Time | None
    participant: str | None


class Places(Struct, frozen=True):
    """Where things stand among the events of a call, counted from 0: the clock of a call whose log tells no times.

    stages: of the call's start, connection, end and end of wrap-up. spans: of the beginning and the end of each span.
    intervals, timeline: of each of these. None: it was not seen. events: how many events there are, repeats included.
    """

    events: int
    stages: tuple[int | None, ...]
    spans: tuple[tuple[int, int | None], ...]
    intervals: tuple[int, ...]
    timeline: tuple[int, ...]


class CallDetail(Value, frozen=True):
    """One call in full: the call with its timeline, its audio samples and its conversation."""

    KIND: ClassVar[str] = "call"
    INLINED: ClassVar[str] = "call"

    call: Call
    spans: tuple[Span, ...]
    intervals: tuple[Interval, ...]
    conversation: tuple[Message, ...]
    timeline: Annotated[tuple[Mark | Message, ...], "conversation and lifecycle marks in one order"]
    assumptions: Assumptions
    places: Places | None = None

    def to_dict(self) -> dict[str, Any]:
        """Give the dict that `call --json` writes: the call's own keys, then spans, intervals, conversation,
        assumptions."""
        return self.call.to_dict() | {
            "spans": [to_plain(span) for span in self.spans],
            "intervals": [to_plain(interval) for interval in self.intervals],
            "conversation": [to_plain(message) for message in self.conversation],
            "assumptions": to_plain(self.assumptions),
        }
