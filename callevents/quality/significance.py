"""Is a difference more than chance? Two samples of values, or two shares, with the size of the difference in words."""

from math import asin, comb, erfc, sqrt

import numpy as np
from msgspec import Struct

from callevents.quality.arrays import Floats

EXACT_UP_TO = 20
"""Samples of at most so many values, no two of them equal, are tested exactly."""

NEGLIGIBLE, SMALL, MEDIUM, LARGE = "negligible", "small", "medium", "large"

_OF_RANKS = (0.147, 0.33, 0.474)
"""Where small, medium and large begin for a rank-biserial correlation (Romano et al. 2006, for Cliff's delta)."""
_OF_SHARES = (0.2, 0.5, 0.8)
"""The same for the h of two shares (Cohen 1988)."""


class Difference(Struct, frozen=True):
    """The two-sided p-value of a difference; its size, above 0 where the second sample is higher; the size in words."""

    p_value: float
    size: float
    effect: str


def compare_values(before: Floats, after: Floats) -> Difference:
    """Test by ranks whether values of one sample tend to be higher (Mann-Whitney U); neither sample is empty.

    Exact for small samples without ties, else by the normal approximation with correction for ties and for continuity
    (Lehmann 1975, sections 1.2 and 1.4). The size is the rank-biserial correlation: the share of pairs in which the
    second value is higher, less the share in which it is lower.
    """
    n, m = len(before), len(after)
    distinct, place, ties = np.unique(np.concatenate([before, after]), return_inverse=True, return_counts=True)
    ranks = np.cumsum(ties) - (ties - 1) / 2
    u = float(ranks[place[n:]].sum()) - m * (m + 1) / 2
    size = 2 * u / (n * m) - 1
    if max(n, m) <= EXACT_UP_TO and len(distinct) == n + m:
        p_value = _exact_p(n, m, min(u, n * m - u))
    else:
        p_value = _approximate_p(n, m, u, ties.astype(np.float64))
    return Difference(p_value, size, _in_words(size, _OF_RANKS))


def compare_shares(before: int, of_before: int, after: int, of_after: int) -> Difference:
    """Test whether two shares differ (two-proportion z test, pooled, two-sided); neither whole is 0.

    The size is Cohen's h: the difference of both shares after the arcsine transformation.
    """
    share, other = before / of_before, after / of_after
    pooled = (before + after) / (of_before + of_after)
    error = sqrt(pooled * (1 - pooled) * (1 / of_before + 1 / of_after))
    p_value = erfc(abs(other - share) / error / sqrt(2)) if error else 1.0
    size = 2 * asin(sqrt(other)) - 2 * asin(sqrt(share))
    return Difference(p_value, size, _in_words(size, _OF_SHARES))


def expected_least(before: int, of_before: int, after: int, of_after: int) -> float:
    """Give the least number of yeses or noes that either side would have if both had the same share.

    Below 5 the normal approximation of `compare_shares` is not to be trusted (Cochran 1954).
    """
    pooled = (before + after) / (of_before + of_after)
    return min(pooled, 1 - pooled) * min(of_before, of_after)


def _exact_p(n: int, m: int, u: float) -> float:
    """Give the two-sided p-value: twice the share of all orders whose U is not above this one, its lesser."""
    # ways[k]: in how many orders U is k. Multiplying (1 - q^(n+i)) / (1 - q^i) over i gives them as coefficients of q.
    ways = [1] + [0] * (n * m)
    for i in range(1, m + 1):
        for k in range(n * m, n + i - 1, -1):
            ways[k] -= ways[k - n - i]
        for k in range(i, n * m + 1):
            ways[k] += ways[k - i]
    return min(1.0, 2 * sum(ways[: int(u) + 1]) / comb(n + m, n))


def _approximate_p(n: int, m: int, u: float, ties: Floats) -> float:
    total = n + m
    tied = float((ties**3 - ties).sum()) / (total * (total - 1))
    deviation = sqrt(max(n * m / 12 * (total + 1 - tied), 0.0))
    distance = abs(u - n * m / 2) - 0.5
    return erfc(distance / deviation / sqrt(2)) if deviation and distance > 0 else 1.0


def _in_words(size: float, edges: tuple[float, float, float]) -> str:
    return (NEGLIGIBLE, SMALL, MEDIUM, LARGE)[sum(abs(size) >= edge for edge in edges)]
