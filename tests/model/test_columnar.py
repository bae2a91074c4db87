import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from callevents.model import columnar
from callevents.model.columnar import Columnar
from callevents.model.paths import values_at
from model.outers import OUTERS, PATHS, Color, Inner, Outer, in_columns


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


@given(st.lists(st.lists(OUTERS, max_size=4), min_size=1, max_size=4))
def test_several_sequences_are_joined(parts: list[list[Outer]]) -> None:
    joined = Columnar.joined(Outer, [in_columns(part) for part in parts])
    assert joined == tuple(value for part in parts for value in part)
