from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import callevents
from callevents.model.audio import Audio, Channels, Distribution
from callevents.model.call import Call
from callevents.model.columnar import Columnar
from callevents.model.report import Spread
from callevents.model.settings import DEFAULT_THRESHOLDS
from callevents.report.spread import spreads
from render import values

VALUES = st.lists(st.one_of(st.none(), st.floats(0, 100)), max_size=20)


def losing(input: float | None, output: float | None = None) -> Call:
    return values.call(audio=Channels(Audio(packet_loss_pct=input), Audio(packet_loss_pct=output)))


def spread_of(metric: str, *calls: Call, **edges: tuple[float, float]) -> Spread:
    return next(
        one for one in spreads(Columnar.of(Call, calls), {**DEFAULT_THRESHOLDS, **edges}) if one.metric == metric
    )


def counts(spread: Spread) -> dict[float, tuple[int, ...]]:
    return {one.low: tuple(one.by_grade.values()) for one in spread.bins if any(one.by_grade.values())}


@given(VALUES)
def test_every_call_with_a_value_is_in_one_bin_that_holds_it(losses: list[float | None]) -> None:
    spread = spread_of("loss", *map(losing, losses))
    assert all(one.high == other.low for one, other in pairwise(spread.bins))
    for one in spread.bins:
        inside = [v for v in losses if v is not None and one.low <= v and (one.high is None or v < one.high)]
        # A value within a millionth of an edge may count as on it.
        near = [v for v in losses if v is not None and min(abs(v - one.low), abs(v - (one.high or -1))) < 1e-6]
        assert abs(sum(one.by_grade.values()) - len(inside)) <= len(near)
    assert sum(sum(one.by_grade.values()) for one in spread.bins) == sum(v is not None for v in losses)


def test_the_worse_channel_counts_and_the_edges_are_edges_of_bins() -> None:
    spread = spread_of("loss", losing(0.2, 1.0), losing(2.99), losing(None, 3.0), losing(50))
    assert counts(spread) == {1.0: (0, 1, 0), 2.75: (0, 1, 0), 3.0: (0, 0, 1), 5.75: (0, 0, 1)}
    assert spread.bins[-1].high is None


def test_own_thresholds_move_the_grades_and_the_scale() -> None:
    spread = spread_of("loss", losing(0.15), losing(0.25), losing(0.35), loss=(0.2, 0.3))
    assert counts(spread) == {0.15: (1, 0, 0), 0.25: (0, 1, 0), 0.35: (0, 0, 1)}


def test_mos_goes_from_1_to_4_5_and_has_the_grade_of_its_r() -> None:
    calls = [values.call(mos=mos, r_factor=r) for mos, r in ((1.0, 0.0), (3.597, 70.0), (4.024, 80.0), (4.5, 100.0))]
    spread = spread_of("mos", *calls)
    assert (spread.bins[0].low, spread.bins[-1].high) == (1.0, 4.5)
    assert counts(spread) == {1.0: (0, 0, 1), 3.5: (0, 1, 0), 4.0: (1, 0, 0), 4.4: (1, 0, 0)}
    assert spread.edges == pytest.approx((4.024, 3.597), abs=0.001)


def test_mean_jitter_and_mean_rtt_are_spread() -> None:
    audio = Audio(jitter_ms=Distribution(2, 31.0), rtt_ms=Distribution(2, 510.0))
    call = values.call(audio=Channels(audio))
    assert counts(spread_of("jitter", call)) == {30.0: (0, 1, 0)}
    assert counts(spread_of("rtt", call)) == {500.0: (0, 0, 1)}


def test_a_cut_list_keeps_the_worst_calls_in_their_order() -> None:
    analysis = callevents.analyze("sample_logs")
    report = analysis.report(limit=8)
    worst = set(analysis.summary().worst_calls)
    listed = [call.call_id for call in report.calls]
    assert len(listed) == 8
    assert worst <= set(listed)
    assert listed == [call.call_id for call in analysis.calls if call.call_id in set(listed)]
    assert [one.call.call_id for one in report.details] == listed
    assert report.left_out == len(analysis.calls) - 8
    assert sum(bucket.calls for bucket in report.over_time) == sum(
        call.first_event is not None for call in analysis.calls
    )
