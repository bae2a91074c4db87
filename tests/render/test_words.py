from datetime import UTC, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from callevents.render.words import Clock, counted, duration, number, offset, role_name, size
from render.values import at


@pytest.mark.parametrize(
    ("millis", "text"),
    [
        (None, "–"),
        (0, "0s"),
        (3, "0.1s"),
        (400, "0.4s"),
        (8_300, "8.3s"),
        (9_949, "9.9s"),
        (9_950, "10s"),
        (59_499, "59s"),
        (59_500, "1m 00s"),
        (252_000, "4m 12s"),
        (3_599_600, "1h 00m"),
        (3_720_000, "1h 02m"),
        (183_600_000, "2d 03h"),
        (-252_000, "-4m 12s"),
    ],
)
def test_a_duration_has_its_two_largest_units(millis: int | None, text: str) -> None:
    assert duration(millis) == text


@pytest.mark.parametrize(
    ("millis", "text"),
    [(None, "–"), (0, "0:00"), (7_900, "0:07"), (750_000, "12:30"), (3_723_000, "1:02:03"), (-7_000, "-0:07")],
)
def test_an_offset_reads_like_a_player(millis: int | None, text: str) -> None:
    assert offset(millis) == text


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (1, "1 byte"),
        (999, "999 bytes"),
        (4_000, "4.0 kB"),
        (999_960, "1.0 MB"),
        (2_104_000, "2.1 MB"),
        (5 * 10**12, "5.0 TB"),
    ],
)
def test_a_size_has_the_unit_that_keeps_it_short(count: int, text: str) -> None:
    assert size(count) == text


def test_an_unknown_number_is_a_dash_and_thousands_have_commas() -> None:
    assert (number(None), number(12345), number(0.125, 2)) == ("–", "12,345", "0.12")


def test_a_noun_follows_its_count() -> None:
    assert (counted(1, "call"), counted(2_000, "call"), counted(0, "call")) == ("1 call", "2,000 calls", "0 calls")


@pytest.mark.parametrize(
    ("role", "text"),
    [("EndUser", "Customer"), ("END_USER", "Customer"), ("VIRTUAL_AGENT", "VIRTUAL_AGENT"), (None, "–")],
)
def test_the_end_user_is_the_customer(role: str | None, text: str) -> None:
    assert role_name(role) == text


def test_times_of_one_day_leave_the_date_to_the_caption() -> None:
    clock = Clock([at("09:14:07.999"), None], UTC)
    assert (clock.at(at("09:14:07.999")), clock.at(None), clock.caption) == ("09:14:07", "–", "2026-03-02, UTC")


def test_times_of_several_days_carry_their_date() -> None:
    clock = Clock([at("09:14:07"), at("00:00:00", "2026-03-03")], UTC)
    assert (clock.at(at("09:14:07")), clock.caption) == ("2026-03-02 09:14:07", "UTC")


def test_the_day_is_that_of_the_zone() -> None:
    clock = Clock([at("23:30:00"), at("00:30:00", "2026-03-03")], ZoneInfo("Europe/Berlin"))
    assert (clock.at(at("23:30:00")), clock.caption) == ("00:30:00", "2026-03-03, Europe/Berlin")


def test_the_ends_of_the_calendar_have_a_time_in_every_zone() -> None:
    last = at("23:59:59", "9999-12-31")
    assert Clock([last], timezone(timedelta(hours=9))).at(last) == "23:59:59"
