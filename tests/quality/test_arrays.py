import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from callevents.quality.arrays import extremes, means, ratio, runs, totals, whole_totals

GROUPS = 4
ROWS = st.lists(st.tuples(st.integers(0, GROUPS - 1), st.integers(-(2**53), 2**53)))


def columns(rows: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    return np.array([value for _, value in rows], dtype=np.float64), np.array([g for g, _ in rows], dtype=np.int64)


@given(ROWS)
def test_whole_totals_are_exact_however_large(rows: list[tuple[int, int]]) -> None:
    expected = [sum(value for g, value in rows if g == wanted) for wanted in range(GROUPS)]
    assert whole_totals(*columns(rows), GROUPS).tolist() == expected


def test_whole_totals_beyond_64_bits_are_the_largest_number_that_these_hold() -> None:
    rows = [(0, 2**53)] * 1025 + [(1, -(2**53))] * 1025 + [(2, 7)]
    assert whole_totals(*columns(rows), GROUPS).tolist() == [2**63 - 1, -(2**63 - 1), 7, 0]


@given(st.lists(st.tuples(st.integers(0, GROUPS - 1), st.floats(-1e9, 1e9))))
def test_totals_are_rounded_once(rows: list[tuple[int, float]]) -> None:
    values, group = np.array([value for _, value in rows]), np.array([g for g, _ in rows], dtype=np.int64)
    expected = [math.fsum(value for g, value in rows if g == wanted) for wanted in range(GROUPS)]
    assert totals(values, group, GROUPS).tolist() == expected


def test_large_whole_values_are_summed_in_any_order_alike() -> None:
    values, group = np.array([2.0**53, 1, 1]), np.zeros(3, dtype=np.int64)
    assert totals(values, group, 1) == totals(values[::-1], group, 1) == 2.0**53 + 2


def test_a_total_beyond_all_numbers_is_infinite_and_harms_no_other_group() -> None:
    with np.errstate(over="ignore"):
        sums = totals(np.array([1.7e308, 1.7e308, 0.1, 0.2]), np.array([0, 0, 1, 1]), 2)
    assert sums.tolist() == [math.inf, math.fsum([0.1, 0.2])]


def test_unknown_values_are_in_no_mean_and_no_extreme() -> None:
    values, group = np.array([1.0, math.nan, 4.0, math.nan]), np.array([0, 0, 0, 1])
    assert means(values, group, 2)[0] == 2.5
    assert np.isnan(means(values, group, 2)[1])
    assert extremes(np.fmax.at, values, group, 2)[0] == 4
    assert extremes(np.fmin.at, values, group, 2)[0] == 1
    assert np.isnan(extremes(np.fmin.at, values, group, 2)[1])


def test_a_share_of_nothing_is_unknown() -> None:
    assert np.isnan(ratio(np.array([0.0, 5.0]), np.array([0, 0]))).all()


@given(st.lists(st.tuples(st.integers(0, 2), st.booleans())).map(lambda rows: sorted(rows, key=lambda row: row[0])))
def test_runs_are_the_longest_stretches_of_true_within_a_group(rows: list[tuple[int, bool]]) -> None:
    expected: list[tuple[int, int]] = []
    begin: int | None = None
    for place, (group, true) in enumerate([*rows, (-1, False)]):
        if begin is not None and (not true or group != rows[place - 1][0]):
            expected.append((begin, place))
            begin = None
        if true and begin is None:
            begin = place
    mask, groups = np.array([true for _, true in rows], dtype=bool), np.array([g for g, _ in rows], dtype=np.int64)
    starts, ends = runs(mask, groups)
    assert list(zip(starts.tolist(), ends.tolist(), strict=True)) == expected
