"""The summary of a log, and its parts: what was read, calls by what became of them, durations, conversation."""

from collections.abc import Mapping
from typing import Annotated, ClassVar

from callevents.model.assumptions import Assumptions
from callevents.model.audio import Channels, Distribution
from callevents.model.problem import ProblemCount
from callevents.model.value import Time, Value


class Inputs(Value, frozen=True):
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


class Period(Value, frozen=True):
    """The times of the first and the last event."""

    first: Time | None
    last: Time | None


class CallCounts(Value, frozen=True):
    """Calls by stage, outcome, type and grade."""

    total: int
    by_stage: Mapping[str, int]
    by_outcome: Mapping[str, int]
    by_call_type: Mapping[str, int]
    by_grade: Mapping[str, int]
    poor_pct: Annotated[float | None, "poor calls as a share of those with a grade"]
    ended_on_hold_pct: Annotated[float | None, "share of ended calls with a party on hold at callended"]
    ended_on_mute_pct: Annotated[float | None, "share of ended calls with the rep muted at callended"]
    handled_pct: Annotated[float | None, "share of the calls whose outcome is known, and not in_progress"] = None
    missed_pct: Annotated[float | None, "share of the calls whose outcome is known, and not in_progress"] = None
    unanswered_pct: Annotated[float | None, "share of the calls whose outcome is known, and not in_progress"] = None
    conversation_only: Annotated[int, "calls of outcome unknown of which only the conversation is known"] = 0
    holds_per_call: Annotated[float | None, "holds of handled calls, by their number"] = None


class Durations(Value, frozen=True):
    """Distributions of the calls' durations; hold and mute over the calls that had one."""

    ring_ms: Distribution
    connected_ms: Distribution
    talk_ms: Distribution
    hold_ms: Annotated[Distribution, "over calls that were held"]
    mute_ms: Annotated[Distribution, "over calls that were muted"]
    wrap_up_ms: Distribution
    handle_ms: Annotated[Distribution, "its mean is AHT"]


class ConversationCounts(Value, frozen=True):
    """Utterances, notes and flags."""

    transcripts: int
    notes: int
    flags_raised: int
    flags_lowered: int
    flags_open: int
    flag_lower_ms: Annotated[Distribution, "from flagraise to the next flaglower"]


class Summary(Value, frozen=True):
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


class Handling(Value, frozen=True):
    """What became of the calls of one key: outcomes, durations, conversation."""

    key: str | None
    calls: CallCounts
    durations: Durations
    conversation: ConversationCounts
