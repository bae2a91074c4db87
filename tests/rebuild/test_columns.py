"""Columns give back the numbers that they were given, and take no more room than these need."""

from array import array
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from callevents.rebuild.columns import Column
from rebuild.little import analysis, event, message, rebuilt

WHOLE = st.integers(-(2**63), 2**63 - 1) | st.integers(-300, 300) | st.integers(-70_000, 70_000)
NUMBERS = WHOLE | st.none() | st.floats(allow_nan=False)


def column(*parts: Any) -> Column:
    made = Column()
    for part in parts:
        made.extend(part)
    return made


@pytest.mark.parametrize(
    ("numbers", "kind"),
    [
        ([], np.int8),
        ([-128, 127], np.int8),
        ([128], np.int16),
        ([-129], np.int16),
        ([2**15], np.int32),
        ([2**31], np.int64),
        ([-(2**63), 2**63 - 1], np.int64),
        ([0.5], np.float64),
        ([None], np.float64),
    ],
)
@pytest.mark.parametrize("before", [[], [1]])
def test_numbers_are_kept_in_as_few_bytes_as_hold_them(numbers: list[Any], kind: type, before: list[int]) -> None:
    assert np.asarray(column(before, numbers)).dtype == kind
    if None not in numbers:
        assert np.asarray(column(before, np.array(numbers, dtype=kind))).dtype == kind


@given(st.lists(st.lists(WHOLE), max_size=4), st.sampled_from([list, tuple, lambda part: array("q", part), np.array]))
def test_whole_numbers_come_back_as_they_went_in(parts: list[list[int]], form: Callable[[list[int]], Any]) -> None:
    given_numbers = [number for part in parts for number in part]
    found = column(*(form(part) for part in parts))
    assert (list(found), len(found)) == (given_numbers, len(given_numbers))
    assert np.asarray(found).tolist() == given_numbers


@given(st.lists(st.lists(NUMBERS), max_size=4))
def test_numbers_come_back_as_python_has_them_as_floats_where_not_all_are_whole(parts: list[list[Any]]) -> None:
    given_numbers = [number for part in parts for number in part]
    found = list(column(*parts))
    if all(type(number) is int for number in given_numbers):
        assert found == given_numbers
    else:
        assert np.array_equal(found, [np.nan if n is None else float(n) for n in given_numbers], equal_nan=True)


@given(st.integers(-(2**40), 2**40), st.integers(0, 50))
def test_a_range_is_the_numbers_in_it(start: int, count: int) -> None:
    assert list(column(range(start, start + count), [1])) == [*range(start, start + count), 1]


def test_floats_of_numpy_make_a_column_of_floats() -> None:
    assert list(column([1], np.array([0.5]))) == [1.0, 0.5]


MANY = [*range(126, 131), *range(254, 259)]
"""About as many as the numbers of 8 bits, with a sign and without one, can tell apart."""


@pytest.mark.parametrize("many", MANY)
def test_roles_are_told_apart_however_many_there_are(many: int) -> None:
    log = [message("transcript", n, "m", "well", f"call {n:05}", role=f"role {n}") for n in range(many)]
    found = [(call.call_id, call.words_by_role) for call in rebuilt(log).calls]
    assert found == [(f"call {n:05}", {f"role {n}": 1}) for n in range(many)]


@pytest.mark.parametrize("many", MANY)
def test_participants_agents_and_types_are_told_apart_however_many_there_are(many: int) -> None:
    log = [
        line
        for n in range(many)
        for line in (
            event("callstarted", n, f"call {n}", participant=f"p {n}", agent=f"agent {n}", session=f"s {n}"),
            event(f"own type {n}", n, f"call {n}"),
        )
    ]
    found = [(call.call_id, call.participant, call.agent, call.events) for call in rebuilt(log).calls]
    assert found == [(f"call {n}", f"p {n}", f"agent {n}", 2) for n in range(many)]
    assert analysis(log).summary().events_by_type == {"callstarted": many} | {f"own type {n}": 1 for n in range(many)}


def test_a_range_may_have_steps() -> None:
    assert list(Column.of(range(0, 10, 3))) == [0, 3, 6, 9]
