import math
import random
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from callevents.model.audio import EMPTY, Distribution
from callevents.quality.percentiles import distributions, rank
from quality.naive import describe

NUMBERS = st.one_of(
    st.integers(-(2**53), 2**53).map(float), st.integers(0, 5).map(float), st.floats(-1e6, 1e6), st.just(-0.0)
)


def distribution(values: Sequence[float | None]) -> Distribution:
    column = np.array(values, dtype=np.float64)
    return distributions(column, np.zeros(len(column), dtype=np.int64), 1)[0]


def test_percentiles_are_observed_values_of_nearest_rank() -> None:
    # The textbook case of the nearest-rank method: ranks 1, 2, 2, 3 and 5 of five values.
    ranked = rank(np.array([50.0, 15, 40, 20, 35]), np.zeros(5, dtype=np.int64), 1)
    assert [ranked.percentile(percent).item() for percent in (5, 30, 40, 50, 100)] == [15, 20, 20, 35, 50]


def test_with_fewer_than_20_values_p95_is_the_maximum_and_with_20_it_is_the_last_but_one() -> None:
    assert distribution(list(range(1, 20))).p95 == 19
    assert distribution(list(range(1, 21))).p95 == 19
    assert distribution(list(range(1, 21))).p99 == 20


def test_one_value_is_every_percentile() -> None:
    assert distribution([7]) == Distribution(1, 7.0, 7.0, 7.0, 7.0, 7.0, 7.0)


@pytest.mark.parametrize("values", [[], [None], [math.nan, None]])
def test_without_a_value_everything_but_the_count_is_unknown(values: list[float | None]) -> None:
    assert distribution(values) == EMPTY


def test_unknown_values_are_left_out() -> None:
    assert distribution([None, 1, math.nan, 3]) == distribution([1, 3])


@given(st.lists(st.tuples(st.integers(0, 4), NUMBERS)))
def test_groups_are_described_as_each_by_itself_in_plain_python(rows: list[tuple[int, float]]) -> None:
    group = np.array([number for number, _ in rows], dtype=np.int64)
    described = distributions(np.array([value for _, value in rows], dtype=np.float64), group, 5)
    assert described == [describe([value for number, value in rows if number == wanted]) for wanted in range(5)]


@given(st.lists(NUMBERS), st.randoms())
def test_the_order_of_values_changes_no_bit(values: list[float], shuffler: random.Random) -> None:
    shuffled = values.copy()
    shuffler.shuffle(shuffled)
    assert repr(distribution(shuffled)) == repr(distribution(values))
