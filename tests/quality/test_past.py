"""Shares past the thresholds, the worst sample, and histograms."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from callevents.model.settings import DEFAULT_THRESHOLDS
from callevents.model.stats import PastEdges
from callevents.quality.past import bin_edges, histogram, past_edges, worst_samples

GROUP = np.array([0, 0, 1, 0, 0, 1], dtype=np.int64)


def test_shares_are_of_the_samples_that_have_a_value() -> None:
    loss = np.array([0.5, 1.0, math.nan, 3.0, 2.9, math.nan])
    assert past_edges("loss", loss, GROUP, 3, DEFAULT_THRESHOLDS) == [PastEdges(75, 25), PastEdges(), PastEdges()]


def test_of_r_less_is_worse_and_the_edge_itself_is_still_good() -> None:
    r = np.array([80, 79.9, 93, 70, 69.9, 93])
    assert past_edges("r", r, GROUP, 2, DEFAULT_THRESHOLDS) == [PastEdges(75, 25), PastEdges(0, 0)]


def test_the_worst_sample_is_the_first_with_the_lowest_r() -> None:
    r = np.array([90, 40, math.nan, 40, 80, math.nan])
    assert worst_samples(r, GROUP, 3) == [1, None, None]


@given(st.floats(0, 1000), st.floats(0, 1000))
def test_the_thresholds_are_edges_of_bins(one: float, other: float) -> None:
    good, fair = sorted((one, other))
    edges = bin_edges(good, fair)
    assert {0.0, good, fair} <= set(edges)
    assert all(low < high for low, high in pairwise(edges))


def test_the_usual_edges_of_jitter() -> None:
    assert bin_edges(30, 60) == (0, 7.5, 15, 22.5, 30, 37.5, 45, 52.5, 60, 90, 120, 240)


@given(st.lists(st.floats(0, 400)))
def test_every_value_falls_into_one_bin(values: list[float]) -> None:
    edges = bin_edges(30, 60)
    counts = histogram(np.array([*values, math.nan]), edges)
    expected = [sum(low <= value < high for value in values) for low, high in pairwise((*edges, math.inf))]
    assert list(counts) == expected
    assert sum(counts) == len(values)


@pytest.mark.parametrize(("value", "place"), [(0, 0), (29.99, 3), (30, 4), (60, 8), (1e9, 11)])
def test_a_value_on_an_edge_belongs_to_the_bin_above(value: float, place: int) -> None:
    assert histogram(np.array([value]), bin_edges(30, 60))[place] == 1
