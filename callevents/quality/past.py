"""Where single samples lie: shares past the thresholds, the worst sample of each group, histograms.

`group` is the number of the group that each sample belongs to, 0 .. groups - 1.
"""

import numpy as np

from callevents.model.stats import PastEdges
from callevents.quality.arrays import Floats, Ints, counts, extremes, ratio
from callevents.quality.grades import FAIR, POOR, bands
from callevents.quality.thresholds import Thresholds

_BELOW = (0, 0.25, 0.5, 0.75)
_ABOVE = (1, 1.5, 2, 4)


def past_edges(metric: str, values: Floats, group: Ints, groups: int, thresholds: Thresholds) -> list[PastEdges]:
    """Give each group's shares of samples, in percent, that are past either edge of the metric; NaNs do not count."""
    band = bands({metric: values}, thresholds)[metric]
    known = counts(~np.isnan(values), group, groups)
    columns = [100 * ratio(counts(band >= edge, group, groups).astype(np.float64), known) for edge in (FAIR, POOR)]
    return [
        PastEdges(fair, poor) if samples else PastEdges()
        for samples, fair, poor in zip(known.tolist(), *(column.tolist() for column in columns), strict=True)
    ]


def worst_samples(r: Floats, group: Ints, groups: int) -> list[int | None]:
    """Give the index of each group's first sample with the lowest R (NaN: unknown); None where none is known."""
    lowest = extremes(np.fmin.at, r, group, groups)
    worst = np.flatnonzero(r == lowest[group])
    found: list[int | None] = [None] * groups
    for index in worst[::-1].tolist():
        found[int(group[index])] = index
    return found


def bin_edges(good: float, fair: float) -> tuple[float, ...]:
    """Give the lower edges of a histogram's bins, the last of which has no end.

    The thresholds are among them, and within a grade the bins are of like width, so that a bin has one grade only.
    """
    between = [good + (fair - good) * step for step in _BELOW]
    return tuple(sorted({*(good * step for step in _BELOW), *between, *(fair * step for step in _ABOVE)}))


def histogram(values: Floats, edges: tuple[float, ...]) -> tuple[int, ...]:
    """Count the values from each edge up to the next; NaNs, and values below the first edge, do not count."""
    place = np.searchsorted(np.array(edges), values[values >= edges[0]], side="right") - 1
    return tuple(np.bincount(place, minlength=len(edges)).tolist())
