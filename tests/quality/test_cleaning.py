import itertools
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from callevents.model.audio import Audio, Distribution
from callevents.model.settings import Judging
from callevents.quality.cleaning import Cleaned, clean, one_way
from callevents.quality.figures import call_quality
from quality import naive
from quality.build import NONE, Row, samples

GOOD = Row(lost=3, count=1500, jitter=10, rtt=100)


def found(cleaned: Cleaned) -> dict[str, list[int]]:
    return {code.code: where.tolist() for code, where in cleaned.findings}


def audio(rows: Sequence[Row], counters: str = "auto") -> Audio:
    return call_quality(clean(samples(rows), counters), 1, Judging(), [])[0].audio.input


def packets(of: Audio) -> tuple[object, ...]:
    return of.usable_intervals, of.no_media_intervals, of.packets_lost, of.packets_count, of.packet_loss_pct


class TestTheCleaningTable:
    """One generated case for each row of the table; five good samples stand beside the odd one."""

    def test_nothing_odd(self) -> None:
        of = audio([GOOD] * 6)
        assert found(clean(samples([GOOD] * 6))) == {}
        assert packets(of) == (6, 0, 18, 9000, 0.2)
        assert of.jitter_ms == Distribution(6, 10, 10, 10, 10, 10, 10)
        assert of.rtt_ms == Distribution(6, 100, 100, 100, 100, 100, 100)

    @pytest.mark.parametrize("broken", [Row(NONE, 1500, 70, 400), Row(3, NONE, 70, 400)])
    def test_loss_needs_both_counts_while_jitter_and_rtt_stand_alone(self, broken: Row) -> None:
        of = audio([*[GOOD] * 5, broken])
        assert of.intervals == 6
        assert packets(of) == (5, 0, 15, 7500, 0.2)
        assert (of.jitter_ms.max, of.rtt_ms.max) == (70, 400)

    def test_negative_values_that_cannot_be_are_left_out_and_noted(self) -> None:
        rows = [*[GOOD] * 5, Row(3, -1, 70, 400), Row(3, 1500, -70, 400), Row(3, 1500, 70, -400)]
        of = audio(rows)
        assert found(clean(samples(rows))) == {"CE301": [5, 6, 7]}
        assert packets(of) == (7, 0, 21, 10_500, 0.2)
        assert (of.jitter_ms.count, of.rtt_ms.count) == (7, 7)
        assert (of.jitter_ms.min, of.rtt_ms.min) == (10, 100)

    def test_negative_loss_counts_in_the_sum_and_shows_as_0(self) -> None:
        rows = [*[GOOD] * 5, Row(-6, 1500)]
        cleaned = clean(samples(rows))
        assert found(cleaned) == {"CE302": [5]}
        assert cleaned.loss_pct[5] == 0
        assert packets(audio(rows)) == (6, 0, 9, 9000, 0.1)

    def test_the_sum_of_losses_is_never_below_0(self) -> None:
        assert packets(audio([GOOD, Row(-90, 1500)])) == (2, 0, 0, 3000, 0)

    def test_counters_that_run_up_give_the_figures_of_the_same_call_logged_by_interval(self) -> None:
        intervals = [
            Row(lost, count, 10, 100) for lost, count in [(3, 1490), (90, 1510), (0, 0), (-2, 1495), (0, 1505)]
        ]
        totals = itertools.accumulate(intervals, lambda a, b: Row(a.lost + b.lost, a.count + b.count, 10, 100))
        running = list(totals)
        assert found(clean(samples(running))) == {"CE302": [3], "CE303": [0]}
        assert audio(running) == audio(intervals)
        assert audio(running, "cumulative") == audio(intervals, "delta")
        assert audio(running, "delta") != audio(intervals)

    def test_a_running_total_in_front_is_left_out_of_loss_only(self) -> None:
        rows = [Row(40_000, 30_000, 70, 400), *[GOOD] * 5]
        of = audio(rows)
        assert found(clean(samples(rows))) == {"CE304": [0]}
        assert packets(of) == (5, 0, 15, 7500, 0.2)
        assert (of.intervals, of.jitter_ms.max, of.rtt_ms.max) == (6, 70, 400)

    def test_no_media_is_left_out_of_loss_and_mos(self) -> None:
        rows = [*[GOOD] * 5, Row(0, 0, 10, 100)]
        of = audio(rows)
        assert found(clean(samples(rows))) == {}
        assert packets(of) == (5, 1, 15, 7500, 0.2)
        assert of.mos == audio([GOOD] * 5).mos

    def test_more_lost_than_sent_is_a_loss_of_100_pct(self) -> None:
        rows = [*[GOOD] * 5, Row(30, 0), Row(30, 10)]
        cleaned, of = clean(samples(rows)), audio(rows)
        assert found(cleaned) == {"CE306": [5, 6]}
        assert cleaned.loss_pct[5:].tolist() == [100, 100]
        assert of.packet_loss_pct == 100 * (15 + 60) / (7500 + 60)
        assert of.worst_interval_loss_pct == 100

    def test_late_packets_in_an_interval_that_sent_none_count_in_the_sum_but_have_no_share(self) -> None:
        assert np.isnan(clean(samples([Row(-3, 0)])).loss_pct).all()
        assert packets(audio([GOOD, Row(-3, 0)])) == (2, 0, 0, 1500, 0)

    @pytest.mark.parametrize("rtt", [0, NONE])
    def test_an_rtt_of_0_is_not_reported(self, rtt: float) -> None:
        rows = [*[GOOD] * 5, Row(3, 1500, 10, rtt)]
        assert found(clean(samples(rows))) == {}
        assert audio(rows).rtt_ms == Distribution(5, 100, 100, 100, 100, 100, 100)

    def test_jitter_of_nothing_but_0_is_not_reported(self) -> None:
        assert audio([Row(jitter=0)] * 5).jitter_ms == Distribution(0)
        assert audio([Row(jitter=NONE)] * 5).jitter_ms == Distribution(0)
        assert audio([*[Row(jitter=0)] * 4, Row(jitter=5)]).jitter_ms == Distribution(5, 1, 0, 0, 5, 5, 5)

    @pytest.mark.parametrize("jitters", [(300, 600, 600, 1001), (300, 600, 900, 900, 70_000)])
    def test_jitter_that_never_falls_and_passes_1000_ms_is_a_running_sum(self, jitters: tuple[float, ...]) -> None:
        rows = [Row(jitter=jitter) for jitter in jitters]
        assert found(clean(samples(rows))) == {"CE307": [0]}
        assert audio(rows).jitter_ms == Distribution(0)

    @pytest.mark.parametrize("jitters", [(300, 600, 1001), (300, 600, 900, 1000), (300, 1200, 900, 1300)])
    def test_jitter_that_falls_or_stays_small_or_is_seldom_reported_is_no_sum(self, jitters: tuple[float, ...]) -> None:
        rows = [Row(jitter=jitter) for jitter in jitters]
        assert found(clean(samples(rows))) == {}
        assert audio(rows).jitter_ms.count == len(jitters)

    def test_values_over_60_000_ms_are_left_out(self) -> None:
        rows = [GOOD, Row(3, 1500, 60_001, 60_001), Row(3, 1500, 60_000, 60_000), GOOD]
        of = audio(rows)
        assert found(clean(samples(rows))) == {"CE308": [1]}
        assert (of.jitter_ms.count, of.jitter_ms.max) == (3, 60_000)
        assert (of.rtt_ms.count, of.rtt_ms.max) == (3, 60_000)


def test_without_samples_there_is_nothing_to_find() -> None:
    cleaned = clean(samples([]))
    assert cleaned.findings == ()
    assert one_way(cleaned, np.zeros(0, dtype=np.bool_)) == []


def test_what_is_excused_is_no_one_way_audio() -> None:
    rows = [Row(count=1500 * channel, channel=channel) for _ in range(3) for channel in (0, 1)]
    cleaned = clean(samples(rows))
    assert [(run.channel, run.samples) for run in one_way(cleaned, np.zeros(6, dtype=np.bool_))] == [(0, 3)]
    assert one_way(cleaned, np.array([False, False, True, True, False, False])[cleaned.samples.turn]) == []


MODES = st.sampled_from(["auto", "delta", "cumulative"])
LOST = st.one_of(st.just(0), st.integers(-20, 60), st.just(NONE), st.just(5000))
COUNT = st.one_of(st.just(0), st.integers(1400, 1600), st.integers(-1, 9000), st.just(NONE), st.just(2**53))
JITTER = st.one_of(st.just(0), st.integers(0, 80), st.floats(0, 80), st.sampled_from([NONE, -1, 900, 1500, 70_000]))
RTT = st.one_of(st.just(0), st.integers(1, 900), st.floats(0, 900), st.sampled_from([NONE, -1, 60_000, 60_001]))
TIMES = st.one_of(st.none(), st.integers(0, 10).map(lambda step: 30_000 * step))


@st.composite
def channels(draw: st.DrawFn) -> list[Row]:
    """Give the samples of one channel: of any values, or rising like counters and sums that run up."""
    rows = draw(st.lists(st.builds(Row, lost=LOST, count=COUNT, jitter=JITTER, rtt=RTT, time=TIMES), max_size=9))
    if draw(st.booleans()):
        return rows
    resets = draw(st.integers(1, 9))
    result: list[Row] = []
    for place, row in enumerate(rows):
        base = result[-1] if result and place % resets else Row(0, 0, 0)
        step = draw(st.integers(0, 1600))
        jitter = base.jitter + draw(st.sampled_from([0, 7, 300]))
        result.append(Row(row.lost, base.count + step, jitter, row.rtt, 30_000 * place))
    return result


@given(st.lists(st.tuples(channels(), channels()), max_size=3), MODES)
def test_many_calls_are_cleaned_as_each_channel_by_itself_in_plain_python(
    calls: list[tuple[list[Row], list[Row]]], mode: str
) -> None:
    rows: list[Row] = []
    for call, sides in enumerate(calls):
        in_turn = itertools.zip_longest(*([(row, channel) for row in side] for channel, side in enumerate(sides)))
        pairs = [pair for pairs in in_turn for pair in pairs if pair]
        rows += [Row(**{**vars(row), "call": call, "channel": channel}) for row, channel in pairs]
    cleaned = clean(samples(rows), mode)

    expected_findings: dict[str, list[int]] = {}
    for call, sides in enumerate(calls):
        for channel, side in enumerate(sides):
            where = np.flatnonzero(cleaned.samples.group == 2 * call + channel).tolist()
            expected = naive.clean(side, mode)
            for name in ("lost", "count", "usable", "no_media", "jitter", "rtt"):
                np.testing.assert_array_equal(getattr(cleaned, name)[where], getattr(expected, name), err_msg=name)
            np.testing.assert_allclose(cleaned.loss_pct[where], expected.loss, rtol=1e-12)
            for code, places in expected.found.items():
                expected_findings.setdefault(code, []).extend(where[place] for place in places)
    assert found(cleaned) == {code: sorted(places) for code, places in sorted(expected_findings.items())}
