"""The MOS that Salesforce writes into the VoiceCall record, for reconciling with it. It is never the headline."""

import numpy as np
from numpy.typing import ArrayLike

from callevents.quality.arrays import Floats, ratio, totals
from callevents.quality.samples import Samples


def mos_of_averages(lost: ArrayLike, count: ArrayLike, jitter_ms: ArrayLike, rtt_ms: ArrayLike) -> Floats:
    """Map a channel's average packets lost, packets, jitter and RTT to MOS as Salesforce's connector library does.

    The loss enters as a fraction, and the result is not clamped: so has it Salesforce's code.
    """
    effective = np.asarray(rtt_ms) + 2 * np.asarray(jitter_ms) + 10
    r = np.where(effective < 160, 93.2 - effective / 40, 93.2 - (effective - 120) / 10)
    r = r - 2.5 * (np.asarray(lost) / np.asarray(count))
    return np.asarray(1 + 0.035 * r + 7e-6 * r * (r - 60) * (100 - r))


def salesforce_mos(samples: Samples, calls: int) -> Floats:
    """Give the lower channel's MOS of each call, 0 .. calls - 1, from the samples as logged; NaN without packets.

    Missing and negative values count as 0. A channel without packets is skipped.
    """
    groups = 2 * calls
    samples_of = np.bincount(samples.group, minlength=groups)

    def average(column: Floats) -> Floats:
        return ratio(totals(np.fmax(column, 0.0), samples.group, groups), samples_of)

    count = average(samples.count)
    count[~(count > 0)] = np.nan
    with np.errstate(over="ignore", invalid="ignore"):
        channels = mos_of_averages(average(samples.lost), count, average(samples.jitter), average(samples.rtt))
    channels[~np.isfinite(channels)] = np.nan
    return np.fmin(channels[0::2], channels[1::2])
