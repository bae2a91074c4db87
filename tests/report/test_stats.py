from collections import Counter
from collections.abc import Callable

import pytest

from callevents.cli.commands.stats import KEYS as OFFERED
from callevents.model.call import Call
from callevents.model.errors import UsageError
from callevents.model.settings import Filters
from callevents.model.stats import GradeCounts
from callevents.model.value import iso_time
from callevents.report.analysis import Analysis
from callevents.report.stats import KEYS
from logs.generate import generate
from logs.truth import spread
from rebuild.little import analysis, event, rebuilt, sample

MADE = generate(33, 200, edge_calls=3, idle_seconds=900)
WHOLE = Analysis(rebuilt(MADE.lines))


def start(call: Call) -> str:
    time = call.first_event if call.started is None else call.started
    assert time is not None
    return iso_time(time)


KEY_OF: dict[str, Callable[[Call], str | None]] = {
    "channel": lambda call: None,
    "call": lambda call: call.call_id,
    "call-type": lambda call: call.call_type,
    "participant": lambda call: call.participant,
    "agent": lambda call: call.agent,
    "hour": lambda call: start(call)[:13],
    "day": lambda call: start(call)[:10],
}


def test_every_key_is_offered_and_tested() -> None:
    assert set(KEY_OF) == set(KEYS) == set(OFFERED)


@pytest.mark.parametrize("by", KEY_OF)
def test_the_rows_pool_the_samples_of_the_calls_with_their_key(by: str) -> None:
    rows = WHOLE.stats(by).rows
    samples: dict[tuple[str | None, str], list[tuple[str, int, int, int]]] = {}
    for call in WHOLE.calls:
        for tick in MADE.calls[call.call_id].ticks:
            for one in tick.samples:
                key = one.channel if by == "channel" else KEY_OF[by](call)
                samples.setdefault((key, one.channel), []).append((call.call_id, one.lost, one.count, one.rtt))
    assert [(row.key, row.channel) for row in rows if row.audio.intervals] == [
        (row.key, row.channel) for row in rows if (row.key, row.channel) in samples
    ]
    assert {(row.key, row.channel) for row in rows} == set(samples)
    for row in rows:
        mine = samples[row.key, row.channel]
        found = row.to_dict()
        assert found["calls"] == len({call_id for call_id, *_ in mine})
        assert found["intervals"] == len(mine)
        assert found["packets_lost"] == sum(lost for _, lost, _, _ in mine)
        assert found["packet_loss_pct"] == round(
            100 * sum(lost for _, lost, _, _ in mine) / sum(count for _, _, count, _ in mine), 6
        )
        assert found["rtt_ms"] == spread([rtt for *_, rtt in mine if rtt])


@pytest.mark.parametrize("by", ["call-type", "participant", "agent", "hour", "day"])
def test_keys_are_sorted_and_the_unknown_comes_last(by: str) -> None:
    keys = [row.key for row in WHOLE.stats(by).rows]
    known = [key for key in keys if key is not None]
    assert known == sorted(known)
    assert keys == known + [None] * (len(keys) - len(known))
    assert (None in keys) == (by in ("call-type", "participant"))


def test_calls_are_in_the_order_they_are_listed() -> None:
    keys = list(dict.fromkeys(row.key for row in WHOLE.stats("call").rows))
    listed = [call.call_id for call in WHOLE.calls]
    assert keys == [call_id for call_id in listed if call_id in keys]


def test_each_key_has_both_channels_input_first() -> None:
    found = analysis([sample(0, call_id="a"), sample(0, "output", call_id="b")]).stats("call").rows
    assert [(row.key, row.channel, row.calls) for row in found] == [
        ("a", "input", 1),
        ("a", "output", 0),
        ("b", "input", 0),
        ("b", "output", 1),
    ]


def test_a_key_without_audio_has_no_row_and_a_channel_always_has_one() -> None:
    silent = analysis([event("callstarted", 0)])
    assert silent.stats("call").rows == ()
    for found in (silent, analysis([])):
        assert [(row.key, row.calls, row.audio.intervals) for row in found.stats().rows] == [
            ("input", 0, 0),
            ("output", 0, 0),
        ]


def test_where_audio_is_not_counted_no_call_is_heard() -> None:
    found = Analysis(rebuilt([sample(0)]), Filters(types=("note",))).stats()
    assert [row.calls for row in found.rows] == [0, 0]


def test_the_hour_is_that_of_the_start_even_where_the_call_goes_on() -> None:
    found = analysis([event("callstarted", 3590), sample(3605), sample(3700)]).stats("hour")
    assert {row.key for row in found.rows} == {"2026-03-02T09"}


def test_shares_past_the_thresholds_are_of_the_samples_of_the_row() -> None:
    losses = [0, 15, 30, 60]
    found = analysis([sample(30 * n, lost=lost, jitter=20 * n, rtt=None) for n, lost in enumerate(losses)]).stats()
    row = found.to_dict()["rows"][0]
    assert row["loss_over_pct"] == {"fair": 75, "poor": 25}
    assert row["jitter_over_pct"] == {"fair": 50, "poor": 25}
    assert row["rtt_over_pct"] == {"fair": None, "poor": None}
    assert row["r_below_pct"]["poor"] == 0


def test_the_worst_interval_says_which_call_and_when() -> None:
    lines = [sample(0, call_id="a"), sample(30, call_id="b", lost=300, jitter=40, rtt=None), sample(60, call_id="a")]
    rows = analysis(lines).stats().to_dict()["rows"]
    worst = rows[0]["worst_interval"]
    assert (worst["call_id"], worst["time"], worst["packet_loss_pct"]) == ("b", "2026-03-02T09:00:30.000Z", 20)
    assert (worst["jitter_ms"], worst["rtt_ms"]) == (40, None)
    assert rows[1]["worst_interval"] is None


def test_the_worst_interval_is_the_lowest_mos_of_the_calls() -> None:
    for row in WHOLE.stats("agent").rows:
        minima = [call.mos_min for call in WHOLE.calls if call.agent == row.key and call.mos_min is not None]
        assert row.worst_interval is not None
        assert row.worst_interval.mos is not None
        assert row.worst_interval.mos >= min(minima)
    whole = [row.worst_interval.mos for row in WHOLE.stats().rows if row.worst_interval and row.worst_interval.mos]
    assert min(whole) == min(call.mos_min for call in WHOLE.calls if call.mos_min is not None)


@pytest.mark.parametrize("by", ["channel", "agent", "hour"])
def test_per_call_each_call_has_one_vote(by: str) -> None:
    for row in WHOLE.stats(by).rows:
        mine = [call for call in WHOLE.calls if by == "channel" or KEY_OF[by](call) == row.key]
        heard = [call for call in mine if getattr(call.audio, row.channel).intervals]
        audio = [getattr(call.audio, row.channel) for call in heard]
        own = {
            "packet_loss_pct": [one.packet_loss_pct for one in audio if one.packet_loss_pct is not None],
            "jitter_ms": [one.jitter_ms.mean for one in audio if one.jitter_ms.count],
            "rtt_ms": [one.rtt_ms.mean for one in audio if one.rtt_ms.count],
            "mos": [one.mos for one in audio if one.mos is not None],
        }
        for name, found in row.to_dict()["per_call"].items():
            assert found == pytest.approx(spread(own[name]), abs=1e-6)
        grades = Counter(call.grade.value for call in heard)
        assert row.by_grade == GradeCounts(**grades)
        assert row.calls == sum(grades.values())


def test_a_long_call_outweighs_in_the_pool_and_not_per_call() -> None:
    long = [sample(30 * n, call_id="long", lost=150) for n in range(9)]
    found = analysis([*long, sample(0, call_id="short", lost=0)]).stats().rows[0]
    assert found.audio.packet_loss_pct == pytest.approx(9)
    assert found.per_call.packet_loss_pct.mean == pytest.approx(5)


def test_histograms_count_every_sample_that_has_a_value() -> None:
    found = WHOLE.stats()
    rows = {row.channel: row.audio for row in found.rows}
    assert len(found.histograms) == 6
    for one in found.histograms:
        audio = rows[one.channel]
        totals = {
            "packet_loss_pct": audio.usable_intervals,
            "jitter_ms": audio.jitter_ms.count,
            "rtt_ms": audio.rtt_ms.count,
        }
        assert sum(one.counts) == totals[one.figure]


def test_histograms_and_shares_past_the_thresholds_agree() -> None:
    found = WHOLE.stats()
    jitter = next(one for one in found.histograms if (one.figure, one.channel) == ("jitter_ms", "output"))
    poor = sum(count for edge, count in zip(jitter.edges, jitter.counts, strict=True) if edge >= 60)
    assert found.rows[1].jitter_over_pct.poor == pytest.approx(100 * poor / sum(jitter.counts))


def test_only_the_chosen_calls_count() -> None:
    one = Analysis(rebuilt(MADE.lines), Filters(call_ids=(WHOLE.calls[5].call_id,))).stats()
    assert [sum(h.counts) for h in one.histograms if h.figure == "packet_loss_pct"] == [
        WHOLE.calls[5].audio.input.usable_intervals,
        WHOLE.calls[5].audio.output.usable_intervals,
    ]
    assert one.handling[0].calls.total == 1
    assert one.rows[0].calls <= 1


def test_another_key_is_refused_with_the_keys_there_are() -> None:
    with pytest.raises(UsageError, match="channel, call, call-type, participant, agent, hour, day"):
        WHOLE.stats("weather")
