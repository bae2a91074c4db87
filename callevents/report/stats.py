"""Packet loss, jitter and RTT statistics by a key."""

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from math import isnan

import numpy as np

from callevents.model.audio import NO_AUDIO, Audio, Channels
from callevents.model.call import Call, Grade
from callevents.model.columnar import Coded, Columnar
from callevents.model.errors import UsageError
from callevents.model.event import CHANNELS
from callevents.model.stats import GradeCounts, Histogram, PerCall, Stats, StatsRow, WorstInterval
from callevents.model.value import iso_time
from callevents.quality.arrays import Floats, Ints
from callevents.quality.emodel import mos
from callevents.quality.figures import by_channel, pooled, single_intervals
from callevents.quality.past import bin_edges, histogram, past_edges, worst_samples
from callevents.quality.percentiles import distributions
from callevents.report.assumptions import assumptions
from callevents.report.handling import graded_poor_pct, handling, tally
from callevents.report.messages import as_time
from callevents.report.select import View

Keys = Sequence[str | None]
"""The keys of calls, one by one; None is unknown."""


def _starts(calls: Columnar[Call], length: int) -> Keys:
    times = zip(calls.values("started"), calls.values("first_event"), strict=True)
    begun = (first if started is None else started for started, first in times)
    return [None if time is None else iso_time(time)[:length] for time in begun]


KEYS: dict[str, Callable[[Columnar[Call]], Keys]] = {
    "channel": lambda calls: [None] * len(calls),
    "call": lambda calls: calls.values("call_id"),
    "call-type": lambda calls: calls.values("call_type"),
    "participant": lambda calls: calls.values("participant"),
    "agent": lambda calls: calls.values("agent"),
    "hour": lambda calls: _starts(calls, len("2026-03-02T09")),
    "day": lambda calls: _starts(calls, len("2026-03-02")),
}
"""What statistics can be kept by: how the keys of calls are found. hour and day are those of a call's start, UTC."""

FIGURES = {"loss": "packet_loss_pct", "jitter": "jitter_ms", "rtt": "rtt_ms"}
"""The metrics that a sample reports, and their keys in JSON."""

_PER_CALL = ("packet_loss_pct", "jitter_ms.mean", "rtt_ms.mean", "mos")


def stats(view: View, by: str) -> Stats:
    """Work out the statistics of the chosen calls by a key, the keys in order (calls as listed), unknown ones last.

    Raises UsageError for a key that is none of KEYS.
    """
    if by not in KEYS:
        raise UsageError(f'statistics cannot be kept by "{by}"; choose {", ".join(KEYS)}')
    whole = by == "channel"
    keys = KEYS[by](view.calls)
    ordered: list[str | None] = [None] if whole else list(dict.fromkeys(keys))
    if by != "call":
        ordered.sort(key=lambda key: (key is None, key or ""))
    number = {key: n for n, key in enumerate(ordered)}
    # One more for the events of no call: they belong to the whole, and to no key.
    key_of_call = np.full(len(view.log.calls) + 1, 0 if whole and view.others else -1, dtype=np.int64)
    key_of_call[:-1] = -1
    key_of_call[view.number] = [number[key] for key in keys]
    return Stats(
        by,
        tuple(_rows(view, key_of_call[:-1], ordered, whole)),
        assumptions(view.log.judging),
        handling=() if by == "call" else tuple(handling(view, key_of_call, ordered)),
        histograms=tuple(_histograms(view)),
    )


def _is_heard(view: View) -> bool:
    """Tell whether any audio sample counts: none does where only events of other types are taken."""
    return bool(view.counted[view.log.audio.index].any())


def _rows(view: View, key_of_call: Ints, keys: Sequence[str | None], whole: bool) -> Iterator[StatsRow]:
    """Give two rows, one a channel, for each key that has samples; of the whole log in any case."""
    if not _is_heard(view):
        yield from (StatsRow(channel, channel, 0, NO_AUDIO) for channel in CHANNELS if whole)
        return
    audio, judging = view.log.audio, view.log.judging
    cleaned = audio.cleaned
    figures = pooled(cleaned, key_of_call, len(keys), audio.quality)
    # What has no key goes into one more, which nobody sees.
    key = np.where(key_of_call < 0, len(keys), key_of_call)
    group: Ints = 2 * key[cleaned.samples.call] + cleaned.samples.channel.astype(np.int64)
    groups = 2 * (len(keys) + 1)
    r = single_intervals(cleaned, judging).r
    columns = {"loss": cleaned.loss_pct, "jitter": cleaned.jitter, "rtt": cleaned.rtt, "r": r}
    past = {metric: past_edges(metric, column, group, groups, judging.thresholds) for metric, column in columns.items()}
    worst = worst_samples(r, group, groups)
    by_grade = _grades_heard(view, key, groups)
    per_call = _per_call(view, key, groups)
    for number, (name, channel) in enumerate(product(keys, CHANNELS)):
        of_channel: Audio = getattr(figures[number // 2], channel)
        if whole or figures[number // 2] != Channels():
            yield StatsRow(
                channel if whole else name,
                channel,
                sum(by_grade[number].values()),
                of_channel,
                GradeCounts(**by_grade[number]),
                graded_poor_pct(by_grade[number]),
                loss_over_pct=past["loss"][number],
                jitter_over_pct=past["jitter"][number],
                rtt_over_pct=past["rtt"][number],
                r_below_pct=past["r"][number],
                worst_interval=_worst_interval(view, worst[number], r),
                per_call=per_call[number],
            )


def _grades_heard(view: View, key: Ints, groups: int) -> list[dict[str, int]]:
    """Count by key and channel the calls that have samples on the channel, by their grade."""
    samples = view.log.audio.cleaned.samples
    heard = np.unique(samples.group[view.counted[view.log.audio.index]])
    grades = view.log.calls.coded("grade")
    found = tally(Coded(grades.codes[heard // 2], grades.values), 2 * key[heard // 2] + heard % 2, groups)
    return [{grade.value: count[grade] for grade in Grade} for count in found]


def _per_call(view: View, key: Ints, groups: int) -> list[PerCall]:
    """Describe by key and channel the calls' own figures."""
    group = (2 * key[:, None] + np.array([0, 1])).ravel()
    figures = (by_channel(view.log.audio.quality, name) for name in _PER_CALL)
    return [PerCall(*row) for row in zip(*(distributions(values, group, groups) for values in figures), strict=True)]


def _worst_interval(view: View, sample: int | None, r: Floats) -> WorstInterval | None:
    if sample is None:
        return None
    cleaned = view.log.audio.cleaned
    time = int(cleaned.samples.time[sample])
    columns = (cleaned.loss_pct, cleaned.jitter, cleaned.rtt)
    loss, jitter, rtt = (None if isnan(column[sample]) else float(column[sample]) for column in columns)
    call_id = view.log.events.call_ids[int(cleaned.samples.call[sample])]
    return WorstInterval(call_id, as_time(time), loss, jitter, rtt, float(mos(r[sample])))


def _histograms(view: View) -> Iterator[Histogram]:
    """Count the samples of all chosen calls by figure and channel."""
    if not _is_heard(view):
        return
    cleaned = view.log.audio.cleaned
    counted = view.counted[view.log.audio.index]
    columns = {"loss": cleaned.loss_pct, "jitter": cleaned.jitter, "rtt": cleaned.rtt}
    for metric, figure in FIGURES.items():
        edges = bin_edges(*view.log.judging.thresholds[metric])
        for number, channel in enumerate(CHANNELS):
            values = columns[metric][counted & (cleaned.samples.channel == number)]
            yield Histogram(figure, channel, edges, histogram(values, edges))
