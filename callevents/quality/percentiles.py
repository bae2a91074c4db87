"""Distributions: count, mean, and nearest-rank percentiles, of one list of values or of many groups at once.

Nearest-rank: the p-th percentile is the smallest observed value with at least p % of the values at or below it.
"""

import numpy as np
from msgspec import Struct

from callevents.model.audio import Distribution
from callevents.model.columnar import Columnar
from callevents.quality.arrays import EXACT, Floats, Ints, ratio, totals

_PERCENTILES = {"min": 0, "p50": 50, "p95": 95, "p99": 99, "max": 100}


class Ranked(Struct, frozen=True, eq=False):
    """The values of groups, each group's in ascending order. NaN stands for a figure of a group without values."""

    values: Floats
    starts: Ints
    counts: Ints
    means: Floats

    def percentile(self, percent: int) -> Floats:
        """Give each group's nearest-rank percentile; 0 is the minimum, 100 the maximum."""
        place = np.maximum((percent * self.counts + 99) // 100, 1) - 1
        filled = self.counts > 0
        result = np.full(len(self.counts), np.nan)
        result[filled] = self.values[(self.starts + place)[filled]]
        return result

    def columns(self) -> dict[str, Floats | Ints]:
        """Give each group's distribution, as the columns of `Distribution`."""
        percentiles = {name: self.percentile(percent) for name, percent in _PERCENTILES.items()}
        return {"count": self.counts, "mean": self.means, **percentiles}


def rank(values: Floats, group: Ints, groups: int) -> Ranked:
    """Sort the values within their groups (0 .. groups - 1); NaNs are left out."""
    known = ~np.isnan(values)
    # Adding 0 makes -0.0 and 0.0 the same value, so that the order of rows cannot choose between them.
    values, group = values.compress(known) + 0.0, group.compress(known)
    counts = np.bincount(group, minlength=groups)
    means = ratio(totals(values, group, groups), counts)
    return Ranked(_sorted(values, group, counts), np.cumsum(counts) - counts, counts, means)


def _sorted(values: Floats, group: Ints, counts: Ints) -> Floats:
    """Sort the values within their groups, the groups one after the other; counts has the sizes of the groups."""
    # Sorting one integer of the group and the value, or its place, is many times faster than sorting by two columns.
    least = float(values.min(initial=0))
    width = float(values.max(initial=0)) - least + 1
    if len(counts) * width < EXACT and bool((values == np.rint(values)).all()):
        keys = np.sort(group * int(width) + (values - least).astype(np.int64))
        return (keys - np.repeat(np.arange(len(counts)) * int(width), counts)).astype(np.float64) + least
    distinct, place = np.unique(values, return_inverse=True)
    ranked: Floats = distinct[np.sort(group * len(distinct) + place) % max(len(distinct), 1)]
    return ranked


def distributions(values: Floats, group: Ints, groups: int) -> list[Distribution]:
    """Describe the values of each group (0 .. groups - 1); NaNs are left out."""
    return list(Columnar(Distribution, rank(values, group, groups).columns()))
