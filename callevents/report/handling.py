"""What became of calls, key by key: outcomes, durations, conversation."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

import numpy as np

from callevents.model.call import Call, Grade, Outcome, Stage
from callevents.model.event import Kind
from callevents.model.problem import CONVERSATION_ONLY
from callevents.model.summary import CallCounts, ConversationCounts, Durations, Handling
from callevents.quality.arrays import Bools, Floats, counts
from callevents.quality.percentiles import distributions
from callevents.read.times import NO_TIME
from callevents.rebuild.arrange import Ints
from callevents.report.select import View

DURATIONS: Mapping[str, Callable[[Call], int | None]] = MappingProxyType(
    {
        "ring_ms": lambda call: call.ring_ms,
        "connected_ms": lambda call: call.connected_ms,
        "talk_ms": lambda call: call.talk_ms,
        "hold_ms": lambda call: call.hold_ms if call.holds else None,
        "mute_ms": lambda call: call.mute_ms if call.mutes else None,
        "wrap_up_ms": lambda call: call.wrap_up_ms,
        "handle_ms": lambda call: call.handle_ms,
    }
)
"""What a call adds to each of `Durations`; None where it adds nothing."""


def handling(view: View, key_of_call: Ints, keys: Sequence[str | None]) -> list[Handling]:
    """Sum up the chosen calls of each key.

    key_of_call has, for each call of the log, the place of its key (-1: none), and one more, at its end, for the events
    of no call.
    """
    calls = _call_counts(view, key_of_call, len(keys))
    durations = _durations(view.calls, key_of_call[view.number], len(keys))
    conversations = _conversations(view, key_of_call, len(keys))
    return [Handling(*row) for row in zip(keys, calls, durations, conversations, strict=True)]


def is_counted(call: Call) -> bool:
    """Tell whether a call counts in the shares of outcomes: not where nothing but its conversation is known."""
    return all(problem.code != CONVERSATION_ONLY.code for problem in call.problems)


def has_ended(call: Call) -> bool:
    """Tell whether the log shows the call's end."""
    return call.stage in (Stage.ENDED, Stage.WRAPPED_UP)


def share(part: int, whole: int) -> float | None:
    """Give a share in percent; None of nothing."""
    return 100 * part / whole if whole else None


def by_value(values: type[StrEnum], found: Iterable[StrEnum]) -> dict[str, int]:
    """Count what was found by value, zeros included."""
    counts = Counter(found)
    return {value.value: counts[value] for value in values}


def graded_poor_pct(by_grade: Mapping[str, int]) -> float | None:
    """Give the share of poor calls among those that have a grade."""
    return share(by_grade[Grade.POOR], sum(by_grade.values()) - by_grade[Grade.UNKNOWN])


def _call_counts(view: View, key_of_call: Ints, keys: int) -> list[CallCounts]:
    members: list[list[int]] = [[] for _ in range(keys)]
    for place, key in enumerate(key_of_call[view.number].tolist()):
        members[key].append(place)
    return [_counts(view, places) for places in members]


def _counts(view: View, places: Sequence[int]) -> CallCounts:
    calls = [view.calls[place] for place in places]
    grades = by_value(Grade, (call.grade for call in calls))
    outcomes = by_value(Outcome, (call.outcome for call in calls))
    decided = sum(map(is_counted, calls))
    ended = view.number[[place for place, call in zip(places, calls, strict=True) if has_ended(call)]]
    handled = [call for call in calls if call.outcome is Outcome.HANDLED]
    return CallCounts(
        total=len(calls),
        by_stage=by_value(Stage, (call.stage for call in calls)),
        by_outcome=outcomes,
        by_call_type=dict(sorted(Counter(call.call_type for call in calls if call.call_type is not None).items())),
        by_grade=grades,
        poor_pct=graded_poor_pct(grades),
        ended_on_hold_pct=share(int(view.log.ended_on_hold[ended].sum()), len(ended)),
        ended_on_mute_pct=share(int(view.log.ended_on_mute[ended].sum()), len(ended)),
        handled_pct=share(outcomes[Outcome.HANDLED], decided),
        missed_pct=share(outcomes[Outcome.MISSED], decided),
        unanswered_pct=share(outcomes[Outcome.UNANSWERED], decided),
        conversation_only=len(calls) - decided,
        holds_per_call=sum(call.holds for call in handled) / len(handled) if handled else None,
    )


def _durations(calls: Sequence[Call], key: Ints, keys: int) -> list[Durations]:
    columns = (np.array([value(call) for call in calls], dtype=np.float64) for value in DURATIONS.values())
    rows = zip(*(distributions(column, key, keys) for column in columns), strict=True)
    return [Durations(*row) for row in rows]


@dataclass(frozen=True, eq=False)
class RaisedFlags:
    """The flags that count: the place of each raise's event, whether it was lowered, and after how many ms (NaN:
    unknown)."""

    raised: Ints
    lowered: Bools
    waits: Floats


def raised_flags(view: View) -> RaisedFlags:
    """Collect the flags raised in the chosen calls."""
    flags = [(raised, -1 if lowered is None else lowered) for raised, lowered in view.log.flags if view.counted[raised]]
    raised, lowered = np.array(flags, dtype=np.int64).reshape(-1, 2).T
    begin, end = view.log.events.time[raised], view.log.events.time[lowered]
    known = (lowered >= 0) & (begin != NO_TIME) & (end != NO_TIME) & (end >= begin)
    waits = np.full(len(flags), np.nan)
    waits[known] = end[known] - begin[known]
    return RaisedFlags(raised, lowered >= 0, waits)


def _conversations(view: View, key_of_call: Ints, keys: int) -> list[ConversationCounts]:
    events = view.log.events
    # What has no key is counted under one more, which nobody sees.
    key = np.where(key_of_call < 0, keys, key_of_call)[events.call]
    transcripts, notes = (
        counts(view.counted & (events.kind == kind), key, keys) for kind in (Kind.TRANSCRIPT, Kind.NOTE)
    )
    flags = raised_flags(view)
    of_flag = key[flags.raised]
    rows = zip(
        transcripts.tolist(),
        notes.tolist(),
        np.bincount(of_flag, minlength=keys).tolist(),
        counts(flags.lowered, of_flag, keys).tolist(),
        counts(~flags.lowered, of_flag, keys).tolist(),
        distributions(flags.waits, of_flag, keys + 1),
        strict=False,
    )
    return [ConversationCounts(*row) for row in rows][:keys]
