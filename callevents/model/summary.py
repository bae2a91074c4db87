"""What the commands show: the summary of a log, statistics by a key, and lists of messages and flags."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from callevents.model.audio import Audio, Channels, Distribution
from callevents.model.detail import Assumptions
from callevents.model.problem import CodeCount, Problem, ProblemCount
from callevents.model.value import SCHEMA_VERSION, Time, Value, to_plain


@dataclass(frozen=True, slots=True)
class Inputs(Value):
    """What was read. lines = blank + rejected + skipped + events; events = those of calls + repeats + unassigned."""

    files: int
    bytes: Annotated[int, "decompressed"]
    lines: int
    blank: int
    rejected: int
    skipped: Annotated[int, "lines that a search for call ids passed over unparsed"]
    events: int
    repeats: int
    unassigned: int


@dataclass(frozen=True, slots=True)
class Period(Value):
    """The times of the first and the last event."""

    first: Time | None
    last: Time | None


@dataclass(frozen=True, slots=True)
class CallCounts(Value):
    """Calls by stage, outcome, type and grade."""

    total: int
    by_stage: Mapping[str, int]
    by_outcome: Annotated[Mapping[str, int], "calls known from their conversation only are left out"]
    by_call_type: Mapping[str, int]
    by_grade: Mapping[str, int]
    poor_pct: Annotated[float | None, "poor calls as a share of those with a grade"]
    ended_on_hold_pct: Annotated[float | None, "share of ended calls with a party on hold at callended"]
    ended_on_mute_pct: Annotated[float | None, "share of ended calls with the rep muted at callended"]


@dataclass(frozen=True, slots=True)
class Durations(Value):
    """Distributions of the calls' durations; hold and mute over the calls that had one."""

    ring_ms: Distribution
    connected_ms: Distribution
    talk_ms: Distribution
    hold_ms: Annotated[Distribution, "over calls that were held"]
    mute_ms: Annotated[Distribution, "over calls that were muted"]
    wrap_up_ms: Distribution
    handle_ms: Annotated[Distribution, "its mean is AHT"]


@dataclass(frozen=True, slots=True)
class ConversationCounts(Value):
    """Utterances, notes and flags."""

    transcripts: int
    notes: int
    flags_raised: int
    flags_lowered: int
    flags_open: int
    flag_lower_ms: Annotated[Distribution, "from flagraise to the next flaglower"]


@dataclass(frozen=True, slots=True)
class Summary(Value):
    """The whole log at a glance."""

    KIND: ClassVar[str] = "summary"

    inputs: Inputs
    period: Period
    events_by_type: Annotated[Mapping[str, int], "canonical names; repeats are not counted"]
    calls: CallCounts
    durations: Durations
    audio: Channels
    conversation: ConversationCounts
    worst_calls: Annotated[tuple[str, ...], "ids of the calls with the worst audio, the worst first"]
    problems: tuple[ProblemCount, ...]
    assumptions: Assumptions


@dataclass(frozen=True, slots=True)
class StatsRow(Value):
    """The audio figures of one key and channel."""

    key: str | None
    channel: str
    calls: Annotated[int, "calls with audio samples on the channel"]
    audio: Audio

    def to_dict(self) -> dict[str, Any]:
        """Give the dict of a row of `stats --json`: the audio figures lie beside key, channel and calls."""
        return {"key": self.key, "channel": self.channel, "calls": self.calls, **to_plain(self.audio)}


@dataclass(frozen=True, slots=True)
class Stats(Value):
    """Packet loss, jitter and RTT statistics by a key."""

    KIND: ClassVar[str] = "stats"

    by: str
    rows: tuple[StatsRow, ...]
    assumptions: Assumptions

    def to_dict(self) -> dict[str, Any]:
        """Give the document that `stats --json` writes."""
        return {
            "schema_version": SCHEMA_VERSION,
            "kind": self.KIND,
            "by": self.by,
            "rows": [row.to_dict() for row in self.rows],
            "assumptions": to_plain(self.assumptions),
        }


@dataclass(frozen=True, slots=True)
class TextItem(Value):
    """An utterance or a note of a call."""

    call_id: str
    time: Time | None
    id: str | None
    role: str | None
    name: str | None
    text: str | None


@dataclass(frozen=True, slots=True)
class Transcript(Value):
    """The utterances, in the order of calls and within each call in its order."""

    KIND: ClassVar[str] = "transcript"

    items: tuple[TextItem, ...]


@dataclass(frozen=True, slots=True)
class Notes(Value):
    """The notes, in the order of calls and within each call in its order."""

    KIND: ClassVar[str] = "notes"

    items: tuple[TextItem, ...]


@dataclass(frozen=True, slots=True)
class Flag(Value):
    """A raised flag and how it was answered; a flag that is still open has no `lowered`."""

    call_id: str
    raised: Time | None
    raised_by: str | None
    raised_role: str | None
    text: str | None
    lowered: Time | None
    lowered_by: str | None
    lowered_role: str | None
    open_ms: int | None


@dataclass(frozen=True, slots=True)
class Flags(Value):
    """The flags, in the order of calls and within each call in its order."""

    KIND: ClassVar[str] = "flags"

    items: tuple[Flag, ...]


@dataclass(frozen=True, slots=True)
class Check(Value):
    """Everything that is wrong or odd in a log."""

    KIND: ClassVar[str] = "check"

    counts: Annotated[Mapping[str, int], "problems by severity, complete"]
    problems: Annotated[tuple[Problem, ...], "those that are listed: at most so many a code as --limit says"]
    by_code: Annotated[tuple[CodeCount, ...], "problems by code, complete"] = ()
