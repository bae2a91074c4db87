"""What each single interval is worth: its R, and its grade."""

from functools import cached_property

import numpy as np
from msgspec import Struct

from callevents.model.settings import Judging
from callevents.quality.arrays import Bools, Floats, Ints, runs
from callevents.quality.cleaning import Cleaned
from callevents.quality.codecs import CODECS
from callevents.quality.emodel import one_way_delay_ms, r_factor
from callevents.quality.grades import UNKNOWN, Bands, are_poor, bands, worst
from callevents.quality.samples import Samples
from callevents.quality.thresholds import Thresholds


class Intervals(Struct, frozen=True, eq=False, dict=True):
    """Each sample's R, NaN where its loss is unknown, and its grade."""

    cleaned: Cleaned
    r: Floats
    thresholds: Thresholds

    @property
    def values(self) -> dict[str, Floats]:
        """The metrics that a sample is graded by."""
        return {"loss": self.cleaned.loss_pct, "jitter": self.cleaned.jitter, "rtt": self.cleaned.rtt, "r": self.r}

    @cached_property
    def band(self) -> Bands:
        """Each sample's band by any threshold: unknown where not usable."""
        return np.where(self.cleaned.usable, worst(bands(self.values, self.thresholds)), UNKNOWN).astype(np.int8)

    @property
    def poor(self) -> Bools:
        """Is the sample usable and poor?"""
        poor = np.zeros(len(self.r), dtype=np.bool_)
        for name, values in self.values.items():
            poor |= are_poor(name, values, *self.thresholds[name])
        return poor & self.cleaned.usable


def judge_intervals(cleaned: Cleaned, jitter_means: Floats, rtt_means: Floats, judging: Judging) -> Intervals:
    """Judge each sample by itself. The means are the channels', in ms, numbered as `Samples.group`.

    For R a sample borrows what it does not report: the jitter from its channel's mean, the RTT from its channel's mean,
    else from the other channel's.
    """
    group = cleaned.samples.group
    rtt = np.where(np.isnan(cleaned.rtt), borrowed_rtt(rtt_means)[group], cleaned.rtt)
    jitter = np.where(np.isnan(cleaned.jitter), jitter_means[group], cleaned.jitter)
    r = r_factor(cleaned.loss_pct, one_way_delay_ms(rtt, jitter), CODECS[judging.codec])
    return Intervals(cleaned, r, judging.thresholds)


def borrowed_rtt(means: Floats) -> Floats:
    """Give each channel's mean RTT, or that of the call's other channel where it has none."""
    other = means.reshape(-1, 2)[:, ::-1].ravel()
    return np.where(np.isnan(means), other, means)


def longest_runs(samples: Samples, mask: Bools, groups: int) -> Ints:
    """Give the length of each channel's longest run of samples where the mask holds."""
    starts, ends = runs(mask, samples.group)
    longest = np.zeros(groups, dtype=np.int64)
    np.maximum.at(longest, samples.group[starts], ends - starts)
    return longest
