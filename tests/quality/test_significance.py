"""The tests of significance, against SciPy and against their definitions."""

from math import asin, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from callevents.quality.significance import EXACT_UP_TO, compare_shares, compare_values, expected_least

FEW_VALUES = st.lists(st.integers(0, 6), min_size=1, max_size=40)
"""Values with many ties."""


def column(values: list[int] | list[float]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array(values, dtype=np.float64)


@given(FEW_VALUES, FEW_VALUES)
def test_values_with_ties_are_tested_as_scipy_does(before: list[int], after: list[int]) -> None:
    found = compare_values(column(before), column(after))
    if len(set(before) | set(after)) == 1:
        assert found.p_value == 1
    elif len(set(before + after)) < len(before + after):
        expected = stats.mannwhitneyu(before, after, method="asymptotic", use_continuity=True)
        assert found.p_value == pytest.approx(expected.pvalue, abs=1e-12)


@given(st.permutations(range(24)), st.integers(4, 20))
def test_small_samples_without_ties_are_tested_exactly(order: list[int], cut: int) -> None:
    before, after = order[:cut], order[cut:]
    found = compare_values(column(before), column(after))
    assert found.p_value == pytest.approx(stats.mannwhitneyu(before, after, method="exact").pvalue, rel=1e-12)


@pytest.mark.parametrize(("n", "m"), [(EXACT_UP_TO + 1, 5), (30, 200), (1000, 1500)])
def test_larger_samples_without_ties_are_tested_by_the_normal_approximation(n: int, m: int) -> None:
    values = np.random.default_rng(n).permutation(n + m).astype(np.float64)
    found = compare_values(values[:n], values[n:] + n / 4)
    expected = stats.mannwhitneyu(values[:n], values[n:] + n / 4, method="asymptotic", use_continuity=True)
    assert found.p_value == pytest.approx(expected.pvalue, rel=1e-9)


@given(FEW_VALUES, FEW_VALUES)
def test_the_size_is_the_share_of_pairs_that_rise_less_those_that_fall(before: list[int], after: list[int]) -> None:
    pairs = [(one, other) for one in before for other in after]
    expected = (sum(b > a for a, b in pairs) - sum(b < a for a, b in pairs)) / len(pairs)
    assert compare_values(column(before), column(after)).size == pytest.approx(expected, abs=1e-12)


@given(FEW_VALUES, FEW_VALUES)
def test_swapping_the_sides_turns_the_size_and_keeps_the_p_value(before: list[int], after: list[int]) -> None:
    there, back = compare_values(column(before), column(after)), compare_values(column(after), column(before))
    assert (there.p_value, there.size, there.effect) == pytest.approx((back.p_value, -back.size, back.effect))


@pytest.mark.parametrize(
    ("before", "of_before", "after", "of_after"),
    [(30, 300, 60, 300), (5, 40, 5, 1000), (0, 12, 7, 20), (250, 300, 251, 299), (1, 1, 0, 1)],
)
def test_shares_are_tested_as_chi_square_without_correction_does(
    before: int, of_before: int, after: int, of_after: int
) -> None:
    found = compare_shares(before, of_before, after, of_after)
    table = [[before, of_before - before], [after, of_after - after]]
    assert found.p_value == pytest.approx(stats.chi2_contingency(table, correction=False).pvalue, rel=1e-9)
    assert found.size == pytest.approx(2 * (asin(sqrt(after / of_after)) - asin(sqrt(before / of_before))))


@pytest.mark.parametrize(("before", "after"), [(0, 0), (40, 50)])
def test_the_same_share_of_nothing_or_all_is_no_difference(before: int, after: int) -> None:
    found = compare_shares(before, 40, after, 50)
    assert (found.p_value, found.size, found.effect) == (1, 0, "negligible")


def test_the_size_of_a_shift_has_the_usual_names() -> None:
    whole = list(range(100))
    shifts = {
        shift: compare_values(column(whole), column([value + shift for value in whole])) for shift in (5, 12, 25, 60)
    }
    assert [found.effect for found in shifts.values()] == ["negligible", "small", "medium", "large"]
    # Cohen's own examples: h of 0.05 and 0.10 is 0.19, of 0.40 and 0.60 is 0.40, of 0.20 and 0.50 is 0.64.
    assert compare_shares(5, 100, 10, 100).effect == "negligible"
    assert compare_shares(40, 100, 60, 100).effect == "small"
    assert compare_shares(20, 100, 50, 100).effect == "medium"
    assert compare_shares(5, 100, 60, 100).effect == "large"


def test_the_least_expected_count_is_of_the_smaller_side() -> None:
    assert expected_least(1, 100, 5, 20) == pytest.approx(20 * 6 / 120)
    assert expected_least(99, 100, 15, 20) == pytest.approx(20 * 6 / 120)
