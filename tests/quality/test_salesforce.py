import numpy as np
import pytest

from callevents.quality.salesforce import mos_of_averages, salesforce_mos
from quality.build import NONE, Row, samples


@pytest.mark.parametrize(
    ("averages", "expected"), [((2, 10, 10, 30), 4.3672791040000005), ((1, 20, 20, 40), 4.358684488140626)]
)
def test_mos_of_averages_is_that_of_the_connector_library(averages: tuple[float, ...], expected: float) -> None:
    assert mos_of_averages(*averages) == pytest.approx(expected, abs=1e-12)


def test_a_long_delay_costs_more() -> None:
    # effective delay 160: R = 93.2 - 4 on the steep line, and as much on the flat one.
    assert mos_of_averages(0, 1, 0, 150) == pytest.approx(mos_of_averages(0, 1, 0, 149.999), abs=1e-4)
    r = 93.2 - (165 - 120) / 10
    assert mos_of_averages(0, 1, 0, 155) == pytest.approx(1 + 0.035 * r + 7e-6 * r * (r - 60) * (100 - r))


def test_a_call_is_the_average_over_its_samples_with_missing_and_negative_values_as_0() -> None:
    rows = [Row(lost=4, count=20, jitter=20, rtt=60), Row(lost=-3, count=0, jitter=NONE, rtt=NONE)]
    assert salesforce_mos(samples(rows), 1).tolist() == pytest.approx([4.3672791040000005], abs=1e-12)


def test_a_call_has_the_lower_mos_of_its_channels() -> None:
    rows = [
        Row(lost=2, count=10, jitter=10, rtt=30, channel=0),
        Row(lost=1, count=20, jitter=20, rtt=40, channel=1),
    ]
    assert salesforce_mos(samples(rows), 1).tolist() == pytest.approx([4.358684488140626], abs=1e-12)


@pytest.mark.parametrize("count", [0, NONE, -5])
def test_a_channel_without_packets_is_skipped(count: float) -> None:
    empty = Row(lost=0, count=count, rtt=900, channel=1)
    assert salesforce_mos(samples([Row(2, 10, 10, 30), empty]), 1).tolist() == pytest.approx([4.367279104], abs=1e-9)
    assert np.isnan(salesforce_mos(samples([empty]), 1)).all()


def test_calls_without_samples_have_none() -> None:
    known = ~np.isnan(salesforce_mos(samples([Row(2, 10, 10, 30, call=1)]), 3))
    assert known.tolist() == [False, True, False]


def test_absurd_values_give_none_and_no_warning() -> None:
    assert np.isnan(salesforce_mos(samples([Row(jitter=1.7e308), Row(jitter=1.7e308)]), 1)).all()
