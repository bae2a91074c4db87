"""What became of calls, key by key: outcomes, durations, conversation."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np
from msgspec import Struct

from callevents.model.call import Call, Grade, Outcome, Stage
from callevents.model.columnar import Coded, Columnar
from callevents.model.event import Kind
from callevents.model.problem import CONVERSATION_ONLY
from callevents.model.summary import CallCounts, ConversationCounts, Durations, Handling
from callevents.quality.arrays import Bools, Floats, Ints, counts
from callevents.quality.percentiles import distributions
from callevents.read.times import NO_TIME
from callevents.report.select import View

DURATIONS: Mapping[str, str | None] = MappingProxyType(
    {
        "ring_ms": None,
        "connected_ms": None,
        "talk_ms": None,
        "hold_ms": "holds",
        "mute_ms": "mutes",
        "wrap_up_ms": None,
        "handle_ms": None,
    }
)
"""The parts of `Durations`, which are keys of a call. Where another key stands beside one, a call adds nothing to it
unless it has one or more of those."""


def handling(view: View, key_of_call: Ints, keys: Sequence[str | None]) -> list[Handling]:
    """Sum up the chosen calls of each key.

    key_of_call has, for each call of the log, the place of its key (-1: none), and one more, at its end, for the events
    of no call.
    """
    calls = _call_counts(view, key_of_call, len(keys))
    durations = _durations(view.calls, key_of_call[view.number], len(keys))
    conversations = _conversations(view, key_of_call, len(keys))
    return [Handling(*row) for row in zip(keys, calls, durations, conversations, strict=True)]


def duration(calls: Columnar[Call], name: str) -> Floats:
    """Give what each call adds to a part of `Durations`; NaN where it adds nothing."""
    number_of = DURATIONS[name]
    known = calls.numbers(name)
    return known if number_of is None else np.where(calls.numbers(number_of) > 0, known, np.nan)


def are_decided(calls: Columnar[Call]) -> Bools:
    """Tell which calls count in the shares of outcomes: those whose outcome is known."""
    return ~calls.where("outcome", (Outcome.IN_PROGRESS, Outcome.UNKNOWN).__contains__)


def _are_conversation_only(calls: Columnar[Call]) -> Bools:
    return calls.where("problems", lambda found: any(problem.code == CONVERSATION_ONLY.code for problem in found))


def have_ended(calls: Columnar[Call]) -> Bools:
    """Tell of which calls the log shows the end."""
    return calls.where("stage", (Stage.ENDED, Stage.WRAPPED_UP).__contains__)


def share(part: int, whole: int) -> float | None:
    """Give a share in percent; None of nothing."""
    return 100 * part / whole if whole else None


def graded_poor_pct(by_grade: Mapping[str, int]) -> float | None:
    """Give the share of poor calls among those that have a grade."""
    return share(by_grade[Grade.POOR], sum(by_grade.values()) - by_grade[Grade.UNKNOWN])


def _call_counts(view: View, key_of_call: Ints, keys: int) -> Iterator[CallCounts]:
    calls, key = view.calls, key_of_call[view.number]

    def of_key(mask: Bools) -> list[int]:
        number: list[int] = counts(mask, key, keys).tolist()
        return number

    ended = have_ended(calls)
    handled = calls.where("outcome", Outcome.HANDLED.__eq__)
    columns = zip(
        tally(calls.coded("stage"), key, keys),
        tally(calls.coded("outcome"), key, keys),
        tally(calls.coded("call_type"), key, keys),
        tally(calls.coded("grade"), key, keys),
        np.bincount(key, minlength=keys).tolist(),
        of_key(are_decided(calls)),
        of_key(_are_conversation_only(calls)),
        of_key(ended),
        of_key(ended & view.log.lives.ended_on_hold[view.number]),
        of_key(ended & view.log.lives.ended_on_mute[view.number]),
        of_key(handled),
        np.bincount(key[handled], weights=calls.numbers("holds")[handled], minlength=keys).tolist(),
        strict=True,
    )
    for stages, outcomes, types, grades, total, decided, bare, ended, on_hold, on_mute, handled, holds in columns:
        by_grade = {grade.value: grades[grade] for grade in Grade}
        yield CallCounts(
            total=total,
            by_stage={stage.value: stages[stage] for stage in Stage},
            by_outcome={outcome.value: outcomes[outcome] for outcome in Outcome},
            by_call_type=dict(sorted((name, count) for name, count in types.items() if name is not None)),
            by_grade=by_grade,
            poor_pct=graded_poor_pct(by_grade),
            ended_on_hold_pct=share(on_hold, ended),
            ended_on_mute_pct=share(on_mute, ended),
            handled_pct=share(outcomes[Outcome.HANDLED], decided),
            missed_pct=share(outcomes[Outcome.MISSED], decided),
            unanswered_pct=share(outcomes[Outcome.UNANSWERED], decided),
            conversation_only=bare,
            holds_per_call=holds / handled if handled else None,
        )


def tally(column: Coded, key: Ints, keys: int) -> Iterator[Counter[Any]]:
    """Count by key, 0 .. keys - 1, how often each value occurs in a column without codes below 0."""
    values = len(column.values)
    table = np.bincount(key * values + column.codes, minlength=keys * values).reshape(keys, values)
    for row in table.tolist():
        found = Counter[Any]()
        for value, count in zip(column.values, row, strict=True):
            if count:
                found[value] += count
        yield found


def _durations(calls: Columnar[Call], key: Ints, keys: int) -> list[Durations]:
    columns = (duration(calls, name) for name in DURATIONS)
    rows = zip(*(distributions(column, key, keys) for column in columns), strict=True)
    return [Durations(*row) for row in rows]


class RaisedFlags(Struct, frozen=True, eq=False):
    """The flags that count: the place of each raise's event, whether it was lowered, and after how many ms (NaN:
    unknown)."""

    raised: Ints
    lowered: Bools
    waits: Floats


def raised_flags(view: View) -> RaisedFlags:
    """Collect the flags raised in the chosen calls."""
    raised, lowered = view.log.lives.flags[view.counted[view.log.lives.flags[:, 0]]].T
    begin, end = view.log.events.time[raised], view.log.events.time[lowered]
    known = (lowered >= 0) & (begin != NO_TIME) & (end != NO_TIME) & (end >= begin)
    waits = np.full(len(raised), np.nan)
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
