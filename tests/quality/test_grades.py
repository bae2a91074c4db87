import math

import numpy as np
import pytest

from callevents.model.settings import DEFAULT_THRESHOLDS
from callevents.quality.grades import GRADES, bands, cqd_poor, one_way_reason, reason, worst
from callevents.quality.oneway import OneWay


def grades(metric: str, *values: float) -> list[str]:
    return [GRADES[band].value for band in bands({metric: np.array(values)}, DEFAULT_THRESHOLDS)[metric]]


@pytest.mark.parametrize(
    ("metric", "values"),
    [
        ("loss", (0.999, 1, 2.999, 3)),
        ("jitter", (29.9, 30, 59.9, 60)),
        ("rtt", (299, 300, 499, 500)),
        ("r", (80, 79.9, 70, 69.9)),
    ],
)
def test_edges_are_those_of_the_table(metric: str, values: tuple[float, ...]) -> None:
    assert grades(metric, *values) == ["good", "fair", "fair", "poor"]


def test_an_unknown_value_has_no_grade() -> None:
    assert grades("loss", math.nan) == ["unknown"]
    assert grades("r", math.nan) == ["unknown"]


def test_the_worst_metric_decides_and_unknown_ones_do_not() -> None:
    values = {"loss": np.array([0, 0, math.nan]), "r": np.array([math.nan, 75, math.nan])}
    assert [GRADES[band].value for band in worst(bands(values, DEFAULT_THRESHOLDS))] == ["good", "fair", "unknown"]


def judge_cqd(*channels: tuple[float, float, float, float]) -> float:
    return float(cqd_poor(*(np.array(column, dtype=np.float64) for column in zip(*channels, strict=True)))[0])


def test_the_dashboard_rule_looks_at_channels_with_more_than_500_packets() -> None:
    fine = (500, 10, 30, 501)
    assert judge_cqd(fine, fine) == 0
    for bad in [(501, 0, 0, 501), (0, 10.1, 0, 501), (math.nan, 0, 30.1, 501)]:
        assert judge_cqd(fine, bad) == 1
        assert judge_cqd((*bad[:3], 500), fine) == 0
        assert math.isnan(judge_cqd((*bad[:3], 500), (*bad[:3], 0)))


def test_reasons_name_the_value_and_the_channel() -> None:
    assert reason("loss", 4.23, 1, 1, 3) == "loss 4.2 % on output"
    assert reason("jitter", 75.2, 0, 30, 60) == "jitter 75 ms on input"
    assert reason("rtt", 640, 1, 300, 500) == "RTT 640 ms on output"
    assert reason("r", 62.88, 0, 80, 70) == "R 62.9 on input"


def test_a_poor_value_is_never_rounded_to_one_that_is_not_poor() -> None:
    assert reason("r", 69.97, 0, 80, 70) == "R 69.97 on input"
    assert reason("r", math.nextafter(70, 0), 0, 80, 70) == "R 69.99999999999999 on input"
    assert reason("loss", 3.041, 1, 1, 3.04) == "loss 3.04 % on output"
    assert reason("loss", 3, 1, 1, 3) == "loss 3.0 % on output"


def test_one_way_audio_is_told_by_its_duration_or_its_samples() -> None:
    assert one_way_reason(OneWay(0, 0, 5, 3, 90_000)) == "one-way audio for 90 s: nothing on input"
    assert one_way_reason(OneWay(0, 1, 5, 3, None)) == "one-way audio for 3 samples: nothing on output"
    assert one_way_reason(OneWay(0, 1, 5, 3, 0)) == "one-way audio for 3 samples: nothing on output"
