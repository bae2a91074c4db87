"""Cleaning of audio samples: what each logged value counts as, and what was odd about it.

The cases are decided in this order: counters that run up, a running total that slipped in, intervals without media,
more lost than sent, RTT and jitter that were not reported, jitter that is a running sum, values beyond belief. A case
sees what those before it left. Values that are no numbers were rejected while reading; they are NaN here.
"""

import numpy as np
from msgspec import Struct

from callevents.model import problem
from callevents.model.problem import Code
from callevents.quality.arrays import Bools, Floats, Ints, counts
from callevents.quality.counters import interval_counts
from callevents.quality.oneway import OneWay, one_way_runs
from callevents.quality.samples import Samples

MAX_DELAY_MS = 60_000
MIN_JITTER_SUM = 4
JITTER_SUM_MS = 1000

Finding = tuple[Code, Ints]
"""What was odd, and the indices of the samples where; of what concerns a whole channel, the first sample."""


class Cleaned(Struct, frozen=True, eq=False):
    """Audio samples and what each counts as, in columns of the same order.

    lost, count: packets of the interval (differences where counters run up); NaN where invalid or absent.
    usable: counts towards packet loss. no_media: no packet sent and none lost. loss_pct: NaN where not usable.
    jitter, rtt: ms, NaN where not reported or left out.
    """

    samples: Samples
    lost: Floats
    count: Floats
    usable: Bools
    no_media: Bools
    loss_pct: Floats
    jitter: Floats
    rtt: Floats
    findings: tuple[Finding, ...]


def clean(samples: Samples, counters: str = "auto") -> Cleaned:
    """Decide what each value counts as; `counters` is auto, delta or cumulative."""
    of_interval = interval_counts(samples, counters)
    lost, count = of_interval.lost, of_interval.count
    no_media = of_interval.known & (count == 0) & (lost == 0)
    usable = of_interval.known & ~no_media & ~of_interval.running_total

    negative = (samples.count < 0) | (samples.jitter < 0) | (samples.rtt < 0)
    jitter, sums = _jitter(samples)
    rtt = np.where(samples.rtt > 0, samples.rtt, np.nan)
    too_long = (jitter > MAX_DELAY_MS) | (rtt > MAX_DELAY_MS)

    findings = (
        (problem.BAD_SAMPLE, np.flatnonzero(negative)),
        (problem.NEGATIVE_LOSS, np.flatnonzero(lost < 0)),
        (problem.CUMULATIVE, of_interval.run_up),
        (problem.RUNNING_TOTAL, np.flatnonzero(of_interval.running_total)),
        (problem.LOST_OVER_COUNT, np.flatnonzero(usable & (lost > count))),
        (problem.JITTER_SUM, sums),
        (problem.OUT_OF_RANGE, np.flatnonzero(too_long)),
    )
    return Cleaned(
        samples=samples,
        lost=lost,
        count=count,
        usable=usable,
        no_media=no_media,
        loss_pct=_loss_pct(lost, count, usable),
        jitter=np.where(jitter > MAX_DELAY_MS, np.nan, jitter),
        rtt=np.where(rtt > MAX_DELAY_MS, np.nan, rtt),
        findings=tuple((code, where) for code, where in findings if len(where)),
    )


def _loss_pct(lost: Floats, count: Floats, usable: Bools) -> Floats:
    """Give each usable interval's loss; NaN also where late packets came in an interval that sent none."""
    sent = np.maximum(count, lost)
    with np.errstate(divide="ignore", invalid="ignore"):
        loss = 100 * np.maximum(lost, 0) / sent
    loss[~(usable & (sent > 0))] = np.nan
    return loss


def _jitter(samples: Samples) -> tuple[Floats, Ints]:
    """Give the jitter that was reported, and the first sample of each channel where it is a running sum (left out)."""
    groups = samples.groups
    speaking = counts(samples.jitter > 0, samples.group, groups) > 0
    reported = (samples.jitter >= 0) & speaking[samples.group]

    rows = samples.rows(reported)
    jitter = samples.jitter[rows.index]
    size = np.bincount(rows.group, minlength=groups)
    falls = counts(jitter < rows.before(jitter), rows.group, groups)
    passes = counts(jitter > JITTER_SUM_MS, rows.group, groups)
    is_sum = (size >= MIN_JITTER_SUM) & (falls == 0) & (passes > 0)
    return np.where(reported & ~is_sum[samples.group], samples.jitter, np.nan), rows.firsts_of(is_sum)


def one_way(cleaned: Cleaned, excused: Bools) -> list[OneWay]:
    """Find one-way audio; `excused` marks the samples within hold or mute. See `oneway.one_way_runs`."""
    return one_way_runs(cleaned.samples, cleaned.no_media & ~excused, cleaned.count > 0)
