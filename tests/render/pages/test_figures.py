import pytest

from callevents.model.call import Grade
from callevents.render.page import text_of
from callevents.render.pages.figures import grade_bar
from render.values import DOCUMENTS, written


def texts(**by_grade: int) -> list[str]:
    return [text_of(part) for part in grade_bar({grade: by_grade.get(grade, 0) for grade in Grade})]


def test_each_shade_of_the_bar_is_named_beside_it() -> None:
    assert texts(good=10, fair=5, poor=10, unknown=5) == [
        "░░░░░░░░░░▒▒▒▒▒██████████–––––", "░ good 10", "▒ fair 5", "█ poor 10", "– unknown 5"
    ]  # fmt: skip


def test_the_fewest_calls_of_a_grade_are_seen_and_those_of_none_are_not() -> None:
    assert texts(good=9_999, poor=1)[:2] == [f"{'░' * 29}█", "░ good 9,999"]


def test_without_calls_there_is_no_bar() -> None:
    assert texts()[0] == "░ good 0"


@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_a_shade_its_name_and_its_count_stay_on_one_line(width: int) -> None:
    page = written(DOCUMENTS["summary"], "table", width=width).decode()
    for text in ("░ good 240", "▒ fair 20", "█ poor 22", "– unknown 30"):
        assert text in page
