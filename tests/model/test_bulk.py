import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from callevents.model.bulk import iso_times, rounded
from callevents.model.value import DECIMALS, UNKNOWN, iso_time

NEAR_HALVES = st.builds(
    lambda millionths, ulps: math.nextafter((millionths + 0.5) / 1e6, math.inf * ulps) if ulps else millionths / 1e6,
    st.integers(-(10**9), 10**9),
    st.sampled_from([-1, 0, 1]),
)
FLOATS = st.one_of(
    st.floats(), st.floats(-1e-5, 1e-5), NEAR_HALVES, st.integers(-(2**53), 2**53).map(lambda n: n / 2**20)
)
TIMES = st.integers(-62_135_596_800_000, 253_402_300_799_999)


@given(st.lists(FLOATS))
def test_a_column_is_rounded_as_python_rounds_each_value(values: list[float]) -> None:
    column = rounded(np.array(values, dtype=np.float64))
    assert list(map(repr, column.tolist())) == [repr(round(value, DECIMALS)) for value in values]


@given(st.lists(TIMES | st.none()))
def test_a_column_of_times_is_written_as_each_time_is(times: list[int | None]) -> None:
    column = np.array([UNKNOWN if time is None else time for time in times], dtype=np.int64)
    assert iso_times(column) == [None if time is None else iso_time(time) for time in times]
