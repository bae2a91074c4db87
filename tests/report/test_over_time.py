import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callevents.report.analysis import Analysis
from callevents.report.over_time import MOST_BUCKETS
from rebuild.little import START, analysis, step

SECONDS = st.one_of(st.integers(0, 3600), st.integers(0, 40 * 365 * 86_400))


def calls_at(*seconds: float | None) -> Analysis:
    lines = [step(f"{'-' if at is None else at} callstarted", f"c{n}") for n, at in enumerate(seconds)]
    return analysis(lines)


@given(st.lists(SECONDS, min_size=1, max_size=8))
def test_every_call_is_counted_once_in_the_stretch_in_which_it_began(seconds: list[int]) -> None:
    buckets = calls_at(*seconds).calls_over_time()
    assert 1 <= len(buckets) <= MOST_BUCKETS
    for bucket in buckets:
        inside = [at for at in seconds if bucket.start <= START + 1000 * at < bucket.end]
        assert bucket.calls == len(inside) == sum(bucket.by_grade.values())
    assert sum(bucket.calls for bucket in buckets) == len(seconds)
    assert all(one.end == other.start for one, other in pairwise(buckets))


def test_calls_without_a_time_are_left_out() -> None:
    assert calls_at(None).calls_over_time() == ()


@pytest.mark.parametrize("zone", ["UTC", "Asia/Kolkata", "America/New_York"])
def test_days_begin_at_midnight_of_the_zone(zone: str) -> None:
    tz = ZoneInfo(zone)
    buckets = calls_at(0, 20 * 86_400).calls_over_time(tz)
    starts = [datetime.fromtimestamp(bucket.start / 1000, UTC).astimezone(tz) for bucket in buckets]
    # Over the night of the change of clocks as well: New York's is on 2026-03-08.
    assert {start.strftime("%H:%M") for start in starts} == {"00:00"}
    assert all(other.date() - one.date() == timedelta(1) for one, other in pairwise(starts))


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "America/Los_Angeles"])
@pytest.mark.parametrize("years", [(1,), (9999,), (1, 9999), (1, 2026), (2026, 9999)])
def test_calls_at_either_end_of_the_calendar_are_counted(zone: str, years: tuple[int, ...]) -> None:
    days = {1: "0001-01-01T00:00:00.000Z", 2026: "2026-03-02T09:00:00Z", 9999: "9999-12-31T23:59:59.999Z"}
    lines = [
        json.dumps({"time": days[year], "type": "callstarted", "detail": {"callId": f"c{year}"}}).encode()
        for year in years
    ]
    buckets = analysis(lines).calls_over_time(ZoneInfo(zone))
    assert sum(bucket.calls for bucket in buckets) == len(years)
    assert all(bucket.to_dict()["start"] <= bucket.to_dict()["end"] for bucket in buckets)
