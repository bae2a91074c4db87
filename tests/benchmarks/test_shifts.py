"""A log of several shifts is one shift, and the same calls again on later days."""

import json
import re
from pathlib import Path
from unittest import mock

import pytest

from benchmarks import shifts
from benchmarks.shifts import write_shifts
from cli.harness import run
from logs.generate import Plan, write

DAY_MS = 86_400_000
KEPT = ("talk_ms", "words_by_role", "audio", "mos", "participants", "agent", "events", "repeats", "outcome", "problems")


@pytest.fixture(params=[1 << 14, shifts.BLOCK], ids=["many blocks", "one block"])
def log(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    log = tmp_path / "log.ndjson"
    with mock.patch.object(shifts, "BLOCK", request.param):
        assert write_shifts(log, 8, 60, 3) == len(log.read_bytes().splitlines())
    return log


def test_the_first_shift_is_as_it_was_invented(log: Path) -> None:
    one = log.with_name("one.ndjson")
    write(one, Plan(seed=8, calls=60))
    assert log.read_bytes().startswith(one.read_bytes())


def test_each_shift_has_the_same_calls_under_other_ids(log: Path) -> None:
    calls = json.loads(run("calls", str(log), "--json").out)
    assert len({call["call_id"] for call in calls}) == len(calls) == 180
    first, *later = (calls[start : start + 60] for start in (0, 60, 120))
    for shift in later:
        assert [[call[key] for key in KEPT] for call in shift] == [[call[key] for key in KEPT] for call in first]
    # Nothing but the days has moved.
    assert [call["first_event"][10:] for call in calls] == 3 * [call["first_event"][10:] for call in first]
    assert first[-1]["last_event"][:10] < later[0][0]["first_event"][:10]


def test_no_id_comes_twice_and_the_own_times_move_with_the_envelope(log: Path) -> None:
    lines = log.read_bytes().splitlines()
    messages = [json.loads(line)["detail"] for line in lines if b'"clientSentTimestamp"' in line]
    assert len({message["id"] for message in messages}) == len(messages)
    share = len(messages) // 3
    for before, after in zip(messages[:-share], messages[share:], strict=True):
        assert after["serverReceivedTimestamp"] - before["serverReceivedTimestamp"] == DAY_MS
        assert after["clientSentTimestamp"] - before["clientSentTimestamp"] == DAY_MS


def test_what_people_said_is_not_changed(log: Path) -> None:
    texts = re.findall(rb'"text":"[^"]*"', log.read_bytes())
    share = len(texts) // 3
    assert texts == 3 * texts[:share]
