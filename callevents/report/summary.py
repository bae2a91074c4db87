"""The whole log at a glance."""

from collections.abc import Iterable

import numpy as np

from callevents.model.audio import Channels
from callevents.model.call import Call, Grade
from callevents.model.columnar import Columnar
from callevents.model.event import Kind
from callevents.model.summary import Period, Summary
from callevents.model.value import Time
from callevents.quality.figures import pooled
from callevents.read.times import NO_TIME
from callevents.report.assumptions import assumptions
from callevents.report.handling import handling
from callevents.report.problems import problem_counts
from callevents.report.select import View

WORST = 5
"""How many of the worst calls a summary names."""
_BAD = (Grade.POOR, Grade.FAIR)


def summary(view: View) -> Summary:
    """Sum up the chosen part of a log."""
    whole = handling(view, np.where(view.chosen, 0, -1), [None])[0]
    return Summary(
        inputs=view.log.inputs,
        period=_period(view),
        events_by_type=_events_by_type(view),
        calls=whole.calls,
        durations=whole.durations,
        audio=_audio(view),
        conversation=whole.conversation,
        worst_calls=tuple(by_need(view.calls)[:WORST]),
        problems=problem_counts(view),
        assumptions=assumptions(view.log.judging),
    )


def worst(calls: Iterable[Call]) -> list[Call]:
    """Give the calls whose audio was not good, the worst first: poor before fair, then by R-factor, then by id."""
    bad = (call for call in calls if call.grade in _BAD)
    return sorted(bad, key=lambda call: _need(call.grade, call.r_factor, call.call_id))


def by_need(calls: Columnar[Call]) -> list[str]:
    """Give the ids of the same calls, in the same order."""
    columns = (calls.values(path) for path in ("grade", "r_factor", "call_id"))
    bad = ((grade, r_factor, call_id) for grade, r_factor, call_id in zip(*columns, strict=True) if grade in _BAD)
    return [call_id for _, _, call_id in sorted(bad, key=lambda one: _need(*one))]


def _need(grade: Grade, r_factor: float | None, call_id: str) -> tuple[bool, float, str]:
    return grade != Grade.POOR, 100.0 if r_factor is None else r_factor, call_id


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


def _audio(view: View) -> Channels:
    if not view.counted[view.log.audio.index].any():
        return Channels()
    key = np.where(view.chosen[:-1], 0, -1)
    return pooled(view.log.audio.cleaned, key, 1, view.log.audio.quality)[0]
