from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from callevents.cli import parse
from callevents.model.errors import UsageError
from callevents.model.settings import MAX_LINE

BERLIN = ZoneInfo("Europe/Berlin")


def millis(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-02", datetime(2026, 3, 2, tzinfo=UTC)),
        ("2026-03-02T09:14", datetime(2026, 3, 2, 9, 14, tzinfo=UTC)),
        ("2026-03-02 09:14:07.120", datetime(2026, 3, 2, 9, 14, 7, 120_000, tzinfo=UTC)),
        ("2026-03-02T09:14:07Z", datetime(2026, 3, 2, 9, 14, 7, tzinfo=UTC)),
        ("2026-03-02T09:14:07+02:00", datetime(2026, 3, 2, 9, 14, 7, tzinfo=timezone(timedelta(hours=2)))),
    ],
)
def test_a_bound_is_an_iso_time_in_utc_where_it_has_no_offset(text: str, moment: datetime) -> None:
    assert parse.bound(text, UTC) == millis(moment)


def test_a_bound_without_an_offset_is_in_the_zone_given() -> None:
    assert parse.bound("2026-03-02", BERLIN) == millis(datetime(2026, 3, 1, 23, tzinfo=UTC))
    assert parse.bound("2026-07-02", BERLIN) == millis(datetime(2026, 7, 1, 22, tzinfo=UTC))
    assert parse.bound("2026-03-02T00:00Z", BERLIN) == millis(datetime(2026, 3, 2, tzinfo=UTC))


@pytest.mark.parametrize(
    ("text", "millis"),
    [("-2h", -7_200_000), ("-30m", -1_800_000), ("-1d", -86_400_000), ("-90s", -90_000), ("-1.5H", -5_400_000)],
)
def test_a_relative_bound_is_negative_milliseconds(text: str, millis: int) -> None:
    assert parse.bound(text, UTC) == millis


@pytest.mark.parametrize("text", ["1969-12-31", "0001-01-01"])
def test_a_time_before_the_epoch_is_no_relative_bound(text: str) -> None:
    assert parse.bound(text, BERLIN) == 0


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2h", "-h", "-2y", "2026-13-01", "2026-02-30", "-²h", "9" * 400, f"-{'9' * 400}d"]
)
def test_another_text_is_no_bound(text: str) -> None:
    with pytest.raises(UsageError, match="is no time; write it as"):
        parse.bound(text, UTC)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("16MiB", MAX_LINE),
        ("16M", MAX_LINE),
        ("16 mib", MAX_LINE),
        ("1kB", 1000),
        ("1KiB", 1024),
        ("1.5k", 1536),
        ("2GB", 2_000_000_000),
        ("512", 512),
        ("512B", 512),
    ],
)
def test_sizes_are_written_with_units_of_1000_or_1024(text: str, count: int) -> None:
    assert parse.size(text) == count


@pytest.mark.parametrize("text", ["", "0", "-1", "16XB", "MiB", "1e9", "0.1", "١٢", "9" * 400, "9" * 308 + "T"])
def test_another_text_is_no_size(text: str) -> None:
    with pytest.raises(UsageError, match="is no size"):
        parse.size(text)


@pytest.mark.parametrize("text", ["", "0", "-1", "1.5", "٢", "many", "9" * 5000])
def test_another_text_is_no_number_of_processes(text: str) -> None:
    with pytest.raises(UsageError, match="is no number of processes"):
        parse.jobs(text)


def test_zones_are_looked_up_by_their_name() -> None:
    assert parse.zone("utc") is UTC
    assert parse.zone("Europe/Berlin") == BERLIN


@pytest.mark.parametrize("text", ["Europe/Berlinn", "", "../etc/passwd", "America", "\x00", "/etc/localtime"])
def test_another_text_is_no_zone(text: str) -> None:
    with pytest.raises(UsageError, match="there is no time zone"):
        parse.zone(text)


def test_a_name_is_taken_in_any_case_and_another_refused_with_the_nearest() -> None:
    good = parse.one_of(["good", "fair", "CE101"])
    assert good("GOOD") == "good"
    assert good("ce101") == "CE101"
    with pytest.raises(UsageError, match=r'there is no "godo"; did you mean "good"\?'):
        good("godo")
    with pytest.raises(UsageError, match='there is no "zzz"; choose one of good, fair, CE101'):
        good("zzz")
