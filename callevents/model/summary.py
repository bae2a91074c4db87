"""What the commands show: the summary of a log, statistics by a key, and lists of messages and flags."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from callevents.model.audio import Audio, Channels, Distribution
from callevents.model.detail import Assumptions
from callevents.model.frozen import dataclass
from callevents.model.problem import CodeCount, Problem, ProblemCount
from callevents.model.stats import (
    NO_CALLS,
    NOWHERE,
    UNGRADED,
    GradeCounts,
    Histogram,
    PastEdges,
    PerCall,
    WorstInterval,
)
from callevents.model.value import Time, Value, to_plain


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
    by_outcome: Mapping[str, int]
    by_call_type: Mapping[str, int]
    by_grade: Mapping[str, int]
    poor_pct: Annotated[float | None, "poor calls as a share of those with a grade"]
    ended_on_hold_pct: Annotated[float | None, "share of ended calls with a party on hold at callended"]
    ended_on_mute_pct: Annotated[float | None, "share of ended calls with the rep muted at callended"]
    handled_pct: Annotated[float | None, "share of all calls but the conversation_only"] = None
    missed_pct: Annotated[float | None, "share of all calls but the conversation_only"] = None
    unanswered_pct: Annotated[float | None, "share of all calls but the conversation_only"] = None
    conversation_only: Annotated[int, "calls of outcome unknown of which only the conversation is known"] = 0
    holds_per_call: Annotated[float | None, "holds of handled calls, by their number"] = None


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

    INLINED: ClassVar[str] = "audio"

    key: str | None
    channel: str
    calls: Annotated[int, "calls with audio samples on the channel"]
    audio: Audio
    by_grade: Annotated[GradeCounts, "these calls by their grade (that of the worse channel)"] = UNGRADED
    poor_pct: Annotated[float | None, "poor calls as a share of those with a grade"] = None
    loss_over_pct: Annotated[PastEdges, "samples at or over the edges of packet loss"] = NOWHERE
    jitter_over_pct: Annotated[PastEdges, "samples at or over the edges of jitter"] = NOWHERE
    rtt_over_pct: Annotated[PastEdges, "samples at or over the edges of RTT"] = NOWHERE
    r_below_pct: Annotated[PastEdges, "samples below the edges of R"] = NOWHERE
    worst_interval: Annotated[WorstInterval | None, "the sample with the lowest MOS, and of which call"] = None
    per_call: Annotated[PerCall, "each call one vote; the figures beside it pool the samples"] = NO_CALLS

    def to_dict(self) -> dict[str, Any]:
        """Give the dict of a row of `stats --json`: the audio figures lie beside the other keys."""
        plain = to_plain(self)
        at = list(plain).index(self.INLINED)
        pairs = [*plain.items()]
        return dict([*pairs[:at], *plain[self.INLINED].items(), *pairs[at + 1 :]])


@dataclass(frozen=True, slots=True)
class Handling(Value):
    """What became of the calls of one key: outcomes, durations, conversation."""

    key: str | None
    calls: CallCounts
    durations: Durations
    conversation: ConversationCounts


@dataclass(frozen=True, slots=True)
class Stats(Value):
    """Packet loss, jitter and RTT statistics by a key."""

    KIND: ClassVar[str] = "stats"

    by: str
    rows: tuple[StatsRow, ...]
    assumptions: Assumptions
    handling: Annotated[
        tuple[Handling, ...], "of each key; by channel one of all calls, by call none: `calls` has each call's own"
    ] = ()
    histograms: Annotated[tuple[Histogram, ...], "of the samples of all chosen calls, by figure and channel"] = ()

    def to_dict(self) -> dict[str, Any]:
        """Give the document that `stats --json` writes."""
        return to_plain(self) | {"rows": [row.to_dict() for row in self.rows]}  # type: ignore[no-any-return]


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
