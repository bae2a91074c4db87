from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, ClassVar

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from callevents.model import columnar
from callevents.model.bulk import UNKNOWN
from callevents.model.columnar import Coded, Columnar
from callevents.model.paths import values_at
from callevents.model.value import Time, Value


class Color(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, slots=True)
class Part(Value):
    code: str


@dataclass(frozen=True, slots=True)
class Inner(Value):
    share: float | None
    at: Time | None = None


@dataclass(frozen=True, slots=True)
class Outer(Value):
    KIND: ClassVar[str] = "outer"

    name: Annotated[str | None, "a name"]
    count: int
    color: Color
    inner: Inner
    maybe: Inner | None
    parts: tuple[Part, ...]
    texts: tuple[str, ...]
    by_name: Mapping[str, int]
    flag: bool | None
    length: int | None


OUTERS = st.builds(
    Outer,
    name=st.none() | st.sampled_from("ab"),
    count=st.integers(0, 2**70),
    color=st.sampled_from(Color),
    inner=st.builds(Inner, st.none() | st.floats(-1e6, 1e6), st.none() | st.integers(-(10**12), 10**12).map(Time)),
    maybe=st.none() | st.builds(Inner, st.floats(0, 1)),
    parts=st.lists(st.builds(Part, st.sampled_from("xy")), max_size=2).map(tuple),
    texts=st.lists(st.sampled_from("pq"), max_size=2).map(tuple),
    by_name=st.dictionaries(st.sampled_from("kl"), st.integers(0, 9)),
    flag=st.sampled_from([None, True, False]),
    length=st.none() | st.integers(-(2**60), 2**60),
)
PATHS = ("name", "count", "color", "inner.share", "inner.at", "maybe", "parts.code", "texts", "by_name.k", "by_name")


def in_columns(values: list[Outer]) -> Columnar[Outer]:
    """The values in columns of every kind that there is."""
    columns: dict[str, Any] = dict(Columnar.of(Outer, values).columns)
    for path in ("name", "color", "flag"):
        columns[path] = columnar.coded(columns[path])
    texts = [*dict.fromkeys(value.texts for value in values), ()]
    columns["texts"] = Coded(
        np.array([texts.index(value.texts) if value.texts else -1 for value in values], int), texts
    )
    columns["count"] = np.array(columns["count"], dtype=object)
    columns["inner.share"] = np.array(columns["inner.share"], dtype=np.float64)
    for path in ("inner.at", "length"):
        columns[path] = np.array([UNKNOWN if one is None else one for one in columns[path]], dtype=np.int64)
    return Columnar(Outer, columns)


@given(st.lists(OUTERS))
def test_columns_are_the_values_they_are_made_of(values: list[Outer]) -> None:
    table = in_columns(values)
    assert len(table) == len(values)
    assert list(table) == values
    assert table == tuple(values)
    assert Columnar.of(Outer, values) == table
    assert [table[place] for place in range(-len(values), len(values))] == values * 2
    assert list(table[1:]) == values[1:]
    assert list(table[::-2]) == values[::-2]


@given(st.lists(OUTERS))
def test_dicts_made_in_bulk_are_those_of_each_value(values: list[Outer]) -> None:
    expected = [value.to_dict() for value in values]
    found = list(in_columns(values).plain())
    assert found == expected
    assert [list(one) for one in found] == [list(one) for one in expected]
    assert list(in_columns(values)[::-1].plain()) == expected[::-1]


@given(st.lists(OUTERS))
def test_paths_lead_to_the_same_as_in_each_value(values: list[Outer]) -> None:
    table = in_columns(values)[::-1]
    for path in PATHS:
        assert table.at(path) == [values_at(value, path) for value in values[::-1]]
    plain = [value.to_dict() for value in values[::-1]]
    assert list(table.plain_at(PATHS)) == [tuple(values_at(one, path) for path in PATHS) for one in plain]


@given(st.lists(OUTERS))
def test_columns_can_be_had_of_the_chosen_rows(values: list[Outer]) -> None:
    table = in_columns(values)[::-1]
    assert table.values("name") == [value.name for value in values[::-1]]
    assert table.where("texts", bool).tolist() == [bool(value.texts) for value in values[::-1]]
    assert table.where("count", bool).tolist() == [bool(value.count) for value in values[::-1]]
    lengths = [np.nan if value.length is None else float(value.length) for value in values[::-1]]
    assert np.array_equal(table.numbers("length"), np.array(lengths), equal_nan=True)
    for path in ("name", "texts"):
        column = table.coded(path)
        assert [column.values[code] for code in column.codes.tolist()] == table.values(path)
        assert (column.codes >= 0).all()
    assert Columnar(Outer, table.columns) == table


def test_chunks_are_not_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columnar, "CHUNK", 3)
    values = [Outer(str(n), n, Color.RED, Inner(n / 3), None, (), (), {}, None, None) for n in range(10)]
    table = in_columns(values)
    assert list(table) == values
    assert list(table.plain()) == [value.to_dict() for value in values]
    assert list(table[2:9:2]) == values[2:9:2]


def test_other_columns_take_the_place_of_some() -> None:
    value = Outer("a", 1, Color.RED, Inner(0.5), None, (), (), {}, True, 5)
    table = Columnar.repeated(value, 3)
    assert table == (value,) * 3
    assert table.replaced({"count": np.array([1, 2, 3])})[1:].values("count") == [2, 3]
    assert table != (value,) * 2


def test_a_sequence_of_values_cannot_be_changed_or_be_past_its_end() -> None:
    table = Columnar.repeated(Inner(1.0), 2)
    with pytest.raises(IndexError):
        table[2]
    with pytest.raises(TypeError):
        table[0] = Inner(2.0)  # type: ignore[index]
    with pytest.raises(TypeError):
        hash(table)
