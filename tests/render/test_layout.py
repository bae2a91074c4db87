from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from callevents.render.layout import GAP, cells, fit, prefix_length, wrap
from callevents.render.page import Column

TEXT = st.text("ab 日é", max_size=60)


@given(TEXT, st.integers(20, 40), st.integers(0, 12))
def test_no_wrapped_line_is_wider_than_its_room(text: str, width: int, hang: int) -> None:
    lines = [text[begin:end] for begin, end in wrap(text, width, hang)]
    assert all(cells(line) <= width - (hang if width - hang >= 16 and index else 0) for index, line in enumerate(lines))


@given(TEXT, st.integers(6, 30))
def test_wrapping_loses_nothing_but_spaces_at_the_breaks(text: str, width: int) -> None:
    lines = [text[begin:end] for begin, end in wrap(text, width)]
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_lines_break_at_spaces() -> None:
    text = "the quick brown fox"
    assert [text[begin:end] for begin, end in wrap(text, 10)] == ["the quick", "brown fox"]


def test_a_word_longer_than_a_line_is_broken() -> None:
    assert wrap("x" * 25, 10) == [(0, 10), (10, 20), (20, 25)]


@given(st.text("a –…▁█│─→░", max_size=20))
def test_the_characters_of_pages_are_as_wide_as_rich_says(text: str) -> None:
    assert cells(text) == cell_len(text)


def test_wide_characters_take_two_cells() -> None:
    assert (cells("日本"), cells("ab"), cells("e\u0301")) == (4, 2, 1)


@given(st.lists(st.text("ab-", min_size=1), min_size=1, unique=True))
def test_a_prefix_tells_the_ids_apart(ids: list[str]) -> None:
    length = prefix_length(ids)
    assert length >= 8
    assert len({one[:length] for one in ids}) == len(ids)


def test_columns_of_the_highest_rank_go_first() -> None:
    columns = [Column("a"), Column("b", 2), Column("c", 1)]
    assert list(fit(columns, [10, 10, 10], 34)) == [0, 1, 2]
    assert list(fit(columns, [10, 10, 10], 33)) == [0, 2]
    assert list(fit(columns, [10, 10, 10], 10)) == [0]


def test_running_text_takes_the_room_that_is_left() -> None:
    assert fit([Column("a"), Column("b", wraps=True)], [10, 100], 60) == {0: 10, 1: 48}


@given(st.lists(st.integers(1, 80), min_size=1, max_size=6), st.integers(60, 200), st.data())
def test_what_is_chosen_fits(widths: list[int], room: int, data: st.DataObject) -> None:
    columns = [Column("", rank, wraps=data.draw(st.booleans())) for rank, _ in enumerate(widths)]
    chosen = fit(columns, widths, room)
    assert sum(chosen.values()) + GAP * (len(chosen) - 1) <= room
