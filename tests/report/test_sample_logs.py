"""The figures of the sample logs, worked out once more with nothing but json, loops and the published formulas."""

import gzip
import json
import math
import statistics
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest

import callevents
from callevents.report.analysis import Analysis
from logs.samples import FOLDER

Event = dict[str, Any]


@cache
def text_of(file: str) -> bytes:
    data = (FOLDER / file).read_bytes()
    return gzip.decompress(data) if file.endswith(".gz") else data


@cache
def events_of(file: str) -> list[Event]:
    return [json.loads(line) for line in text_of(file).splitlines()]


@cache
def analysis_of(file: str) -> Analysis:
    return callevents.analyze(FOLDER / file, text="")


def by_call(file: str) -> dict[str, list[Event]]:
    calls: dict[str, list[Event]] = {}
    for event in events_of(file):
        calls.setdefault(event["detail"]["callId"], []).append(event)
    return calls


def moment(event: Event) -> int:
    return round(datetime.fromisoformat(event["timestamp"]).timestamp() * 1000)


def first(events: Sequence[Event], kind: str) -> int | None:
    return next((moment(event) for event in events if event["type"] == kind), None)


def nearest_rank(values: Sequence[float], percent: float) -> float:
    return sorted(values)[math.ceil(percent / 100 * len(values)) - 1]


def close(found: float | None, expected: float) -> bool:
    return found is not None and math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-9)


WHOLE = ["stories.ndjson", "shift.ndjson.gz", "no-times.ndjson"]
TIMED = WHOLE[:2]


@pytest.mark.parametrize("file", WHOLE)
def test_lines_events_and_calls_are_counted(file: str) -> None:
    found = analysis_of(file).summary()
    lines = text_of(file).splitlines()
    assert (found.inputs.lines, found.inputs.events) == (len(lines), len(lines))
    assert found.inputs.bytes == len(text_of(file))
    assert found.events_by_type == Counter(event["type"] for event in events_of(file))
    assert found.calls.total == len(by_call(file))


@pytest.mark.parametrize("file", TIMED)
@pytest.mark.parametrize(
    ("key", "start", "end"),
    [
        ("ring_ms", "callstarted", "callconnected"),
        ("connected_ms", "callconnected", "callended"),
        ("wrap_up_ms", "callended", "wrapupended"),
    ],
)
def test_durations_between_stages(file: str, key: str, start: str, end: str) -> None:
    known = []
    for events in by_call(file).values():
        begun, ended = first(events, start), first(events, end)
        if begun is not None and ended is not None:
            known.append(ended - begun)
    found = getattr(analysis_of(file).summary().durations, key)
    assert found.count == len(known)
    assert close(found.mean, statistics.fmean(known))
    assert (found.min, found.p50, found.max) == (min(known), nearest_rank(known, 50), max(known))
    assert (found.p95, found.p99) == (nearest_rank(known, 95), nearest_rank(known, 99))


@pytest.mark.parametrize("file", TIMED)
def test_mute_totals_of_calls_that_were_muted_in_turn(file: str) -> None:
    calls = {call.call_id: call for call in analysis_of(file).calls}
    compared = 0
    for call_id, events in by_call(file).items():
        turns = [event for event in events if event["type"] in ("mute", "unmute")]
        kinds = [event["type"] for event in turns]
        if not kinds or kinds != ["mute", "unmute"] * (len(kinds) // 2):
            continue
        expected = sum(moment(event) * (1 if event["type"] == "unmute" else -1) for event in turns)
        assert (calls[call_id].mute_ms, calls[call_id].mutes) == (expected, len(turns) // 2)
        compared += 1
    assert compared > 1


@pytest.mark.parametrize("file", WHOLE)
@pytest.mark.parametrize("channel", ["input", "output"])
def test_loss_jitter_and_rtt_of_each_channel(file: str, channel: str) -> None:
    samples = [
        event["detail"]
        for event in events_of(file)
        if event["type"] == "audiostats" and event["detail"]["stats"] == f"{channel}ChannelStats"
    ]
    found = getattr(analysis_of(file).summary().audio, channel)
    lost, count = (sum(sample[name] for sample in samples) for name in ("packetsLost", "packetsCount"))
    assert (found.intervals, found.packets_lost, found.packets_count) == (len(samples), lost, count)
    assert close(found.packet_loss_pct, 100 * lost / count)
    rtt = [sample["roundTripTimeMillis"] for sample in samples if sample["roundTripTimeMillis"]]
    assert found.rtt_ms.count == len(rtt)
    if rtt:
        assert close(found.rtt_ms.mean, statistics.fmean(rtt))
        assert (found.rtt_ms.p50, found.rtt_ms.p95) == (nearest_rank(rtt, 50), nearest_rank(rtt, 95))
    # A channel of a call that reports nothing but 0 did not report its jitter.
    jitters: dict[str, list[int]] = {}
    for sample in samples:
        if sample["jitterBufferMillis"] is not None:
            jitters.setdefault(sample["callId"], []).append(sample["jitterBufferMillis"])
    jitter = [value for of_call in jitters.values() if any(of_call) for value in of_call]
    assert found.jitter_ms.count == len(jitter)
    assert close(found.jitter_ms.mean, statistics.fmean(jitter))


def r_factor(loss_pct: float, jitter: float, rtt: float) -> float:
    """ITU-T G.107 with G.711 and packet-loss concealment, as the description of quality writes it out."""
    delay = rtt / 2 + jitter + 20
    impairment = 0.0
    if delay > 100:
        x = math.log2(delay / 100)
        impairment = 25 * ((1 + x**6) ** (1 / 6) - 3 * (1 + (x / 3) ** 6) ** (1 / 6) + 2)
    return min(100.0, max(0.0, 93.2 - impairment - 95 * loss_pct / (loss_pct + 25.1)))


def test_mos_and_r_of_every_call_of_the_shift() -> None:
    compared = 0
    for call in analysis_of("shift.ndjson.gz").calls:
        channels = (call.audio.input, call.audio.output)
        rs = []
        for own, other in (channels, channels[::-1]):
            if own.packet_loss_pct is not None:
                rtt = own.rtt_ms.mean if own.rtt_ms.mean is not None else other.rtt_ms.mean
                rs.append(r_factor(own.packet_loss_pct, own.jitter_ms.mean or 0, rtt or 0))
        if not rs or all(channel.rtt_ms.mean is None for channel in channels):
            continue
        r = min(rs)
        assert close(call.r_factor, r)
        assert close(call.mos, max(1.0, 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6))
        compared += 1
    assert compared > 200


def test_the_loss_of_the_shift_by_agent_and_by_the_hour_of_the_calls_start() -> None:
    sums: dict[tuple[str, str], list[int]] = {}
    for events in by_call("shift.ndjson.gz").values():
        started = first(events, "callstarted")
        start = min(map(moment, events)) if started is None else started
        hour = datetime.fromtimestamp(start / 1000, UTC).strftime("%Y-%m-%dT%H")
        for event in events:
            sample = event["detail"]
            if event["type"] == "audiostats" and sample["stats"] == "outputChannelStats":
                for by, key in (("agent", event["agent"]), ("hour", hour)):
                    total = sums.setdefault((by, key), [0, 0])
                    total[0] += sample["packetsLost"]
                    total[1] += sample["packetsCount"]
    for by in ("agent", "hour"):
        rows = [row for row in analysis_of("shift.ndjson.gz").stats(by).rows if row.channel == "output"]
        assert [row.key for row in rows] == sorted(key for of, key in sums if of == by)
        for row in rows:
            lost, count = sums[by, row.key or ""]
            assert close(row.audio.packet_loss_pct, 100 * lost / count)
    assert max(sums, key=lambda of: sums[of][0] / sums[of][1] * (of[0] == "hour")) == ("hour", "2026-03-04T14")


def test_the_three_way_story_is_rebuilt_as_it_is_told() -> None:
    # Held from 0:46 to the swap at 1:22 and from the swap at 1:55 to the conference at 2:10, and once more from 3:29 to
    # 3:58; between the swaps the technician was held. The conference lasts to 3:16. Events are logged up to 1 s off.
    call = next(call for call in analysis_of("stories.ndjson").calls if call.agent == "elena.petrova")
    told = {
        "ring_ms": 8,
        "connected_ms": 249,
        "hold_ms": (130 - 46) + (238 - 209),
        "customer_hold_ms": (82 - 46) + (130 - 115) + (238 - 209),
        "longest_hold_ms": 82 - 46,
        "conference_ms": 196 - 130,
        "wrap_up_ms": 292 - 257,
    }
    for key, seconds in told.items():
        assert abs(getattr(call, key) - 1000 * seconds) <= 2000, key
    assert (call.holds, call.participants[1:], call.outcome) == (4, ("Tier 2 Support",), "handled")


def test_the_messages_of_a_log_without_times_have_their_own() -> None:
    said = [event["detail"] for event in events_of("no-times.ndjson") if event["type"] == "transcript"]
    items = analysis_of("no-times.ndjson").transcript().to_dict()["items"]
    assert Counter((item["call_id"], item["text"]) for item in items) == Counter(
        (detail["callId"], detail["content"]["text"]) for detail in said
    )
    received = {detail["id"]: detail["serverReceivedTimestamp"] for detail in said}
    for item in items:
        assert round(datetime.fromisoformat(item["time"]).timestamp() * 1000) == received[item["id"]]


def test_the_lines_of_the_troubled_log_are_told_apart() -> None:
    blank = rejected = events = 0
    for line in text_of("troubled.ndjson").removesuffix(b"\n").split(b"\n"):
        try:
            entry = json.loads(line, parse_constant=lambda name: 1 / 0)
        except (ValueError, ZeroDivisionError):
            blank += not line.strip()
            rejected += bool(line.strip())
            continue
        usable = (
            isinstance(entry, dict) and isinstance(entry.get("type"), str) and isinstance(entry.get("detail"), dict)
        )
        events += usable
        rejected += not usable
    read = analysis_of("troubled.ndjson").inputs
    assert (read.blank, read.rejected, read.events) == (blank, rejected, events)
    assert read.repeats > 5
    assert read.unassigned >= 1


def test_all_samples_together_are_the_sum_of_the_samples() -> None:
    parts = [callevents.analyze(path) for path in sorted(FOLDER.iterdir()) if path.suffix != ".md"]
    whole = callevents.analyze(FOLDER)
    assert whole.inputs.files == len(parts)
    for key in ("bytes", "lines", "blank", "rejected", "events", "repeats"):
        assert getattr(whole.inputs, key) == sum(getattr(part.inputs, key) for part in parts), key
    assert len(whole.calls) == sum(len(part.calls) for part in parts)
