from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callevents.model.value import Time, Value, iso_time


class Color(StrEnum):
    RED = "red"


class Inner(Value, frozen=True):
    share: float
    at: Time | None = None


class Outer(Value, frozen=True):
    KIND: ClassVar[str] = "outer"

    name: Annotated[str | None, "a name"]
    count: int
    color: Color
    inner: Inner
    maybe: Inner | None
    inners: Annotated[tuple[Inner, ...], "several"]
    times: tuple[Time, ...]
    by_name: Mapping[str, float]
    edges: Mapping[str, tuple[float, float]]
    flag: bool | None


WHOLE = Outer(
    name=None,
    count=3,
    color=Color.RED,
    inner=Inner(1 / 3, Time(1_772_442_000_007)),
    maybe=None,
    inners=(Inner(0.1234567), Inner(2.0)),
    times=(Time(0),),
    by_name={"a": 2 / 3},
    edges={"loss": (1.0, 3.0)},
    flag=False,
)


def test_a_value_becomes_a_plain_dict_at_every_depth() -> None:
    assert WHOLE.to_dict() == {
        "schema_version": 1,
        "kind": "outer",
        "name": None,
        "count": 3,
        "color": "red",
        "inner": {"share": 0.333333, "at": "2026-03-02T09:00:00.007Z"},
        "maybe": None,
        "inners": [{"share": 0.123457, "at": None}, {"share": 2.0, "at": None}],
        "times": ["1970-01-01T00:00:00.000Z"],
        "by_name": {"a": 0.666667},
        "edges": {"loss": [1.0, 3.0]},
        "flag": False,
    }


def test_keys_come_in_the_order_of_the_fields_after_version_and_kind() -> None:
    assert list(WHOLE.to_dict())[:4] == ["schema_version", "kind", "name", "count"]
    assert list(WHOLE.inner.to_dict()) == ["share", "at"]


@pytest.mark.parametrize(
    ("time", "text"),
    [
        (0, "1970-01-01T00:00:00.000Z"),
        (-1, "1969-12-31T23:59:59.999Z"),
        (1_709_164_800_000, "2024-02-29T00:00:00.000Z"),
        (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
    ],
)
def test_times_are_iso_8601_in_utc_with_milliseconds(time: int, text: str) -> None:
    assert iso_time(time) == text


@given(st.datetimes(datetime(1000, 1, 1), datetime(9999, 12, 31), timezones=st.just(UTC)))
def test_every_time_reads_back_as_itself(moment: datetime) -> None:
    time = round((moment.replace(microsecond=0) - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()) * 1000
    time += moment.microsecond // 1000
    assert datetime.fromisoformat(iso_time(time)) == moment.replace(microsecond=moment.microsecond // 1000 * 1000)
