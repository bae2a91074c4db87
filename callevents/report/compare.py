"""Two logs side by side: each figure before and after, and whether the difference is more than chance."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from msgspec import Struct

from callevents.model.call import Grade, Outcome
from callevents.model.compare import Comparison, ComparisonRow, Side, Verdict
from callevents.model.event import CHANNELS
from callevents.model.paths import values_at
from callevents.model.summary import Summary
from callevents.quality.arrays import Floats
from callevents.quality.significance import Difference, compare_shares, compare_values, expected_least
from callevents.report.assumptions import assumptions
from callevents.report.handling import are_decided, duration, have_ended, raised_flags
from callevents.report.select import View

LEVEL = 0.05
"""A difference with a p-value below this is taken for more than chance."""

LEAST = 10
"""With fewer calls on either side nothing is concluded."""

FEW = 30
"""With fewer calls on either side only large differences can show, if any: the comparison warns."""

LEAST_EXPECTED = 5.0

LESS, MORE, NEITHER = -1, 1, 0
"""Of what there should be: less is better, more is better, neither is."""

Values = Callable[[View], Floats]
"""The calls' own values of a figure; NaN for a call that has none. Of a share: 1 for yes, 0 for no."""


class Figure(Struct, frozen=True):
    """A figure that is compared: its key path in a summary, its title, which way is better, the values tested."""

    path: str
    title: str
    better: int
    values: Values
    is_share: bool = False


def _audio(key: str, title: str, better: int) -> Iterator[Figure]:
    """Give the figure of each channel."""
    for channel in CHANNELS:
        path = f"audio.{channel}.{key}"
        yield Figure(path, f"{title}, {channel}", better, _numbers(path))


def _numbers(path: str) -> Values:
    return lambda view: view.calls.numbers(path)


def _poor(view: View) -> Floats:
    poor, unknown = (view.calls.where("grade", grade.__eq__) for grade in (Grade.POOR, Grade.UNKNOWN))
    return np.where(unknown, np.nan, poor)


def _became(outcome: Outcome) -> Values:
    return lambda view: np.where(are_decided(view.calls), view.calls.where("outcome", outcome.__eq__), np.nan)


def _ended(how: str) -> Values:
    return lambda view: np.where(have_ended(view.calls), getattr(view.log.lives, how)[view.number], np.nan)


def _duration(key: str, title: str, better: int) -> Figure:
    return Figure(f"durations.{key}.mean", title, better, lambda view: duration(view.calls, key))


def _holds(view: View) -> Floats:
    return np.where(view.calls.where("outcome", Outcome.HANDLED.__eq__), view.calls.numbers("holds"), np.nan)


FIGURES: tuple[Figure, ...] = (
    *_audio("packet_loss_pct", "Packet loss", LESS),
    *_audio("jitter_ms.mean", "Jitter", LESS),
    *_audio("rtt_ms.mean", "RTT", LESS),
    *_audio("mos", "MOS", MORE),
    *_audio("r_factor", "R-factor", MORE),
    Figure("calls.poor_pct", "Poor calls", LESS, _poor, is_share=True),
    Figure("calls.handled_pct", "Handled", MORE, _became(Outcome.HANDLED), is_share=True),
    Figure("calls.missed_pct", "Missed", LESS, _became(Outcome.MISSED), is_share=True),
    Figure("calls.unanswered_pct", "Unanswered", LESS, _became(Outcome.UNANSWERED), is_share=True),
    _duration("ring_ms", "Ring", LESS),
    _duration("talk_ms", "Talk", NEITHER),
    _duration("hold_ms", "Hold (held calls)", LESS),
    _duration("mute_ms", "Mute (muted calls)", NEITHER),
    _duration("wrap_up_ms", "Wrap-up", NEITHER),
    _duration("handle_ms", "Handle (AHT)", NEITHER),
    Figure("calls.holds_per_call", "Holds per handled call", LESS, _holds),
    Figure("calls.ended_on_hold_pct", "Ended on hold", LESS, _ended("ended_on_hold"), is_share=True),
    Figure("calls.ended_on_mute_pct", "Ended on mute", LESS, _ended("ended_on_mute"), is_share=True),
    Figure("conversation.flag_lower_ms.mean", "Flag until lowered", LESS, lambda view: raised_flags(view).waits),
)
"""All that is compared, in order. Talk, mute, wrap-up and handle time have no better side: shorter may as well be
hurried."""


def compare(before: View, after: View, summaries: tuple[Summary, Summary]) -> Comparison:
    """Compare two logs, with the summaries of both. They were judged alike."""
    return Comparison(
        before=Side(len(before.calls)),
        after=Side(len(after.calls)),
        rows=tuple(_row(figure, (before, after), summaries) for figure in FIGURES),
        warnings=tuple(_warnings(before, after)),
        assumptions=assumptions(before.log.judging),
    )


def _warnings(before: View, after: View) -> Iterator[str]:
    for side, view in (("before", before), ("after", after)):
        if len(view.calls) < FEW:
            can_show = "nothing" if len(view.calls) < LEAST else "only large differences"
            yield f"few calls {side} ({len(view.calls)}): {can_show} can show"


def _row(figure: Figure, views: Sequence[View], summaries: Sequence[Summary]) -> ComparisonRow:
    old, new = (values_at(summary, figure.path)[0] for summary in summaries)
    before, after = (values[~np.isnan(values)] for values in map(figure.values, views))
    difference = _difference(figure, before, after)
    change = None if old is None or new is None else new - old
    return ComparisonRow(
        figure=figure.path,
        before=old,
        after=new,
        change=change,
        change_pct=100 * change / old if change is not None and old else None,
        p_value=None if difference is None else difference.p_value,
        effect=None if difference is None else difference.effect,
        verdict=_verdict(figure, before, after, difference, change),
        title=figure.title,
        test="two-proportion" if figure.is_share else "mann-whitney",
        effect_size=None if difference is None else difference.size,
        before_count=len(before),
        after_count=len(after),
    )


def _difference(figure: Figure, before: Floats, after: Floats) -> Difference | None:
    if not len(before) or not len(after):
        return None
    if figure.is_share:
        return compare_shares(int(before.sum()), len(before), int(after.sum()), len(after))
    return compare_values(before, after)


def _verdict(
    figure: Figure, before: Floats, after: Floats, difference: Difference | None, change: float | None
) -> Verdict:
    """Judge a difference.

    It is clear where it is more than chance and the figure itself does not move the other way: a mean may, against the
    ranks of most calls.
    """
    if difference is None or min(len(before), len(after)) < LEAST:
        return Verdict.TOO_FEW_CALLS
    if figure.is_share and difference.size and _expected(before, after) < LEAST_EXPECTED:
        return Verdict.TOO_FEW_CALLS
    if difference.p_value >= LEVEL or (change or 0.0) * difference.size < 0:
        return Verdict.NO_CLEAR_CHANGE
    if figure.better == NEITHER:
        return Verdict.CHANGED
    return Verdict.BETTER if difference.size * figure.better > 0 else Verdict.WORSE


def _expected(before: Floats, after: Floats) -> float:
    return expected_least(int(before.sum()), len(before), int(after.sum()), len(after))
