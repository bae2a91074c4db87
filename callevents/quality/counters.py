"""Packet counters: do they count an interval each, or do they run up through the call?"""

import numpy as np
from msgspec import Struct

from callevents.quality.arrays import Bools, Floats, Ints, counts
from callevents.quality.percentiles import rank
from callevents.quality.samples import NO_TIME, Rows, Samples

MIN_CUMULATIVE = 4
"""Samples with packets that a channel needs before its counters can be told to run up."""

MIN_OTHERS = 4
"""Other samples with packets that a channel needs before its first can be told to be a running total."""

RUNNING_TOTAL_FACTOR = 3
PACKETS_PER_SECOND = 50
"""One packet of 20 ms after the other."""


class IntervalCounts(Struct, frozen=True, eq=False):
    """Packets lost and counted within each interval.

    known: both counts are numbers that can be. running_total: the sample holds more than its interval. run_up: sample
    indices, the first of each channel whose counters run up (its counts are differences now).
    """

    lost: Floats
    count: Floats
    known: Bools
    running_total: Bools
    run_up: Ints


def interval_counts(samples: Samples, counters: str) -> IntervalCounts:
    """Read the counters as `auto`, `delta` or `cumulative` says: by channel, over its samples with packets.

    In a channel whose counters run up, a sample without packets holds no total: it stays as it is.
    """
    known = (samples.count >= 0) & ~np.isnan(samples.lost)
    rows = samples.rows(known & (samples.count > 0))
    total = samples.count[rows.index]
    before = rows.before(total)
    fallen = total < before
    # A counter that falls was reset: what it shows is what came since.
    step = total - before * ~fallen

    if counters == "auto":
        broken = counts(fallen & (2 * total >= before), rows.group, samples.groups) > 0
        cumulative = _run_up(samples, rows, step, ~broken)
    else:
        cumulative = np.full(samples.groups, counters == "cumulative")

    lost, count = samples.lost, np.where(samples.count >= 0, samples.count, np.nan)
    if cumulative.any():
        changed = cumulative[rows.group]
        logged_lost = lost[rows.index]
        lost_step = logged_lost - rows.before(logged_lost) * ~fallen
        lost = lost.copy()
        lost[rows.index] = np.where(changed, lost_step, logged_lost)
        count[rows.index] = np.where(changed, step, total)

    running_total = np.zeros(len(samples), dtype=np.bool_)
    running_total[rows.firsts_of(~cumulative & _begins_with_total(samples, rows, total))] = True
    return IntervalCounts(lost, count, known, running_total, rows.firsts_of(cumulative))


def _run_up(samples: Samples, rows: Rows, step: Floats, rising: Bools) -> Bools:
    """Tell by channel whether its counters, known to be rising or not, run up through the call.

    They do if the median step is at least half of the first value, or of what 50 packets a second make of the median
    time between samples (a log may begin in the middle of a call, where the first value is large).
    """
    groups = samples.groups
    rising = rising & (np.bincount(rows.group, minlength=groups) >= MIN_CUMULATIVE)
    chosen = np.flatnonzero(rising[rows.group])
    group, step, begins = rows.group[chosen], step[chosen], rows.first[chosen]
    first = np.zeros(groups)
    first[group[begins]] = step[begins]
    time = samples.time[rows.index][chosen]
    # The rows of a channel are all chosen or none, so that the row before is that of the channel.
    steps = np.flatnonzero(~begins)
    timed = (time[steps] != NO_TIME) & (time[steps - 1] != NO_TIME)
    seconds = np.where(timed, time[steps] - time[steps - 1], np.nan) / 1000

    pace = PACKETS_PER_SECOND * rank(seconds, group[steps], groups).percentile(50)
    expected = np.where(pace > 0, np.minimum(first, pace), first)
    return rising & (2 * rank(step[steps], group[steps], groups).percentile(50) >= expected)


def _begins_with_total(samples: Samples, rows: Rows, total: Floats) -> Bools:
    """Tell by channel whether its first count is over three times the median of the others.

    A nearest-rank median lies below a limit exactly if at least half of the values do, so that counting will do.
    """
    groups = samples.groups
    first = np.zeros(groups)
    first[rows.group[rows.firsts]] = total[rows.firsts]
    others = np.maximum(np.bincount(rows.group, minlength=groups) - 1, 0)
    small = counts(~rows.first & (RUNNING_TOTAL_FACTOR * total < first[rows.group]), rows.group, groups)
    return (others >= MIN_OTHERS) & (2 * small >= others)
