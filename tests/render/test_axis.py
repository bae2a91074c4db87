import pytest
from hypothesis import given
from hypothesis import strategies as st

from callevents.render.axis import axis_cells, order_axis, time_axis
from callevents.render.glyphs import UNICODE

HOUR = 3_600_000


@given(st.integers(0, 10**13), st.integers(0, 10**12), st.integers(20, 250), st.data())
def test_columns_rise_with_time_and_stay_in_the_picture(
    first: int, length: int, columns: int, data: st.DataObject
) -> None:
    axis = time_axis(first, first + length, first, columns)
    moments = sorted(data.draw(st.lists(st.integers(first - 10, first + length + 10), min_size=2, max_size=9)))
    found = [axis.column(moment) for moment in moments]
    assert found == sorted(found)
    assert 0 <= found[0] <= found[-1] < columns


@given(st.integers(0, 10**12), st.integers(20, 250))
def test_labels_of_any_stretch_fit_and_never_touch(length: int, columns: int) -> None:
    axis = time_axis(0, length, 0, columns)
    cells = axis_cells(axis, UNICODE)
    assert len(cells) == columns
    for before, column in zip(axis.ticks(), list(axis.ticks())[1:], strict=False):
        assert before + len(axis.ticks()[before]) + 1 < column


@pytest.mark.parametrize(
    ("length", "columns", "labels"),
    [
        (60_000, 60, ["0:00", "0:10", "0:20", "0:30", "0:40", "0:50"]),
        (HOUR, 40, ["0:00", "15:00", "30:00", "45:00"]),
        (10 * HOUR, 60, ["0:00", "2:00:00", "4:00:00", "6:00:00", "8:00:00"]),
    ],
)
def test_ticks_are_at_round_times(length: int, columns: int, labels: list[str]) -> None:
    assert list(time_axis(0, length, 0, columns).ticks().values()) == labels


def test_labels_count_from_zero_also_before_it() -> None:
    assert list(time_axis(40_000, 100_000, 60_000, 70).ticks().values()) == [
        "-0:20", "-0:10", "0:00", "0:10", "0:20", "0:30",
    ]  # fmt: skip


def test_a_stretch_takes_a_column_at_least_and_ends_where_the_next_begins() -> None:
    axis = time_axis(0, 100_000, 0, 10)
    assert axis.stretch(15_000, 15_000) == (1, 2)
    assert axis.stretch(0, 30_000) == (0, 3)
    assert axis.stretch(30_000, 100_000) == (3, 10)


def test_by_order_each_event_has_its_place_and_few_events_are_not_drawn_out() -> None:
    axis = order_axis(10, 200)
    assert axis.columns == 40
    assert [axis.column(place) for place in range(10)] == list(range(0, 40, 4))
    assert axis.ticks()[axis.column(3)] == "4"
    assert order_axis(1000, 60).columns == 60


def test_nothing_has_a_place_in_an_axis_of_no_events() -> None:
    assert order_axis(0, 60).columns > 0
