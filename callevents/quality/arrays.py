"""Sums, counts and runs over groups of a column's rows: what the figures of many channels at once are made of.

`group` is the number of the group that each row belongs to, 0 .. groups - 1.
"""

import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Ints32 = NDArray[np.int32]
Bools = NDArray[np.bool_]

EXACT = 2.0**53
"""Up to here floating point adds whole numbers without rounding, in whatever order."""

LARGEST = 2**63 - 1
"""The largest whole number of 64 bits."""


def by_group(group: NDArray[Any], groups: int) -> Ints:
    """Give the order of rows that puts groups one after the other; the rows of a group keep theirs."""
    # Numbers of 16 bits are sorted by counting; more of them a half at a time, the lower first.
    if groups <= 1 << 16:
        return np.argsort(group.astype(np.uint16), kind="stable")
    order: Ints = np.argsort((group & 0xFFFF).astype(np.uint16), kind="stable")
    whole: Ints = order[by_group(group[order] >> 16, (groups >> 16) + 1)]
    return whole


def begins(group: NDArray[Any]) -> Ints:
    """Give the first row of each stretch of rows of the same group."""
    first = np.ones(len(group), dtype=np.bool_)
    first[1:] = group[1:] != group[:-1]
    return np.flatnonzero(first)


def ranks(group: NDArray[Any]) -> Ints:
    """Give for each row how many rows of its stretch of the same group come before it."""
    starts = begins(group)
    return np.arange(len(group)) - np.repeat(starts, np.diff(np.append(starts, len(group))))


def stretches(start: Ints, length: Ints) -> Ints:
    """Give the rows of stretches, one after the other, each from its start on."""
    rows: Ints = np.arange(int(length.sum())) + np.repeat(start - (np.cumsum(length) - length), length)
    return rows


def counts(mask: Bools, group: Ints, groups: int) -> Ints:
    """Count the rows of each group where the mask holds."""
    # For a mask of large columns `compress` is several times as fast as indexing by it.
    return np.bincount(group.compress(mask), minlength=groups)


def totals(values: Floats, group: Ints, groups: int) -> Floats:
    """Sum the values (no NaN among them) of each group, rounded once: the order of rows cannot change a sum."""
    sums = _sums(values, group, groups)
    if not _adds_exactly(values):
        doubtful = counts(values != np.rint(values), group, groups) > 0
        sizes = _sums(np.abs(values), group, groups)
        for number, members in _members(values, group, (doubtful | (sizes >= EXACT)) & np.isfinite(sizes)):
            sums[number] = math.fsum(members)
    return sums


def whole_totals(values: Floats, group: Ints, groups: int) -> Ints:
    """Sum whole values (no NaN among them) of each group exactly, up to what 64 bits hold: no format has larger
    numbers."""
    if _adds_exactly(values):
        return _sums(values, group, groups).astype(np.int64)
    exact = np.zeros(groups, dtype=np.int64)
    for number, members in _members(values, group, np.ones(groups, dtype=np.bool_)):
        exact[number] = min(max(sum(map(int, members)), -LARGEST), LARGEST)
    return exact


def _sums(values: Floats, group: Ints, groups: int) -> Floats:
    return np.bincount(group, weights=values, minlength=groups).astype(np.float64, copy=False)


def _adds_exactly(values: Floats) -> bool:
    """Tell whether no sum of some of the values can need rounding."""
    small = float(np.abs(values).max(initial=0.0)) * len(values) < EXACT
    return small and bool((values == np.rint(values)).all())


def _members(values: Floats, group: Ints, wanted: Bools) -> Iterator[tuple[int, list[float]]]:
    """Go through the wanted groups that have values, each with its values."""
    chosen = wanted[group]
    values, group = values[chosen], group[chosen]
    order = np.argsort(group, kind="stable")
    listed, (numbers, starts) = values[order].tolist(), np.unique(group[order], return_index=True)
    for number, start, end in zip(numbers.tolist(), starts.tolist(), [*starts[1:].tolist(), len(listed)], strict=False):
        yield number, listed[start:end]


def means(values: Floats, group: Ints, groups: int) -> Floats:
    """Average the values of each group, NaNs left out; NaN for a group without values."""
    known = ~np.isnan(values)
    return ratio(totals(values.compress(known), group.compress(known), groups), counts(known, group, groups))


def ratio(dividend: Floats, divisor: Floats | Ints) -> Floats:
    """Divide; NaN where the divisor is 0 or either is unknown."""
    result = np.full(len(dividend), np.nan)
    np.divide(dividend, divisor, out=result, where=divisor != 0)
    return result


def extremes(pick: Callable[..., None], values: Floats, group: Ints, groups: int) -> Floats:
    """Give each group's greatest (pick: np.fmax.at) or smallest (np.fmin.at) known value; NaN where none is known."""
    result = np.full(groups, np.nan)
    pick(result, group, values)
    return result


def runs(mask: Bools, group: Ints) -> tuple[Ints, Ints]:
    """Find the runs of True rows within a group, where the rows of a group lie together: their starts and their ends.

    An end is one past the run's last row.
    """
    joined = mask[1:] & mask[:-1] & (group[1:] == group[:-1])
    starts = mask.copy()
    starts[1:] &= ~joined
    ends = mask.copy()
    ends[:-1] &= ~joined
    return np.flatnonzero(starts), np.flatnonzero(ends) + 1
