"""The audio figures of calls, and of many calls pooled: one set of formulas over groups of samples.

A group is a channel (0 input, 1 output) of a call or of a key, numbered 2 · call + channel or 2 · key + channel.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from callevents.model.audio import Channels
from callevents.model.call import Grade
from callevents.model.columnar import Coded, Column, Columnar
from callevents.model.event import CHANNELS
from callevents.model.settings import Judging
from callevents.quality import grades
from callevents.quality.arrays import Bools, Floats, Ints, counts, extremes, means, ratio, totals, whole_totals
from callevents.quality.cleaning import Cleaned
from callevents.quality.codecs import CODECS
from callevents.quality.emodel import mos, one_way_delay_ms, r_factor
from callevents.quality.intervals import Intervals, borrowed_rtt, judge_intervals, longest_runs
from callevents.quality.oneway import OneWay
from callevents.quality.percentiles import Ranked, rank
from callevents.quality.salesforce import salesforce_mos

CONVERSATIONAL = "conversational"
LISTENING = "listening"
NOT_KNOWN = -1


class CallQuality(Struct, frozen=True):
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


def call_quality(
    cleaned: Cleaned, calls: int, judging: Judging, one_way_runs: Sequence[OneWay]
) -> Columnar[CallQuality]:
    """Work out the audio figures of each call, 0 .. calls - 1."""
    group, groups = cleaned.samples.group, 2 * calls
    jitter, rtt = rank(cleaned.jitter, group, groups), rank(cleaned.rtt, group, groups)
    intervals = judge_intervals(cleaned, jitter.means, rtt.means, judging)
    packets = _packets(cleaned, group, groups)
    # Mapped once, from the pooled loss and the means: a mean of the intervals' own would be biased.
    r = r_factor(packets.loss, one_way_delay_ms(borrowed_rtt(rtt.means), jitter.means), CODECS[judging.codec])
    poor_intervals = intervals.poor
    poor, longest = counts(poor_intervals, group, groups), longest_runs(cleaned.samples, poor_intervals, groups)
    audio = _audio(packets, jitter, rtt, poor=poor, longest=longest, mos_of=mos(r), r=r)

    values = {"loss": packets.loss, "jitter": jitter.means, "rtt": rtt.means, "r": r}
    usable = packets.usable[0::2] + packets.usable[1::2] > 0
    grade, because = _grade(values, usable, judging, one_way_runs)
    cqd = grades.cqd_poor(rtt.means, packets.loss, jitter.means, packets.count.astype(np.float64))
    call_r = np.fmin(r[0::2], r[1::2])
    listening = np.isnan(borrowed_rtt(rtt.means)[0::2])
    columns: dict[str, Column] = {
        **_of_channels(audio, "audio."),
        "grade": Coded(grade, grades.GRADES),
        "poor_because": _reasons(because, calls),
        "cqd_poor": Coded(np.where(np.isnan(cqd), NOT_KNOWN, cqd).astype(np.int8), (False, True, None)),
        "mos": mos(call_r),
        "mos_min": mos(extremes(np.fmin.at, intervals.r, group // 2, calls)),
        "mos_basis": Coded(np.where(np.isnan(call_r), NOT_KNOWN, listening), (CONVERSATIONAL, LISTENING, None)),
        "r_factor": call_r,
        "salesforce_mos": salesforce_mos(cleaned.samples, calls),
    }
    return Columnar(CallQuality, columns)


def pooled(cleaned: Cleaned, key_of_call: Ints, keys: int, quality: Columnar[CallQuality]) -> Columnar[Channels]:
    """Work out the audio figures of calls together, by key 0 .. keys - 1; a call of key -1 is left out.

    Samples are pooled: loss is sum over sum, jitter and RTT one sample, one vote. A run of poor intervals never crosses
    calls. MOS and R are the (nearest-rank) medians of the calls' own, channel by channel.
    """
    # What is left out goes into one more key, which nobody sees.
    key = np.where(key_of_call < 0, keys, key_of_call).astype(np.int64)
    group = 2 * key[cleaned.samples.call] + cleaned.samples.channel
    groups = 2 * (keys + 1)

    group_of_own = (2 * key[:, None] + np.array([0, 1])).ravel()
    poor, longest = np.zeros((2, groups), dtype=np.int64)
    np.add.at(poor, group_of_own, by_channel(quality, "poor_intervals"))
    np.maximum.at(longest, group_of_own, by_channel(quality, "longest_poor_run"))
    jitter, rtt = rank(cleaned.jitter, group, groups), rank(cleaned.rtt, group, groups)
    median_mos, median_r = (
        rank(by_channel(quality, name), group_of_own, groups).percentile(50) for name in ("mos", "r_factor")
    )
    packets = _packets(cleaned, group, groups)
    audio = _audio(packets, jitter, rtt, poor=poor, longest=longest, mos_of=median_mos, r=median_r)
    return Columnar(Channels, _of_channels({name: column[: 2 * keys] for name, column in audio.items()}))


def by_channel(quality: Columnar[CallQuality], name: str) -> Floats:
    """Give a figure of both channels of each call, input and output in turn; NaN is unknown."""
    return np.stack([quality.numbers(f"audio.{channel}.{name}") for channel in CHANNELS], axis=1).ravel()


def single_intervals(cleaned: Cleaned, judging: Judging) -> Intervals:
    """Judge each single interval."""
    group, groups = cleaned.samples.group, cleaned.samples.groups
    jitter, rtt = (means(column, group, groups) for column in (cleaned.jitter, cleaned.rtt))
    return judge_intervals(cleaned, jitter, rtt, judging)


class _Packets(Struct, frozen=True, eq=False):
    """The packet figures of groups, in columns. Those of loss are over the usable intervals."""

    intervals: Ints
    usable: Ints
    no_media: Ints
    lost: Ints
    count: Ints
    loss: Floats
    worst: Floats


def _packets(cleaned: Cleaned, group: Ints, groups: int) -> _Packets:
    """Work out the packet figures of each group from its samples."""
    usable = cleaned.usable
    of_usable, lost, count = (column.compress(usable) for column in (group, cleaned.lost, cleaned.count))
    total_lost = np.maximum(whole_totals(lost, of_usable, groups), 0)
    return _Packets(
        intervals=np.bincount(group, minlength=groups),
        usable=np.bincount(of_usable, minlength=groups),
        no_media=counts(cleaned.no_media, group, groups),
        lost=total_lost,
        count=whole_totals(count, of_usable, groups),
        loss=ratio(100 * total_lost.astype(np.float64), totals(np.maximum(count, lost), of_usable, groups)),
        worst=extremes(np.fmax.at, cleaned.loss_pct, group, groups),
    )


def _audio(
    packets: _Packets, jitter: Ranked, rtt: Ranked, *, poor: Ints, longest: Ints, mos_of: Floats, r: Floats
) -> dict[str, NDArray[Any]]:
    """Give the figures of each group as the columns of `Audio`."""
    return {
        "intervals": packets.intervals,
        "usable_intervals": packets.usable,
        "no_media_intervals": packets.no_media,
        "packets_lost": packets.lost,
        "packets_count": packets.count,
        "packet_loss_pct": packets.loss,
        "worst_interval_loss_pct": packets.worst,
        "poor_intervals": poor,
        "longest_poor_run": longest,
        **{f"jitter_ms.{name}": column for name, column in jitter.columns().items()},
        **{f"rtt_ms.{name}": column for name, column in rtt.columns().items()},
        "mos": mos_of,
        "r_factor": r,
    }


def _of_channels(audio: Mapping[str, NDArray[Any]], prefix: str = "") -> dict[str, Column]:
    """Give the columns of `Channels`, a row a call or a key, from those of its channels in turn."""
    return {
        f"{prefix}{channel}.{name}": column[number::2]
        for number, channel in enumerate(CHANNELS)
        for name, column in audio.items()
    }


def _reasons(because: Mapping[int, Sequence[str]], calls: int) -> Coded:
    """Give the reasons of the calls that have some as a column."""
    codes = np.zeros(calls, dtype=np.int32)
    codes[[*because]] = np.arange(1, len(because) + 1)
    return Coded(codes, [(), *map(tuple, because.values())])


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
            grades.reason(metric, float(values[metric][group]), group % 2, *judging.thresholds[metric])
            for metric, of_channel in of_metrics.items()
            if of_channel[group] == grades.POOR
        )
    for run in one_way_runs:
        because.setdefault(run.call, []).append(grades.one_way_reason(run))
    return band, because
