"""Whatever the bytes of a log are: no traceback, every line accounted for, and every report can be made of it."""

import gzip
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import callevents
from callevents import Analysis
from callevents.model.event import EVENT_TYPES
from cli.harness import run
from read.json_cases import ACCEPTED_OBJECTS, ACCEPTED_OTHERS, MUST_REJECT, REJECTED_BY_CHOICE
from read.naughty import NAUGHTY

SAMPLES = Path(__file__).parents[1] / "sample_logs"
SECONDS = 3.0


def assert_accounted_for(log: Path) -> Analysis:
    """Read a log, make every report of it, and assert what must hold of any."""
    analysis = callevents.analyze(log, text="")
    inputs, calls = analysis.inputs, analysis.calls
    assert inputs.lines == inputs.blank + inputs.rejected + inputs.skipped + inputs.events
    assert inputs.events == sum(call.events for call in calls) + inputs.repeats + inputs.unassigned
    assert inputs.repeats == sum(call.repeats for call in calls)
    counted = analysis.summary().to_dict()
    assert sum(counted["events_by_type"].values()) == inputs.events - inputs.repeats
    checked = analysis.check(0).to_dict()
    rejected = sum(problem.count for problem in analysis.problems if problem.code in {f"CE10{n}" for n in range(1, 6)})
    assert rejected == inputs.rejected
    documents = [counted, checked, *(analysis.call(call.call_id).to_dict() for call in calls[:3])]
    documents += [report().to_dict() for report in (analysis.transcript, analysis.notes, analysis.flags)]
    documents += [
        analysis.stats(by).to_dict() for by in ("channel", "call", "call-type", "participant", "agent", "hour")
    ]
    json.dumps(documents, allow_nan=False)
    return analysis


def assert_lines_are_counted(log: Path, data: bytes) -> None:
    analysis = assert_accounted_for(log)
    if not analysis.damaged:
        assert analysis.inputs.bytes == len(data)
        assert analysis.inputs.lines == len(data.removeprefix(b"\xef\xbb\xbf").removesuffix(b"\n").split(b"\n")) - (
            data in (b"", b"\xef\xbb\xbf")
        )


# --- invented logs ---


def _json(value: Any) -> bytes:
    # Surrogates and huge numbers may be in it: those lines are rejected.
    return json.dumps(value).encode()


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.sampled_from(NAUGHTY)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
IDS = st.sampled_from(["c1", "c2", "c3"]) | JSON
TIMES = (
    st.integers(1_772_442_840_000, 1_772_442_900_000)
    | st.sampled_from(["2026-03-02T09:14:07.120Z", "2026-03-02T10:14:07+01:00", "9999-12-31T23:59:59-10:00"])
    | JSON
)
COUNTS = st.integers(-10, 3000) | st.sampled_from([2**53, 2**63, 2**64, -(2**70), 1e300, "7", "NaN"]) | JSON
STATS = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(["packetsLost", "packetsCount", "jitterBufferMillis", "roundTripTimeMillis"], COUNTS),
)
CHANNELS = st.dictionaries(
    st.sampled_from(["inputChannelStats", "outputChannelStats", "ouputChannelStats"]), STATS | JSON, max_size=3
)
DETAILS = st.fixed_dictionaries(
    {},
    optional={
        "callId": IDS,
        "callType": st.sampled_from(["Inbound", "outbound"]) | JSON,
        "participant": st.sampled_from(["+1555", "Queue"]) | JSON,
        "stats": st.sampled_from(["inputChannelStats", "outputChannelStats"]) | st.lists(CHANNELS, max_size=3) | JSON,
        "audioStats": st.fixed_dictionaries({}, optional={"stats": st.lists(CHANNELS, max_size=2), "callId": IDS})
        | JSON,
        "packetsLost": COUNTS,
        "packetsCount": COUNTS,
        "jitterBufferMillis": COUNTS,
        "roundTripTimeMillis": COUNTS,
        "id": IDS,
        "content": st.fixed_dictionaries({"text": JSON}) | JSON,
        "sender": st.fixed_dictionaries({"role": JSON, "displayName": JSON}) | JSON,
        "serverReceivedTimestamp": TIMES,
        "clientSentTimestamp": TIMES,
    },
)
TYPES = st.sampled_from([event.name for event in EVENT_TYPES]) | st.sampled_from(["CALL_STARTED", "AUDIO_STATS"]) | JSON
EVENTS = st.fixed_dictionaries(
    {"type": TYPES, "detail": DETAILS},
    optional={"time": TIMES, "timestamp": TIMES, "agent": IDS, "user": IDS, "session": IDS, "tabId": IDS},
)
WRAPPED = (
    EVENTS
    | st.builds(lambda name, inner: {name: inner}, st.sampled_from(["event", "payload", "message", "data"]), EVENTS)
    | st.builds(lambda name, inner: {name: _json(inner).decode()}, st.sampled_from(["event", "message"]), EVENTS)
    | st.builds(lambda inner: {"eventType": inner["type"], "payload": inner["detail"]}, EVENTS)
)
LINES = (
    WRAPPED.map(_json)
    | EVENTS.map(lambda event: b"2026-03-02T09:14:07Z|INFO|" + _json(event))
    | st.sampled_from([*ACCEPTED_OBJECTS, *ACCEPTED_OTHERS, *MUST_REJECT[:150], *REJECTED_BY_CHOICE[:20]])
    | st.binary(max_size=30)
)


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("any") / "a.log"


wide = settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)


@wide
@given(data=st.binary(max_size=200))
def test_any_bytes_are_a_log_of_which_every_line_is_counted(log: Path, data: bytes) -> None:
    log.write_bytes(data)
    assert_lines_are_counted(log, data)


@wide
@given(lines=st.lists(LINES, max_size=12), end=st.sampled_from([b"\n", b"\r\n"]))
def test_any_lines_are_a_log_of_which_every_line_is_counted(log: Path, lines: list[bytes], end: bytes) -> None:
    data = end.join(lines)
    log.write_bytes(data)
    assert_lines_are_counted(log, data)


@wide
@given(events=st.lists(EVENTS, max_size=25))
def test_any_events_make_calls_and_every_event_is_counted(log: Path, events: list[dict[str, Any]]) -> None:
    log.write_bytes(b"\n".join(map(_json, events)))
    assert assert_accounted_for(log).inputs.lines == len(events)


@settings(max_examples=40, deadline=None)
@given(lines=st.lists(LINES, max_size=8), command=st.sampled_from(["summary", "calls", "stats", "check", "transcript"]))
def test_any_lines_go_through_the_command_line(log: Path, lines: list[bytes], command: str) -> None:
    log.write_bytes(b"\n".join(lines))
    for form in ("table", "json", "csv"):
        ended = run(command, str(log), "--format", form)
        assert ended.code in ((0, 1, 3) if command == "check" else (0, 3))
        assert "internal error" not in ended.err
        ended.out.decode()


# --- damaged samples ---


def flip(rng: Random, data: bytearray) -> None:
    for _ in range(rng.randrange(1, 20)):
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)


def cut(rng: Random, data: bytearray) -> None:
    start = rng.randrange(len(data))
    del data[start : start + rng.choice([1, 10, 1000, len(data)])]


def copy(rng: Random, data: bytearray) -> None:
    start, place = rng.randrange(len(data)), rng.randrange(len(data))
    data[place:place] = data[start : start + rng.randrange(1, 2000)]


def insert(rng: Random, data: bytearray) -> None:
    place = rng.randrange(len(data))
    odd = [b"\n", b"\0", b"\r", b'"', b"{", b"}", b"\\", b"\xff", b"\x1b[31m", b",", b"\xe2\x80\xa8", rng.randbytes(20)]
    data[place:place] = rng.choice(odd) * rng.choice([1, 1, 1, 50])


def shuffle(rng: Random, data: bytearray) -> None:
    lines = data.split(b"\n")
    rng.shuffle(lines)
    data[:] = b"\n".join(lines)


def swap_values(rng: Random, data: bytearray) -> None:
    """Put other values in place of some of one line, as another release or another vendor might."""
    lines = data.split(b"\n")
    number = rng.randrange(len(lines))
    try:
        line = json.loads(lines[number])
    except ValueError:
        return
    for _ in range(rng.randrange(1, 4)):
        place: Any = line
        while isinstance(place, dict) and place:
            key = rng.choice(list(place))
            if not isinstance(place[key], dict) or rng.random() < 0.3:
                place[key] = rng.choice([None, True, 0, -1, 1.5, 2**70, "", "7", [], {}, [{}], rng.choice(NAUGHTY)])
                break
            place = place[key]
    lines[number] = bytearray(_json(line))
    data[:] = b"\n".join(lines)


def multiply(rng: Random, data: bytearray) -> None:
    """Write a number as it would never be."""
    digits = [place for place, byte in enumerate(data) if 48 <= byte <= 57]
    if digits:
        place = rng.choice(digits)
        data[place:place] = rng.choice([b"-", b"0", b"e", b".", b"999999999999999999999", b"1e308", b'"'])


DAMAGE: list[Callable[[Random, bytearray], None]] = [flip, cut, copy, insert, shuffle, swap_values, multiply]


def samples() -> Iterator[bytes]:
    for path in sorted(SAMPLES.iterdir()):
        data = path.read_bytes()
        if path.suffix == ".gz":
            data = b"\n".join(gzip.decompress(data).split(b"\n")[:300])
        if path.suffix != ".md":
            yield data


def test_sample_logs_damaged_in_any_way_are_read(log: Path) -> None:
    originals = list(samples())
    assert len(originals) >= 4
    until = time.monotonic() + SECONDS
    seed = 0
    while time.monotonic() < until:
        rng = Random(seed)
        data = bytearray(rng.choice(originals))
        for _ in range(rng.randrange(1, 6)):
            if data:
                rng.choice(DAMAGE)(rng, data)
        log.write_bytes(data)
        try:
            assert_lines_are_counted(log, bytes(data))
        except Exception as error:
            raise AssertionError(f"seed {seed}") from error
        seed += 1
    assert seed > 10


def test_compressed_sample_logs_damaged_in_any_way_are_read(log: Path) -> None:
    original = gzip.compress(next(samples()))
    for seed in range(40):
        rng = Random(seed)
        data = bytearray(original)
        rng.choice([flip, cut, copy, insert])(rng, data)
        log.write_bytes(data)
        try:
            assert_accounted_for(log)
        except Exception as error:
            raise AssertionError(f"seed {seed}") from error
