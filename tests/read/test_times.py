"""The truth of these times was worked out with `date -u -d`, not with the code."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callevents.read.times import END_OF_TIME, NO_TIME, START_OF_TIME, find_time, parse_time, parse_times
from read.reading import only_event

MOMENT = 1_772_442_847_120  # 2026-03-02T09:14:07.120Z
SECOND = 1_772_442_847_000

ISO = {
    "2026-03-02T09:14:07.120Z": MOMENT,
    "2026-03-02T09:14:07Z": SECOND,
    "2026-03-02T09:14:07": SECOND,
    "2026-03-02T09:14:07.120": MOMENT,
    "2026-03-02 09:14:07.120": MOMENT,
    "2026-03-02 09:14:07,120": MOMENT,
    "2026-03-02T09:14:07.12Z": MOMENT,
    "2026-03-02T09:14:07.120999Z": MOMENT,
    "2026-03-02T09:14:07.120999999Z": MOMENT,
    "2026-03-02T09:14:07.120+00:00": MOMENT,
    "2026-03-02T10:14:07.120+01:00": MOMENT,
    "2026-03-02T10:14:07.120+0100": MOMENT,
    "2026-03-02T10:14:07.120+01": MOMENT,
    "2026-03-02T14:44:07.120+05:30": MOMENT,
    "2026-03-01T21:14:07.120-12:00": MOMENT,
    "2026-03-02 10:14:07.120 +0100": MOMENT,
    "2026-03-02 10:14:07 +01:00": SECOND,
    "2026-03-02 09:14:07.120 Z": MOMENT,
    "2026-03-02t09:14:07.120z": MOMENT,
    " 2026-03-02T09:14:07.120Z ": MOMENT,
    "2026-03-02T09:14Z": SECOND - 7_000,
    "20260302T091407Z": SECOND,
    "2026-03-02": SECOND - 9 * 3_600_000 - 14 * 60_000 - 7_000,
    "1969-12-31T23:59:59Z": -1_000,
}

NUMBERS = {
    1_772_442_847: SECOND,
    1_772_442_847.120: MOMENT,
    1_772_442_847_120: MOMENT,
    1_772_442_847_120.9: MOMENT,
    1_772_442_847_120_999: MOMENT,
    1_772_442_847_120_999_999: MOMENT,
    # The edges of the sizes: below 1e11 s, below 1e14 ms, below 1e17 µs, else ns.
    99_999_999_999: 99_999_999_999_000,
    100_000_000_000: 100_000_000_000,
    99_999_999_999_999: 99_999_999_999_999,
    100_000_000_000_000: 100_000_000_000,
    99_999_999_999_999_999: 99_999_999_999_999,
    100_000_000_000_000_000: 100_000_000_000,
}

DIGITS = {
    "1772442847": SECOND,
    "1772442847.120": MOMENT,
    "1772442847120": MOMENT,
    "1772442847120999": MOMENT,
    "1772442847120999999": MOMENT,
    " 1772442847120 ": MOMENT,
}

UNUSABLE = [
    None,
    True,
    False,
    0,
    0.0,
    -1,
    -1_772_442_847_120,
    1e20,
    1e300,
    "",
    " ",
    "0",
    "-1772442847120",
    "true",
    "now",
    "NaN",
    "Infinity",
    ".",
    "9" * 30,
    "9" * 100_000,
    "1" * 400 + ".5",
    "2026-13-02T09:14:07Z",
    "2026-02-30T09:14:07Z",
    "2026-03-02T25:14:07Z",
    "2026-03-02T09:14:07+25:00",
    "2026-03-02T09:14:07Zulu",
    "0000-01-01T00:00:00Z",
    "10000-01-01T00:00:00Z",
    "٢٠٢٦-٠٣-٠٢T٠٩:١٤:٠٧Z",
    "١٧٧٢٤٤٢٨٤٧",
    "²",
    "02/03/2026 09:14:07",
    "Mon, 02 Mar 2026 09:14:07 GMT",
    [],
    {},
    [1_772_442_847_120],
    {"time": 1_772_442_847_120},
]


@pytest.mark.parametrize(("text", "time"), ISO.items())
def test_iso_text_is_read_with_any_offset_and_without_one_as_utc(text: str, time: int) -> None:
    assert parse_time(text) == time
    assert parse_time(text) == time  # now from what was remembered


@pytest.mark.parametrize(("number", "time"), NUMBERS.items())
def test_a_number_is_seconds_milliseconds_microseconds_or_nanoseconds_by_its_size(number: float, time: int) -> None:
    assert parse_time(number) == time


@pytest.mark.parametrize(("text", "time"), DIGITS.items())
def test_digits_as_text_count_as_a_number(text: str, time: int) -> None:
    assert parse_time(text) == time


@pytest.mark.parametrize("value", UNUSABLE, ids=lambda value: repr(value)[:30])
def test_what_is_no_time_gives_none(value: object) -> None:
    assert parse_time(value) == NO_TIME
    assert list(parse_times([value, "2026-03-02T09:14:07.120Z"])) == [NO_TIME, MOMENT]


def test_no_offset_leads_out_of_the_years_that_can_be_written() -> None:
    edges = {
        "0001-01-01T00:00:00Z": START_OF_TIME,
        "0001-01-01T00:00:00+00:01": NO_TIME,
        "0001-01-01T00:00:00-00:01": START_OF_TIME + 60_000,
        "9999-12-31T23:59:59Z": END_OF_TIME - 1_000,
        "9999-12-31T23:59:59-00:01": NO_TIME,
        "9999-12-31T23:59:59+00:01": END_OF_TIME - 61_000,
    }
    for _ in range(2):
        assert {text: parse_time(text) for text in edges} == edges


@given(
    st.datetimes(timezones=st.timezones()),
    st.sampled_from(["T", " "]),
    st.sampled_from(["auto", "seconds", "milliseconds", "microseconds"]),
)
def test_what_python_writes_is_read_whatever_was_read_before(moment: datetime, separator: str, timespec: str) -> None:
    text = moment.isoformat(separator, timespec)
    truth = (datetime.fromisoformat(text) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
    assert parse_time(text) == (truth if START_OF_TIME <= truth < END_OF_TIME else NO_TIME)


@given(st.one_of(st.text(), st.floats(allow_nan=False), st.integers(), st.from_regex(r"\d{4}-\d\d-\d\d.{0,20}")))
def test_any_value_gives_a_time_that_can_be_written_or_none(value: object) -> None:
    time = parse_time(value)
    assert time == NO_TIME or START_OF_TIME <= time < END_OF_TIME
    assert list(parse_times([value] * 2)) == [time, time]


@pytest.mark.parametrize(
    ("prefix", "time"),
    {
        "2026-03-02T09:14:07.120Z INFO ": MOMENT,
        "2026-03-02T09:14:07.120Z|INFO|SYSTEM|": MOMENT,
        "[2026-03-02 09:14:07,120] ": MOMENT,
        "[2026-03-02T10:14:07.120+01:00] a.b.C - ": MOMENT,
        "2026-03-02 10:14:07.120 +0100 INFO ": MOMENT,
        "2026-03-02T10:14:07.120+01 INFO": MOMENT,
        "2026-03-02 09:14:07 UTC INFO ": SECOND,
        "2026-03-02 09:14:07.120 -- x ": MOMENT,
        "2026-03-02 09:14 Zone ": SECOND - 7_000,
        "INFO:2026-03-02T09:14:07.120Z:": MOMENT,
        "2026-99-99T09:14:07Z then 2026-03-02T09:14:07.120Z ": MOMENT,
        "1772442847120 INFO ": MOMENT,
        "[1772442847.120] ": MOMENT,
        "ts=1772442847 ": SECOND,
        # Other numbers than times stand in prefixes as well.
        "[onTelephonyEvent hold]: ": NO_TIME,
        "thread 140234823842048 ": NO_TIME,
        "caller +15550100123 ": NO_TIME,
        "caller 5550100123 ": NO_TIME,
        "request 7f3a-1772442847120 ": NO_TIME,
        "line 17 ": NO_TIME,
        "": NO_TIME,
    }.items(),
)
def test_the_time_in_the_text_before_an_event(prefix: str, time: int) -> None:
    assert find_time(prefix) == time


BEFORE = {"timestamp": 1, "time": 2, "ts": 3, "@timestamp": 4, "eventTime": 5, "event_time": 6, "loggedAt": 7}
NAMES = BEFORE | {"logged_at": 8, "receivedAt": 9, "datetime": 10, "date": 11}
OWN = {"serverReceivedTimestamp": 1_772_000_012_000, "clientSentTimestamp": 1_772_000_013_000}


def test_the_first_of_the_usual_names_has_the_time_then_the_prefix_then_the_events_own() -> None:
    """Each step takes the best source of the time away, and the next best is read."""
    envelope: dict[str, object] = {name: 1_772_000_000_000 + 1_000 * rank for name, rank in reversed(NAMES.items())}
    detail: dict[str, object] = {"callId": "c", **OWN}
    prefix = "2026-02-25T06:14:00Z INFO "  # 1_772_000_040
    for name, rank in NAMES.items():
        assert _time(prefix, envelope, detail) == 1_772_000_000_000 + 1_000 * rank
        envelope[name] = [None, True, "soon", 0, {}][rank % 5]
    assert _time(prefix, envelope, detail) == 1_772_000_040_000
    prefix = "INFO "
    assert _time(prefix, envelope, detail) == 1_772_000_012_000
    detail["serverReceivedTimestamp"] = None
    assert _time(prefix, envelope, detail) == 1_772_000_013_000
    detail["clientSentTimestamp"] = False
    assert _time(prefix, envelope, detail) is None


def _time(prefix: str, envelope: dict[str, object], detail: dict[str, object]) -> int | None:
    event = json.dumps(envelope | {"type": "transcript", "detail": detail})
    time = only_event(prefix + event).time
    if not prefix.startswith("2"):
        assert only_event(event).time == time
    return time


def test_a_named_time_field_comes_first_and_the_usual_ones_follow_where_it_is_unusable() -> None:
    line = {"meta": {"at": SECOND}, "time": MOMENT, "type": "mute", "detail": {"callId": "c", "at": 1_772_000_000}}
    assert only_event(line, time_field="meta.at").time == SECOND
    assert only_event(line, time_field="detail.at").time == 1_772_000_000_000
    for field in ("meta", "meta.no", "no", "meta.at.more", "type", "detail.callId", ".", "", "meta."):
        assert only_event(line, time_field=field).time == MOMENT


def test_a_key_that_itself_holds_dots_is_found_by_a_dotted_path() -> None:
    assert only_event({"meta.at": SECOND, "type": "mute", "detail": {}}, time_field="meta.at").time == SECOND


def test_a_dotted_path_leads_through_a_wrapper_of_json_text() -> None:
    line = {"message": 'INFO {"at": 1772442847120, "type": "mute", "detail": {}}'}
    assert only_event(line, time_field="message.at").time == MOMENT
