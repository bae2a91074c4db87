from datetime import UTC, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callevents.model.audio import Channels
from callevents.model.over_time import Bucket
from callevents.model.value import Time
from callevents.render.glyphs import UNICODE
from callevents.render.over_time import over_time
from callevents.render.page import text_of
from render.values import at

HOUR = 3_600_000
BEGIN = at("08:00:00")


def buckets(*counts: tuple[int, int], length: int = HOUR, begin: int = BEGIN) -> list[Bucket]:
    """Give stretches with these numbers of calls, of which so many are poor and the others good."""
    return [
        Bucket(
            Time(begin + n * length),
            Time(begin + (n + 1) * length),
            calls,
            {"good": calls - poor, "fair": 0, "poor": poor, "unknown": 0},
            Channels(),
        )
        for n, (calls, poor) in enumerate(counts)
    ]


def rows(drawn: list[Bucket], width: int = 80, *, unicode: bool = True, tz: tzinfo = UTC) -> list[str]:
    drawing = over_time(drawn, width, unicode, tz)
    assert drawing is not None
    return ["".join(map(text_of, row)) for row in drawing.rows]


def test_the_busiest_stretch_is_the_tallest_and_a_single_call_is_seen() -> None:
    top, middle, ground, *_ = rows(buckets((1000, 0), (500, 0), (1, 0), (0, 0)))
    assert (top[9], middle[9], ground[9]) == ("█", "█", "█")
    assert (top[10], middle[10], ground[10]) == (" ", "▄", "█")
    assert ground[9:] == "██▁"
    assert top.endswith("most 1,000")


def test_poor_calls_are_a_share_of_those_with_a_grade_on_a_scale_up_to_100() -> None:
    poor = rows(buckets((4, 4), (4, 2), (100, 1), (5, 0)))[3]
    assert poor[9:13] == "█▄▁ "
    assert poor.endswith("most 100 %")


@given(st.lists(st.integers(0, 500), min_size=2, max_size=72), st.integers(20, 250), st.booleans())
def test_all_calls_find_room_at_any_width(counts: list[int], width: int, unicode: bool) -> None:
    drawn = buckets(*((count, 0) for count in [*counts, 1]))
    found = rows(drawn, width, unicode=unicode)
    assert max(map(len, found)) <= max(width, 28) + 2
    assert unicode or all(row.isascii() for row in found)


def test_stretches_that_do_not_fit_are_drawn_together() -> None:
    drawing = over_time(buckets(*((1, 0) for _ in range(60))), 50, True, UTC)
    assert drawing is not None
    assert "2h 00m" in drawing.head
    assert text_of(drawing.rows[2][1]) == "█" * 30


@pytest.mark.parametrize(("zone", "first"), [("UTC", "│08:00"), ("Asia/Kolkata", "│13:30")])
def test_the_clock_is_that_of_the_zone(zone: str, first: str) -> None:
    assert first in rows(buckets(*((1, 0) for _ in range(9))), tz=ZoneInfo(zone))[-1]


def test_of_several_days_each_is_marked_where_it_begins() -> None:
    clock = rows(buckets(*((1, 0) for _ in range(24)), length=3 * HOUR, begin=at("00:00:00")))[-1]
    assert clock.split() == ["│03-02", "│03-03", "│03-04"]
    assert [index - 9 for index, char in enumerate(clock) if char == UNICODE.tick] == [0, 8, 16]


def test_nothing_is_drawn_of_a_single_moment() -> None:
    assert over_time(buckets((5, 1)), 80, True, UTC) is None
    assert over_time([], 80, True, UTC) is None
