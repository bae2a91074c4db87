import numpy as np
import pytest

from callevents.model.settings import Judging
from callevents.quality.arrays import means
from callevents.quality.cleaning import clean
from callevents.quality.codecs import CODECS
from callevents.quality.emodel import r_factor
from callevents.quality.intervals import Intervals, judge_intervals, longest_runs
from quality.build import NONE, Row, samples


def judge(*rows: Row, judging: Judging | None = None) -> Intervals:
    cleaned = clean(samples(rows))
    group, groups = cleaned.samples.group, cleaned.samples.groups
    jitter, rtt = (means(column, group, groups) for column in (cleaned.jitter, cleaned.rtt))
    return judge_intervals(cleaned, jitter, rtt, judging or Judging())


def r(loss: float, delay: float) -> float:
    return float(r_factor(loss, delay, CODECS["g711-plc"]))


def test_an_interval_has_the_r_of_its_own_values() -> None:
    assert judge(Row(15, 1500, 40, 300), Row(0, 1500, 20, 200)).r.tolist() == [r(1, 210), r(0, 140)]


def test_a_missing_rtt_is_the_mean_of_the_channel_else_of_the_other_else_no_delay() -> None:
    of_channel = judge(Row(rtt=200), Row(rtt=400), Row(rtt=0), Row(rtt=900, channel=1))
    assert of_channel.r[2] == r(0, 150 + 20)
    of_other = judge(Row(rtt=0), Row(rtt=800, channel=1), Row(rtt=1000, channel=1))
    assert of_other.r[0] == r(0, 450 + 20)
    listening = judge(Row(rtt=0, jitter=900), Row(channel=1))
    assert listening.r[0] == r(0, 0)


def test_a_missing_jitter_is_the_mean_of_the_channel_else_nothing() -> None:
    found = judge(Row(jitter=100, rtt=200), Row(jitter=300, rtt=200), Row(rtt=200), Row(rtt=200, channel=1))
    assert found.r.tolist()[2:] == [r(0, 100 + 200 + 20), r(0, 100 + 20)]


@pytest.mark.parametrize("row", [Row(45, 1500), Row(jitter=60), Row(rtt=500), Row(0, 1500, 59, 499)])
def test_an_interval_is_poor_by_any_metric(row: Row) -> None:
    strict = Judging(thresholds={"loss": (1, 3), "jitter": (30, 60), "rtt": (300, 500), "r": (90, 80)})
    assert judge(row, judging=strict).poor.tolist() == [True]
    assert judge(Row(44, 1500, 0, 0), judging=strict).poor.tolist() == [False]


def test_an_interval_that_is_not_usable_is_not_poor_and_has_no_r() -> None:
    found = judge(Row(0, 0, 90, 900), Row(NONE, 1500, 90, 900))
    assert found.poor.tolist() == [False, False]
    assert np.isnan(found.r).all()


def test_the_longest_run_is_counted_within_each_channel() -> None:
    rows = samples([Row(channel=channel, call=call) for call in (0, 1) for _ in range(3) for channel in (0, 1)])
    mask = np.array([True, False, True, True, False, True, True, True, False, False, True, False])
    assert longest_runs(rows, mask[rows.turn], 4).tolist() == [2, 2, 1, 1]
