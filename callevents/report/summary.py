"""The whole log at a glance."""

from collections import Counter
from collections.abc import Callable, Iterable
from enum import StrEnum

import numpy as np

from callevents.model.audio import Channels, Distribution
from callevents.model.call import Call, Grade, Outcome, Stage
from callevents.model.event import Kind
from callevents.model.problem import CONVERSATION_ONLY
from callevents.model.summary import CallCounts, ConversationCounts, Durations, Period, Summary
from callevents.model.value import Time
from callevents.quality.figures import pooled
from callevents.quality.percentiles import distribution
from callevents.read.times import NO_TIME
from callevents.report.assumptions import assumptions
from callevents.report.problems import problem_counts
from callevents.report.select import View

WORST = 5
"""How many of the worst calls a summary names."""


def summary(view: View) -> Summary:
    """Sum up the chosen part of a log."""
    return Summary(
        inputs=view.log.inputs,
        period=_period(view),
        events_by_type=_events_by_type(view),
        calls=_call_counts(view),
        durations=_durations(view.calls),
        audio=_audio(view),
        conversation=_conversation(view),
        worst_calls=tuple(call.call_id for call in worst(view.calls)[:WORST]),
        problems=problem_counts(view),
        assumptions=assumptions(view.log.judging),
    )


def worst(calls: Iterable[Call]) -> list[Call]:
    """Give the calls whose audio was not good, the worst first: poor before fair, then by R-factor, then by id."""
    bad = [call for call in calls if call.grade in (Grade.POOR, Grade.FAIR)]
    return sorted(
        bad,
        key=lambda call: (call.grade != Grade.POOR, 100.0 if call.r_factor is None else call.r_factor, call.call_id),
    )


def _period(view: View) -> Period:
    times = view.log.events.time[view.counted]
    times = times[times != NO_TIME]
    return Period(Time(int(times.min())), Time(int(times.max()))) if len(times) else Period(None, None)


def _events_by_type(view: View) -> dict[str, int]:
    counts = np.bincount(view.log.events.kind[view.counted], minlength=len(view.log.kinds)).tolist()
    known = {name: count for name, count in zip(view.log.kinds[: len(Kind)], counts, strict=False) if count}
    others = {
        name: count for name, count in zip(view.log.kinds[len(Kind) :], counts[len(Kind) :], strict=True) if count
    }
    return known | dict(sorted(others.items()))


def _call_counts(view: View) -> CallCounts:
    calls = view.calls
    grades = _by(Grade, (call.grade for call in calls))
    ended = [
        n for n, call in zip(view.number.tolist(), calls, strict=True) if call.stage in (Stage.ENDED, Stage.WRAPPED_UP)
    ]
    return CallCounts(
        total=len(calls),
        by_stage=_by(Stage, (call.stage for call in calls)),
        by_outcome=_by(Outcome, (call.outcome for call in calls if not _from_conversation_only(call))),
        by_call_type=dict(sorted(Counter(call.call_type for call in calls if call.call_type is not None).items())),
        by_grade=grades,
        poor_pct=_pct(grades[Grade.POOR], len(calls) - grades[Grade.UNKNOWN]),
        ended_on_hold_pct=_pct(int(view.log.ended_on_hold[ended].sum()), len(ended)),
        ended_on_mute_pct=_pct(int(view.log.ended_on_mute[ended].sum()), len(ended)),
    )


def _from_conversation_only(call: Call) -> bool:
    return any(problem.code == CONVERSATION_ONLY.code for problem in call.problems)


def _by(values: type[StrEnum], found: Iterable[StrEnum]) -> dict[str, int]:
    counts = Counter(found)
    return {value.value: counts[value] for value in values}


def _pct(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None


def _durations(calls: Iterable[Call]) -> Durations:
    calls = list(calls)

    def over(value: Callable[[Call], int | None]) -> Distribution:
        known = [duration for call in calls if (duration := value(call)) is not None]
        return distribution(np.array(known, dtype=np.float64))

    return Durations(
        ring_ms=over(lambda call: call.ring_ms),
        connected_ms=over(lambda call: call.connected_ms),
        talk_ms=over(lambda call: call.talk_ms),
        hold_ms=over(lambda call: call.hold_ms if call.holds else None),
        mute_ms=over(lambda call: call.mute_ms if call.mutes else None),
        wrap_up_ms=over(lambda call: call.wrap_up_ms),
        handle_ms=over(lambda call: call.handle_ms),
    )


def _audio(view: View) -> Channels:
    if not view.counted[view.log.audio.index].any():
        return Channels()
    key = np.where(view.chosen[:-1], 0, -1)
    return pooled(view.log.audio.cleaned, key, 1, view.log.audio.quality)[0]


def _conversation(view: View) -> ConversationCounts:
    events = view.log.events
    transcripts, notes = (int((events.kind[view.counted] == kind).sum()) for kind in (Kind.TRANSCRIPT, Kind.NOTE))
    flags = [(raised, lowered) for raised, lowered in view.log.flags if view.counted[raised]]
    answered = [(events.time[raised], events.time[lowered]) for raised, lowered in flags if lowered is not None]
    waits = [lowered - raised for raised, lowered in answered if NO_TIME not in (raised, lowered) and lowered >= raised]
    return ConversationCounts(
        transcripts=transcripts,
        notes=notes,
        flags_raised=len(flags),
        flags_lowered=len(answered),
        flags_open=len(flags) - len(answered),
        flag_lower_ms=distribution(np.array(waits, dtype=np.float64)),
    )
