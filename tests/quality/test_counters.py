import itertools
from collections.abc import Sequence

import numpy as np
import pytest

from callevents.quality.counters import IntervalCounts, interval_counts
from quality.build import NONE, Row, every_30_s, samples

INTERVALS = [Row(lost, count) for lost, count in [(3, 1490), (0, 1510), (12, 1500), (7, 1495), (0, 1505), (2, 1500)]]


def running(rows: Sequence[Row]) -> list[Row]:
    """Give the same samples as a source logs them that counts through the whole call."""
    lost = itertools.accumulate(row.lost for row in rows)
    count = itertools.accumulate(row.count for row in rows)
    return [Row(*pair) for pair in zip(lost, count, strict=True)]


def read(rows: Sequence[Row], counters: str = "auto") -> IntervalCounts:
    return interval_counts(samples(rows), counters)


def as_used(found: IntervalCounts) -> list[tuple[float, float]]:
    return list(zip(found.lost.tolist(), found.count.tolist(), strict=True))


def logged(rows: Sequence[Row]) -> list[tuple[float, float]]:
    return [(row.lost, row.count) for row in rows]


@pytest.mark.parametrize("timed", [False, True])
def test_interval_counts_stay_as_they_are(timed: bool) -> None:
    rows = every_30_s(INTERVALS) if timed else INTERVALS
    assert as_used(read(rows)) == logged(INTERVALS)
    assert read(rows).run_up.tolist() == []


@pytest.mark.parametrize("timed", [False, True])
def test_counters_that_run_up_give_their_differences(timed: bool) -> None:
    rows = every_30_s(running(INTERVALS)) if timed else running(INTERVALS)
    assert as_used(read(rows)) == logged(INTERVALS)
    assert read(rows).run_up.tolist() == [0]


def test_a_reset_begins_anew_with_its_own_value() -> None:
    rows = [*running(INTERVALS), *running(INTERVALS)]
    assert as_used(read(rows)) == logged([*INTERVALS, *INTERVALS])


def test_fewer_than_4_samples_are_never_told_to_run_up() -> None:
    assert as_used(read(running(INTERVALS)[:3])) == logged(running(INTERVALS)[:3])
    assert as_used(read(running(INTERVALS)[:4])) == logged(INTERVALS[:4])


def test_a_fall_that_is_no_reset_means_interval_counts() -> None:
    rows = running(INTERVALS)
    rows[3] = Row(rows[3].lost, rows[2].count - 1)
    assert as_used(read(rows)) == logged(rows)


@pytest.mark.parametrize(("after", "found"), [(1499, [0]), (1500, [])])
def test_a_reset_is_a_fall_to_under_half(after: float, found: list[int]) -> None:
    rows = [Row(0, count) for count in (1000, 2000, 3000, after, 3000)]
    assert read(rows).run_up.tolist() == found


@pytest.mark.parametrize(("step", "found"), [(1000, [0]), (999, [])])
def test_counters_run_up_if_the_median_step_is_at_least_half_of_the_first_value(step: float, found: list[int]) -> None:
    assert read([Row(0, 2000 + number * step) for number in range(5)]).run_up.tolist() == found


def test_counts_that_happen_to_rise_are_not_taken_for_running_totals() -> None:
    rows = every_30_s([Row(0, 1490 + number) for number in range(6)])
    assert read(rows).run_up.tolist() == []


@pytest.mark.parametrize(("timed", "found"), [(True, [0]), (False, [])])
def test_a_log_that_begins_in_the_middle_of_a_call_needs_times_to_be_told(timed: bool, found: list[int]) -> None:
    rows = [Row(0, 45_000 + 1500 * number) for number in range(5)]
    assert read(every_30_s(rows) if timed else rows).run_up.tolist() == found


def test_samples_of_one_event_share_a_time_that_tells_no_pace() -> None:
    # Ten elements of one event: the median gap is 0, so the first value alone decides.
    rows = [Row(0, 50 * number, time=1_700_000_000_000) for number in range(1, 11)]
    assert read(rows).run_up.tolist() == [0]


def test_counters_can_be_forced() -> None:
    assert as_used(read(running(INTERVALS), "delta")) == logged(running(INTERVALS))
    assert as_used(read(running(INTERVALS)[:2], "cumulative")) == logged(INTERVALS[:2])


def test_a_sample_without_packets_holds_no_total() -> None:
    rows = running(INTERVALS)
    rows.insert(3, Row(0, 0))
    assert as_used(read(rows)) == [*logged(INTERVALS[:3]), (0, 0), *logged(INTERVALS[3:])]


def test_after_an_unreadable_total_the_difference_spans_both_intervals() -> None:
    rows = running(INTERVALS)
    rows[2] = Row(NONE, rows[2].count)
    found = read(rows)
    assert not found.known[2]
    assert (found.lost[3], found.count[3]) == (12 + 7, 1500 + 1495)


def test_a_first_sample_over_3_times_the_median_of_4_others_is_a_running_total() -> None:
    others = [Row(0, count) for count in (1490, 1500, 1510, 1505)]
    assert read([Row(9, 4501), *others]).running_total.tolist() == [True, False, False, False, False]
    assert not read([Row(9, 4500), *others]).running_total.any()
    assert not read([Row(9, 4501), *others[:3]]).running_total.any()
    assert not read([Row(9, 90_000), *others], "cumulative").running_total.any()


def test_channels_are_judged_one_by_one() -> None:
    rows = []
    for call, channel in [(0, 0), (0, 1), (2, 0)]:
        of_channel = INTERVALS if channel else running(INTERVALS)
        rows += [Row(row.lost, row.count, call=call, channel=channel) for row in of_channel]
    found = read(rows)
    assert as_used(found) == logged(INTERVALS * 3)
    assert found.run_up.tolist() == [0, 12]


def test_a_negative_count_is_no_count() -> None:
    found = read([Row(1, -5)])
    assert not found.known.any()
    assert np.isnan(found.count).all()
