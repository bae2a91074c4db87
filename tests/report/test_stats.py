from collections.abc import Callable

import pytest

from callevents.model.call import Call
from callevents.model.errors import UsageError
from callevents.model.settings import Filters
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


def test_every_key_is_tested() -> None:
    assert set(KEY_OF) == set(KEYS)


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


def test_another_key_is_refused_with_the_keys_there_are() -> None:
    with pytest.raises(UsageError, match="channel, call, call-type, participant, agent, hour, day"):
        WHOLE.stats("weather")
