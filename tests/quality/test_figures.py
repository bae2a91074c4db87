import itertools
import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from callevents.model.audio import NO_AUDIO, Audio, Channels
from callevents.model.call import Call, Grade
from callevents.model.settings import Judging
from callevents.quality.cleaning import clean, one_way
from callevents.quality.codecs import CODECS
from callevents.quality.emodel import mos, r_factor
from callevents.quality.figures import WITHOUT_AUDIO, CallQuality, call_quality, pooled, single_intervals
from quality import naive
from quality.build import NONE, Row, samples

GOOD = Row(lost=0, count=1500, jitter=10, rtt=100)


def on(channel: int, *rows: Row, call: int = 0) -> list[Row]:
    return [Row(**{**vars(row), "channel": channel, "call": call}) for row in rows]


def judge(rows: Sequence[Row], calls: int = 1, judging: Judging | None = None) -> list[CallQuality]:
    cleaned = clean(samples(rows))
    runs = one_way(cleaned, np.zeros(len(rows), dtype=np.bool_))
    return list(call_quality(cleaned, calls, judging or Judging(), runs))


def pool(rows: Sequence[Row], keys: Sequence[int]) -> list[Channels]:
    cleaned = clean(samples(rows))
    quality = call_quality(cleaned, len(keys), Judging(), [])
    return list(pooled(cleaned, np.array(keys), max(keys, default=-1) + 1, quality))


def r(loss: float, delay: float) -> float:
    return float(r_factor(loss, delay, CODECS["g711-plc"]))


def test_every_field_is_one_of_a_call() -> None:
    assert set(CallQuality.__struct_fields__) <= set(Call.__struct_fields__)


def test_a_call_without_samples_has_no_figures_and_no_grade() -> None:
    first, second, third = judge(on(0, GOOD, call=1), calls=3)
    assert first == third == WITHOUT_AUDIO
    assert (first.audio, first.grade, first.mos, first.cqd_poor) == (Channels(), Grade.UNKNOWN, None, None)
    assert second.grade is Grade.GOOD
    assert second.audio.output == NO_AUDIO
    assert judge([], calls=0) == []


def test_loss_is_sum_over_sum_and_not_a_mean_of_ratios() -> None:
    of = judge([Row(10, 100), Row(0, 900)])[0].audio.input
    assert (of.packets_lost, of.packets_count, of.packet_loss_pct, of.worst_interval_loss_pct) == (10, 1000, 1.0, 10.0)


def test_mos_is_mapped_once_from_pooled_loss_and_means() -> None:
    call = judge([Row(30, 1000, 20, 100), Row(0, 2000, 60, 500)])[0]
    assert call.r_factor == call.audio.input.r_factor == r(1, 150 + 40 + 20)
    assert call.mos == call.audio.input.mos == mos(r(1, 210))


def test_a_call_has_the_mos_of_its_worse_channel_and_of_its_worst_interval() -> None:
    call = judge([*on(0, GOOD, GOOD), *on(1, Row(30, 1000, 10, 100), Row(0, 1000, 10, 100))])[0]
    assert call.mos == call.audio.output.mos == mos(r(1.5, 80))
    assert call.audio.input.mos == mos(r(0, 80))
    assert call.mos_min == mos(r(3, 80))


def test_a_channel_borrows_the_rtt_that_only_the_other_reports() -> None:
    call = judge([*on(0, Row(jitter=30, rtt=0)), *on(1, Row(jitter=10, rtt=700))])[0]
    assert call.audio.input.r_factor == r(0, 350 + 30 + 20)
    assert call.audio.input.rtt_ms.count == 0
    assert call.mos_basis == "conversational"


def test_where_no_channel_reports_rtt_mos_is_that_of_listening() -> None:
    call = judge([*on(0, Row(15, 1500, 300)), *on(1, Row(0, 1500, 300, 0))])[0]
    assert (call.r_factor, call.mos_basis) == (r(1, 0), "listening")


def test_without_any_sample_counts_and_sums_are_0_and_all_else_is_unknown() -> None:
    nothing = dict.fromkeys(("mean", "min", "p50", "p95", "p99", "max"))
    assert NO_AUDIO.to_dict() == {
        **dict.fromkeys(("intervals", "usable_intervals", "no_media_intervals", "packets_lost", "packets_count"), 0),
        **dict.fromkeys(("poor_intervals", "longest_poor_run"), 0),
        **dict.fromkeys(("packet_loss_pct", "worst_interval_loss_pct", "mos", "r_factor")),
        "jitter_ms": {"count": 0, **nothing},
        "rtt_ms": {"count": 0, **nothing},
    }


def test_without_a_usable_interval_there_is_no_mos_and_no_grade_but_jitter_and_rtt() -> None:
    call = judge([Row(NONE, NONE, 900, 900), Row(0, 0, 900, 900)])[0]
    assert (call.grade, call.poor_because, call.mos, call.mos_min, call.mos_basis) == (Grade.UNKNOWN, (), *[None] * 3)
    assert (call.r_factor, call.cqd_poor) == (None, None)
    of = call.audio.input
    assert (of.intervals, of.usable_intervals, of.packet_loss_pct, of.poor_intervals) == (2, 0, None, 0)
    assert (of.jitter_ms.mean, of.rtt_ms.mean) == (900, 900)


@pytest.mark.parametrize(
    ("row", "grade", "because"),
    [
        (GOOD, Grade.GOOD, ()),
        (Row(15, 1500, 10, 100), Grade.FAIR, ()),
        (Row(45, 1500, 10, 100), Grade.POOR, ("loss 3.0 % on output",)),
        (Row(0, 1500, 75, 100), Grade.POOR, ("jitter 75 ms on output",)),
        # Half of 940, 10 and 20 make a delay of 500 ms: R 62.56 by the published vectors.
        (Row(0, 1500, 10, 940), Grade.POOR, ("RTT 940 ms on output", "R 62.6 on input", "R 62.6 on output")),
        (Row(150, 1500, 10, 100), Grade.POOR, ("loss 10.0 % on output", "R 66.1 on output")),
    ],
)
def test_a_call_has_the_grade_of_its_worst_channel_and_metric(row: Row, grade: Grade, because: tuple[str, ...]) -> None:
    # The input channel reports no RTT, and so shares the output's.
    call = judge([*on(0, Row(0, 1500, 10, 0)), *on(1, row)])[0]
    assert call.grade is grade
    assert sorted(call.poor_because) == sorted(because)


def test_thresholds_and_codec_are_those_of_the_judging() -> None:
    row = Row(30, 1500, 10, 100)
    assert judge([row])[0].grade is Grade.FAIR
    lax = {"loss": (2.5, 3.0), "jitter": (30.0, 60.0), "rtt": (300.0, 500.0), "r": (80.0, 70.0)}
    assert judge([row], judging=Judging(thresholds=lax))[0].grade is Grade.GOOD
    assert judge([row], judging=Judging(codec="g711"))[0].grade is Grade.POOR


def test_one_way_audio_makes_a_call_poor() -> None:
    rows = [Row(0, 1500 * (channel or step == 0), channel=channel) for step in range(3) for channel in (0, 1)]
    call = judge(rows)[0]
    assert call.grade is Grade.POOR
    assert call.poor_because == ("one-way audio for 2 samples: nothing on input",)
    assert call.audio.input.no_media_intervals == 2


def test_the_dashboard_rule_stands_beside_the_grade() -> None:
    assert judge([Row(0, 501, 31, 100)])[0].cqd_poor is True
    assert judge([Row(0, 501, 30, 100)])[0].cqd_poor is False
    assert judge([Row(0, 500, 31, 100)])[0].cqd_poor is None


def test_poor_intervals_and_their_longest_run_are_counted() -> None:
    bad = Row(150, 1500)
    of = judge([bad, GOOD, bad, bad, Row(0, 0), bad])[0].audio.input
    assert (of.poor_intervals, of.longest_poor_run) == (4, 2)


def test_interval_mos_is_unknown_where_loss_is() -> None:
    found = mos(single_intervals(clean(samples([Row(15, 1500, 10, 100), Row(0, 0, 10, 100)])), Judging()).r)
    assert found[0] == mos(r(1, 80))
    assert math.isnan(found[1])


def test_a_negative_loss_in_one_call_offsets_another_in_the_pool_as_within_a_call() -> None:
    rows = [*on(0, Row(-5, 1000)), *on(0, Row(15, 1000), call=1)]
    assert pool(rows, [0, 0])[0].input.packet_loss_pct == 0.5


def test_pooled_mos_and_r_are_medians_of_the_calls_own() -> None:
    calls = [on(0, Row(lost, 1000, 10, 100), call=call) for call, lost in enumerate([0, 10, 400])]
    of = pool([row for rows in calls for row in rows], [0, 0, 0])[0].input
    assert of.r_factor == r(1, 80)
    assert of.mos == mos(r(1, 80))
    assert of.packet_loss_pct == 100 * 410 / 3000


def test_a_run_of_poor_intervals_never_crosses_calls() -> None:
    bad = Row(150, 1500)
    of = pool([*on(0, GOOD, bad, bad), *on(0, bad, bad, bad, GOOD, call=1)], [0, 0])[0].input
    assert (of.poor_intervals, of.longest_poor_run) == (5, 3)


def test_calls_are_pooled_by_key_and_those_without_are_left_out() -> None:
    rows = [row for call in range(4) for row in on(0, Row(call, 1000, 10 * call), call=call)]
    first, second, third = pool(rows, [2, -1, 0, 2])[:3]
    assert (first.input.packets_lost, second.input, third.input.packets_lost) == (2, NO_AUDIO, 3)
    assert third.input.jitter_ms == naive.describe([30])


VALUES = st.builds(
    Row,
    lost=st.one_of(st.integers(-9, 99), st.just(NONE)),
    count=st.one_of(st.just(0), st.integers(0, 2000), st.just(NONE)),
    jitter=st.one_of(st.integers(0, 90), st.floats(0, 90), st.just(NONE)),
    rtt=st.one_of(st.integers(0, 900), st.floats(0, 900), st.just(NONE)),
    channel=st.integers(0, 1),
)
CALLS = st.lists(st.lists(VALUES, max_size=8), min_size=1, max_size=5)


def numbered(calls: Sequence[Sequence[Row]]) -> list[Row]:
    return [Row(**{**vars(row), "call": call}) for call, rows in enumerate(calls) for row in rows]


@given(CALLS)
def test_a_call_has_the_same_figures_alone_and_among_others(calls: list[list[Row]]) -> None:
    assert judge(numbered(calls), len(calls)) == [judge(rows)[0] for rows in calls]


@given(CALLS)
def test_a_pool_of_one_call_is_that_call(calls: list[list[Row]]) -> None:
    rows = numbered(calls)
    cleaned = clean(samples(rows))
    quality = call_quality(cleaned, len(calls), Judging(), [])
    assert pooled(cleaned, np.arange(len(calls)), len(calls), quality) == tuple(call.audio for call in quality)


@given(CALLS)
def test_figures_are_those_of_plain_python(calls: list[list[Row]]) -> None:
    for call, rows in zip(judge(numbered(calls), len(calls)), calls, strict=True):
        for channel, audio in enumerate((call.audio.input, call.audio.output)):
            of_channel = [row for row in rows if row.channel == channel]
            assert_is(audio, naive.clean(of_channel, "auto").figures() if of_channel else {})


@given(CALLS)
def test_a_pool_has_the_figures_of_all_its_samples_in_plain_python(calls: list[list[Row]]) -> None:
    both = pool(numbered(calls), [0] * len(calls))[0]
    for channel, audio in enumerate((both.input, both.output)):
        together = naive.Channel()
        for rows in calls:
            cleaned = naive.clean([row for row in rows if row.channel == channel], "auto")
            for name in ("lost", "count", "usable", "no_media", "loss", "jitter", "rtt"):
                getattr(together, name).extend(getattr(cleaned, name))
        assert_is(audio, together.figures() if together.lost else {})


def assert_is(audio: Audio, figures: dict[str, object]) -> None:
    if not figures:
        assert audio == NO_AUDIO
    for name, expected in figures.items():
        value = getattr(audio, name)
        assert value == (pytest.approx(expected, rel=1e-12) if isinstance(expected, float) else expected), name


@given(CALLS)
def test_shares_mos_and_r_stay_within_their_bounds(calls: list[list[Row]]) -> None:
    quality = judge(numbered(calls), len(calls))
    for call in quality:
        assert call.mos is None or 1 <= call.mos <= 4.5
        assert (call.mos is None) == (call.r_factor is None) == (call.mos_basis is None)
        assert (call.grade is Grade.POOR) == bool(call.poor_because)
        for audio in (call.audio.input, call.audio.output):
            assert audio.packet_loss_pct is None or 0 <= audio.packet_loss_pct <= 100
            assert audio.usable_intervals + audio.no_media_intervals <= audio.intervals
            assert audio.longest_poor_run <= audio.poor_intervals <= audio.usable_intervals


def test_running_totals_and_interval_counts_of_the_same_call_give_the_same_quality() -> None:
    intervals = [Row(lost, count, 10, 100) for lost, count in [(3, 1490), (90, 1510), (0, 0), (7, 1495), (0, 1505)]]
    totals = itertools.accumulate(intervals, lambda a, b: Row(a.lost + b.lost, a.count + b.count, 10, 100))
    running, by_interval = judge(list(totals))[0], judge(intervals)[0]
    assert running.salesforce_mos != by_interval.salesforce_mos, "it is of the samples as logged"
    for name in set(CallQuality.__struct_fields__) - {"salesforce_mos"}:
        assert getattr(running, name) == getattr(by_interval, name), name
