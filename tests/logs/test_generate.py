"""What tests may take for granted about an invented log."""

import json
import re
from collections import Counter
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from logs.audio import Sample, Tick
from logs.calls import Call, Message, Span, Stray
from logs.generate import Log, Plan, generate, write
from logs.shapes import SHAPES, TIME_FORMATS
from logs.truth import Truth, spread, total, truth_of

CALLS = 150


def figures(log: Log) -> dict[str, Truth]:
    """The truth without what depends on how the log was written."""
    written = ("events", "repeats")
    return {call: {key: truth[key] for key in truth if key not in written} for call, truth in log.truth.items()}


def plain(log: Log) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.lines]


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"repeats": 0.5},
        {"repeats": 1.0, "shape": "mixed", "time_format": "ns", "shuffle_seconds": 20},
        {"times": False, "repeats": 0.5},
        {"times": False, "shape": "nested_deep", "agent_field": None},
    ],
)
def test_every_line_is_an_event_or_a_repeat_of_a_call(options: dict[str, Any]) -> None:
    log = generate(3, CALLS, **options)
    events = sum(truth["events"] for truth in log.truth.values())
    repeats = sum(truth["repeats"] for truth in log.truth.values())
    assert len(log.lines) == events + repeats
    assert events == sum(log.events_by_type.values())
    assert bool(repeats) == bool(options.get("repeats"))


def test_the_same_seed_gives_the_same_bytes_and_another_seed_other_calls() -> None:
    options: dict[str, Any] = {"repeats": 0.2, "shape": "mixed", "shuffle_seconds": 5}
    first = generate(5, 40, **options)
    assert generate(5, 40, **options).data == first.data
    assert not generate(6, 40, **options).truth.keys() & first.truth.keys()


@pytest.mark.parametrize("shape", [*SHAPES, "mixed"])
def test_the_shape_of_a_log_changes_no_figure(shape: str) -> None:
    assert figures(generate(4, 60, shape=shape)) == figures(generate(4, 60))


def test_times_repeats_and_shuffling_change_no_figure_either() -> None:
    other = generate(4, 60, repeats=0.6, shuffle_seconds=30, time_format="us")
    assert figures(other) == figures(generate(4, 60))


def test_a_repeat_is_another_line_with_the_same_detail_and_another_session() -> None:
    log = generate(2, 60, repeats=1.0)
    logged: dict[str, str] = {}
    repeats = 0
    for event in plain(log):
        same = json.dumps([event["type"], event["detail"]])
        if event["session"].endswith("#1"):
            logged[same] = event["timestamp"]
        else:
            repeats += 1
            later = datetime.fromisoformat(event["timestamp"]) - datetime.fromisoformat(logged[same])
            assert 0.04 <= later.total_seconds() <= (15 if event["type"] == "callended" else 0.3)
    assert repeats == sum(truth["repeats"] for truth in log.truth.values()) > 1000


def test_a_repeated_lifecycle_event_comes_before_the_next_one_of_its_call() -> None:
    ignored = {"audiostats", "transcript", "note", "flagraise", "flaglower"}
    by_call: dict[str, list[dict[str, Any]]] = {}
    log = generate(8, 80, repeats=0.7)
    for event in plain(log):
        if event["type"] not in ignored:
            by_call.setdefault(event["detail"]["callId"], []).append(event)
    repeated = 0
    for events in by_call.values():
        for index, event in enumerate(events):
            if event["session"].endswith("#1") or event["type"] == "callended":
                continue
            repeated += 1
            assert events[index - 1]["detail"] == event["detail"]
            assert events[index - 1]["type"] == event["type"]
    assert repeated > 100


def test_calls_are_mixed_in_the_order_of_time() -> None:
    events = plain(generate(1, 60))
    assert [event["timestamp"] for event in events] == sorted(event["timestamp"] for event in events)
    changes = sum(before["detail"]["callId"] != after["detail"]["callId"] for before, after in pairwise(events))
    assert changes > len(events) / 3


def test_a_shuffled_log_has_the_same_lines_none_further_than_asked() -> None:
    seconds = 8
    ordered, shuffled = generate(1, 60), generate(1, 60, shuffle_seconds=seconds)
    assert shuffled.lines != ordered.lines
    assert sorted(shuffled.lines) == sorted(ordered.lines)
    latest = 0.0
    for event in plain(shuffled):
        at = datetime.fromisoformat(event["timestamp"]).timestamp()
        assert at > latest - seconds
        latest = max(latest, at)


def test_without_times_order_cannot_be_shuffled() -> None:
    with pytest.raises(ValueError, match="without times"):
        generate(1, 5, times=False, shuffle_seconds=3)


@pytest.mark.parametrize("time_format", TIME_FORMATS)
def test_every_time_format_keeps_the_whole_milliseconds(time_format: str) -> None:
    log = generate(9, 20, time_format=time_format)
    scale = {"s": 1000.0, "ms": 1.0, "us": 1e-3, "ns": 1e-6}
    first: dict[str, int] = {}
    for event in plain(log):
        value = event["timestamp"]
        if time_format.startswith("iso"):
            at = round(datetime.fromisoformat(value).timestamp() * 1000)
        elif time_format == "digits":
            at = int(value)
        else:
            at = round(value * scale[time_format])
        first.setdefault(event["detail"]["callId"], at)
    for call, truth in log.truth.items():
        assert round(datetime.fromisoformat(truth["first_event"]).timestamp() * 1000) == first[call]


def test_a_log_without_times_says_only_what_its_messages_say() -> None:
    log = generate(9, CALLS, times=False, agent_field=None, session_field=None)
    assert all(event.keys() == {"type", "detail"} for event in plain(log))
    for truth in log.truth.values():
        assert truth["started"] is truth["connected"] is truth["ended"] is truth["talk_ms"] is truth["agent"] is None
        assert truth["mute_ms"] == (None if truth.get("mutes") != 0 else 0)
    assert any(truth["first_event"] for truth in log.truth.values())
    assert any(truth.get("flag_open_ms") for truth in log.truth.values())


def test_the_durations_of_a_call_add_up() -> None:
    found = Counter[str]()
    for truth in generate(11, 600).truth.values():
        if truth["talk_ms"] is not None:
            assert truth["talk_ms"] + truth["hold_ms"] == truth["connected_ms"]
            assert truth["handle_ms"] == truth["connected_ms"] + (truth["wrap_up_ms"] or 0)
            assert 0 <= truth["customer_hold_ms"] <= truth["hold_ms"]
            assert truth["longest_hold_ms"] <= truth["hold_ms"] < truth["connected_ms"]
            assert truth["mute_ms"] <= truth["connected_ms"]
            found["talk"] += 1
            found["two held"] += truth["customer_hold_ms"] < truth["hold_ms"]
    assert found["talk"] > 300
    assert found["two held"] > 3


def test_each_scenario_ends_as_it_is_called() -> None:
    log = generate(12, 800)
    outcomes: dict[str, set[str]] = {}
    for call_id, call in log.calls.items():
        outcomes.setdefault(call.scenario, set()).add(log.truth[call_id].get("outcome", "open"))
    open_or_short = outcomes.pop("cut_at_start")
    assert "handled" in open_or_short
    assert outcomes == {
        "handled": {"handled"},
        "no_wrap_up": {"handled"},
        "native": {"handled"},
        "end_not_logged": {"handled"},
        "missed": {"missed"},
        "unanswered": {"unanswered"},
        "in_progress": {"in_progress"},
        "conversation_only": {"unknown"},
    }


def test_all_19_types_and_every_ending_of_a_hold_occur() -> None:
    log = generate(13, 600)
    assert len(log.events_by_type) == 19
    holds = [span for call in log.calls.values() for span in call.of("hold")]
    assert {(span.opens, span.closes, span.end is None) for span in holds} >= {
        (True, True, False),
        (True, False, False),
        (False, False, False),
        (True, False, True),
    }


def test_samples_never_look_like_running_totals() -> None:
    for call in generate(14, 200).calls.values():
        counts = [tick.samples[0].count for tick in call.ticks if tick.samples[0].count]
        assert all(300 <= count <= 1600 for count in counts)
        assert 3 * len(counts) >= 2 * len(call.ticks)


def test_phone_numbers_are_fictitious_and_ids_are_unique() -> None:
    log = generate(15, 400)
    numbers = {number for truth in log.truth.values() for number in truth.get("participants", []) if number[0] == "+"}
    assert numbers
    assert all(re.fullmatch(r"\+1\d{3}55501\d\d|\+44207946\d{4}|\+447700900\d{3}", number) for number in numbers)
    messages = [message.id for call in log.calls.values() for message in call.messages]
    assert len(set(messages)) == len(messages)


def test_a_written_log_has_the_bytes_of_the_one_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "large.ndjson"
    log = generate(16, 100)
    assert write(path, Plan(16, 100)) == len(log.lines)
    assert path.read_bytes() == log.data
    assert 40 < len(log.lines) / 100 < 52
    assert 12_000 < len(log.data) / 100 < 16_000


def test_the_edges_of_a_log_cut_its_first_and_last_calls() -> None:
    log = generate(17, 30, edge_calls=2, scenarios={"handled": 1})
    scenarios = Counter(call.scenario for call in log.calls.values())
    assert scenarios == {"cut_at_start": 2, "handled": 26, "in_progress": 2}


def test_a_call_worked_out_by_hand_has_these_figures() -> None:
    call = Call("handled", "c-1", "ana", "Inbound", "+12065550100", 0, 1_000, 5_000, 105_000, 125_000)
    call.spans = [
        Span("hold", 10_000, 30_000, "+12065550100"),
        Span("stay", 12_000, 60_000, "Tier 2"),
        Span("hold", 20_000, 40_000, "Tier 2", closes=False),
        Span("conference", 40_000, 60_000, closes=False),
        Span("mute", 50_000, 51_000),
    ]
    call.messages = [
        Message("transcript", "m-1", 6_000, 5_900, 5_950, "END_USER", None, "Good  morning to you"),
        Message("flagraise", "m-2", 7_000, 6_900, 6_950, "Agent", "Ana", "Help"),
        Message("flaglower", "m-3", 9_500, 9_400, 9_450, "Supervisor", "Tom", None),
    ]
    call.ticks = [
        Tick(35_000, [Sample("input", 15, 1500, 10, 0), Sample("output", 0, 1500, 0, 90)]),
        Tick(65_000, [Sample("input", 0, 0, None, 0), Sample("output", 3, 1500, 0, 110)]),
    ]
    truth = truth_of(call, times=True, agent="ana", events=18, repeats=0)
    expected = {
        "call_type": "inbound",
        "participants": ["+12065550100", "Tier 2"],
        "stage": "wrapped_up",
        "outcome": "handled",
        "started": "1970-01-01T00:00:01.000Z",
        "ring_ms": 4_000,
        "connected_ms": 100_000,
        "hold_ms": 30_000,
        "customer_hold_ms": 20_000,
        "longest_hold_ms": 20_000,
        "talk_ms": 70_000,
        "mute_ms": 1_000,
        "recording_paused_ms": 0,
        "conference_ms": 20_000,
        "wrap_up_ms": 20_000,
        "handle_ms": 120_000,
        "flag_open_ms": 2_500,
        "holds": 2,
        "words_by_role": {"Customer": 4},
    }
    assert {key: truth[key] for key in expected} == expected
    assert truth["audio"]["input"]["packet_loss_pct"] == 1.0
    assert truth["audio"]["input"]["no_media_intervals"] == 1
    assert truth["audio"]["output"]["jitter_ms"]["count"] == 0
    assert truth["audio"]["output"]["rtt_ms"]["mean"] == 100.0
    without = truth_of(call, times=False, agent=None, events=18, repeats=0)
    assert (without["hold_ms"], without["holds"], without["recording_paused_ms"]) == (None, 2, 0)
    assert (without["first_event"], without["flag_open_ms"]) == ("1970-01-01T00:00:05.950Z", 2_500)


def test_a_span_that_began_before_the_log_leaves_its_total_unknown() -> None:
    call = Call("cut_at_start", "c-2", "ana", None, None, 0, ended=9_000, cut_at_start=True)
    call.strays = [Stray("mute", 3_000, None)]
    truth = truth_of(call, times=True, agent="ana", events=2, repeats=0)
    assert (truth["mute_ms"], truth["hold_ms"], "mutes" in truth) == (None, 0, False)


def test_totals_count_time_once_and_are_unknown_where_an_end_is() -> None:
    assert total([]) == 0
    assert total([(0, 10), (5, 20), (30, 31)]) == 21
    assert total([(0, 10), (5, None)]) is None


def test_percentiles_are_values_that_occurred() -> None:
    found = spread(range(1, 21))
    assert (found["p50"], found["p95"], found["p99"], found["mean"]) == (10, 19, 20, 10.5)
    assert spread([7])["p50"] == 7
    assert spread([])["count"] == 0
