"""The audio figures of calls, and of many calls pooled: one set of formulas over groups of samples.

A group is a channel (0 input, 1 output) of a call or of a key, numbered 2 · call + channel or 2 · key + channel.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from callevents.model.audio import NO_AUDIO, Audio, Channels
from callevents.model.call import Grade
from callevents.model.settings import Judging
from callevents.quality import grades
from callevents.quality.arrays import Bools, Floats, Ints, counts, extremes, means, ratio, totals, whole_totals
from callevents.quality.cleaning import Cleaned
from callevents.quality.emodel import CODECS, mos, one_way_delay_ms, r_factor
from callevents.quality.intervals import Intervals, borrowed_rtt, judge_intervals, longest_runs
from callevents.quality.oneway import OneWay
from callevents.quality.percentiles import Ranked, rank
from callevents.quality.salesforce import salesforce_mos

CONVERSATIONAL = "conversational"
LISTENING = "listening"


@dataclass(frozen=True, slots=True)
class CallQuality:
    """The audio figures of a call. The fields are those of `model.call.Call` of the same names."""

    audio: Channels
    grade: Grade
    poor_because: tuple[str, ...]
    cqd_poor: bool | None
    mos: float | None
    mos_min: float | None
    mos_basis: str | None
    r_factor: float | None
    salesforce_mos: float | None


WITHOUT_AUDIO = CallQuality(Channels(), Grade.UNKNOWN, (), None, None, None, None, None, None)
"""The value of every call without samples."""


def call_quality(cleaned: Cleaned, calls: int, judging: Judging, one_way_runs: Sequence[OneWay]) -> list[CallQuality]:
    """Work out the audio figures of each call, 0 .. calls - 1."""
    group, groups = cleaned.samples.group, 2 * calls
    jitter, rtt = rank(cleaned.jitter, group, groups), rank(cleaned.rtt, group, groups)
    intervals = judge_intervals(cleaned, jitter.means, rtt.means, judging)
    packets = _packets(cleaned, group, groups)
    # Mapped once, from the pooled loss and the means: a mean of the intervals' own would be biased.
    r = r_factor(packets.loss, one_way_delay_ms(borrowed_rtt(rtt.means), jitter.means), CODECS[judging.codec])
    poor, longest = counts(intervals.poor, group, groups), longest_runs(cleaned, intervals.poor, groups)
    audio = _audio(packets, jitter, rtt, poor=poor, longest=longest, mos_of=mos(r), r=r)

    values = {"loss": packets.loss, "jitter": jitter.means, "rtt": rtt.means, "r": r}
    usable = packets.usable[0::2] + packets.usable[1::2] > 0
    grade, because = _grade(values, usable, judging, one_way_runs)
    cqd = grades.cqd_poor(rtt.means, packets.loss, jitter.means, np.array(packets.count, dtype=np.float64))
    call_r = np.fmin(r[0::2], r[1::2])
    r_min = extremes(np.fmin.at, intervals.r, group // 2, calls)
    rows = zip(
        range(calls),
        grade.tolist(),
        _known(cqd),
        _known(mos(call_r)),
        _known(mos(r_min)),
        np.where(np.isnan(borrowed_rtt(rtt.means)[0::2]), LISTENING, CONVERSATIONAL).tolist(),
        _known(call_r),
        _known(salesforce_mos(cleaned.samples, calls)),
        strict=True,
    )
    return [
        WITHOUT_AUDIO
        if audio[2 * call] is audio[2 * call + 1] is NO_AUDIO
        else CallQuality(
            Channels(audio[2 * call], audio[2 * call + 1]),
            grades.GRADES[band],
            tuple(because.get(call, ())),
            None if cqd is None else bool(cqd),
            call_mos,
            mos_min,
            None if call_mos is None else mos_basis,
            r_of_call,
            salesforce,
        )
        for call, band, cqd, call_mos, mos_min, mos_basis, r_of_call, salesforce in rows
    ]


def pooled(cleaned: Cleaned, key_of_call: Ints, keys: int, quality: Sequence[CallQuality]) -> list[Channels]:
    """Work out the audio figures of calls together, by key 0 .. keys - 1; a call of key -1 is left out.

    Samples are pooled: loss is sum over sum, jitter and RTT one sample, one vote. A run of poor intervals never crosses
    calls. MOS and R are the (nearest-rank) medians of the calls' own, channel by channel.
    """
    # What is left out goes into one more key, which nobody sees.
    key = np.where(key_of_call < 0, keys, key_of_call).astype(np.int64)
    group = 2 * key[cleaned.samples.call] + cleaned.samples.channel
    groups = 2 * (keys + 1)

    own = [channel for call in quality for channel in (call.audio.input, call.audio.output)]
    group_of_own = (2 * key[:, None] + np.array([0, 1])).ravel()
    poor, longest = np.zeros((2, groups), dtype=np.int64)
    np.add.at(poor, group_of_own, [channel.poor_intervals for channel in own])
    np.maximum.at(longest, group_of_own, [channel.longest_poor_run for channel in own])
    r = np.array([channel.r_factor for channel in own], dtype=np.float64)
    own_mos = np.array([channel.mos for channel in own], dtype=np.float64)

    jitter, rtt = rank(cleaned.jitter, group, groups), rank(cleaned.rtt, group, groups)
    median_mos, median_r = (rank(column, group_of_own, groups).percentile(50) for column in (own_mos, r))
    packets = _packets(cleaned, group, groups)
    audio = _audio(packets, jitter, rtt, poor=poor, longest=longest, mos_of=median_mos, r=median_r)
    return [Channels(audio[2 * number], audio[2 * number + 1]) for number in range(keys)]


def single_intervals(cleaned: Cleaned, judging: Judging) -> Intervals:
    """Judge each single interval."""
    group, groups = cleaned.samples.group, cleaned.samples.groups
    jitter, rtt = (means(column, group, groups) for column in (cleaned.jitter, cleaned.rtt))
    return judge_intervals(cleaned, jitter, rtt, judging)


@dataclass(frozen=True, eq=False)
class _Packets:
    """The packet figures of groups, in columns. Those of loss are over the usable intervals."""

    intervals: Ints
    usable: Ints
    no_media: Ints
    lost: list[int]
    count: list[int]
    loss: Floats
    worst: Floats


def _packets(cleaned: Cleaned, group: Ints, groups: int) -> _Packets:
    """Work out the packet figures of each group from its samples."""
    usable = cleaned.usable
    of_usable, lost, count = group[usable], cleaned.lost[usable], cleaned.count[usable]
    total_lost = np.maximum(totals(lost, of_usable, groups), 0.0)
    return _Packets(
        intervals=np.bincount(group, minlength=groups),
        usable=np.bincount(of_usable, minlength=groups),
        no_media=counts(cleaned.no_media, group, groups),
        lost=[max(0, total) for total in whole_totals(lost, of_usable, groups)],
        count=whole_totals(count, of_usable, groups),
        loss=ratio(100 * total_lost, totals(np.maximum(count, lost), of_usable, groups)),
        worst=extremes(np.fmax.at, cleaned.loss_pct, group, groups),
    )


def _audio(
    packets: _Packets, jitter: Ranked, rtt: Ranked, *, poor: Ints, longest: Ints, mos_of: Floats, r: Floats
) -> list[Audio]:
    """Give the figures of each group as one value."""
    rows = zip(
        packets.intervals.tolist(),
        packets.usable.tolist(),
        packets.no_media.tolist(),
        packets.lost,
        packets.count,
        _known(packets.loss),
        _known(packets.worst),
        poor.tolist(),
        longest.tolist(),
        jitter.distributions(),
        rtt.distributions(),
        _known(mos_of),
        _known(r),
        strict=True,
    )
    return [Audio(*row) if row[0] else NO_AUDIO for row in rows]


def _grade(
    values: Mapping[str, Floats], usable: Bools, judging: Judging, one_way_runs: Sequence[OneWay]
) -> tuple[grades.Bands, dict[int, list[str]]]:
    """Give each call's band from its channels' metrics, and for poor calls why: by channel, then one-way audio."""
    of_metrics = grades.bands(values, judging.thresholds)
    of_channels = grades.worst(of_metrics)
    band = np.where(usable, np.maximum(of_channels[0::2], of_channels[1::2]), grades.UNKNOWN)
    for run in one_way_runs:
        band[run.call] = grades.POOR

    because: dict[int, list[str]] = {}
    for group in np.flatnonzero((of_channels == grades.POOR) & np.repeat(band == grades.POOR, 2)).tolist():
        because.setdefault(group // 2, []).extend(
            grades.reason(metric, float(values[metric][group]), group % 2)
            for metric, of_channel in of_metrics.items()
            if of_channel[group] == grades.POOR
        )
    for run in one_way_runs:
        because.setdefault(run.call, []).append(grades.one_way_reason(run))
    return band, because


def _known(column: Floats) -> list[float | None]:
    """Give the column as a list in which None stands for unknown."""
    values = column.astype(object)
    values[np.isnan(column)] = None
    result: list[float | None] = values.tolist()
    return result
