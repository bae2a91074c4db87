"""The law that everything rests on: a log read in pieces gives the same bytes as the log read whole."""

import json
import random
from collections.abc import Sequence
from functools import reduce
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callevents.model.settings import Judging
from callevents.rebuild.finish import finish
from callevents.rebuild.log import Log
from callevents.rebuild.seen import Seen
from callevents.report.analysis import Analysis
from logs.generate import generate
from logs.troubled import troubled
from rebuild.hostile import Pieces, events, logs, pieces
from rebuild.little import Sources, assert_nothing_lost, documents, event, rebuilt, see

LISTED = 2
"""So few rejected lines are kept that merging has to choose them."""


def written(log: Log) -> str:
    return json.dumps(documents(Analysis(log)))


def merged(parts: Pieces, joins: random.Random) -> Log:
    """Let states see the pieces, some of them several pieces, and merge the states two by two in any order."""
    states: list[Seen] = []
    for part in parts:
        if states and joins.random() < 0.3:
            see(joins.choice(states), *part)
        else:
            states.append(see(Seen("", LISTED), *part))
    while len(states) > 1:
        other = states.pop(joins.randrange(len(states)))
        states[joins.randrange(len(states))].merge(other)
    return finish(states[0], Judging())


def assert_the_law(sources: Sources, parts: Pieces, joins: random.Random) -> None:
    whole = rebuilt(sources, LISTED)
    in_pieces = merged(parts, joins)
    assert written(in_pieces) == written(whole)
    assert in_pieces.inputs == whole.inputs
    assert_nothing_lost(whole)


@given(st.data(), logs(), st.randoms(use_true_random=False))
def test_hostile_logs_read_in_pieces_are_as_read_whole(
    data: st.DataObject, sources: Sources, joins: random.Random
) -> None:
    assert_the_law(sources, data.draw(pieces(sources)), joins)


OPTIONS = [
    {"repeats": 0.4, "shuffle_seconds": 8, "shape": "mixed", "time_format": "ns"},
    {"times": False, "repeats": 0.3, "shape": "nested"},
    {"agent_field": None, "session_field": None, "edge_calls": 2},
]


@settings(max_examples=12)
@given(st.data(), st.sampled_from(OPTIONS), st.integers(0, 1000), st.randoms(use_true_random=False))
def test_generated_logs_read_in_pieces_are_as_read_whole(
    data: st.DataObject, options: dict[str, object], seed: int, joins: random.Random
) -> None:
    found = generate(seed, 12, **options).lines
    # The lines of a call lie in all three sources, as those of an agent do who moves from one server to the next.
    sources = {name: b"".join(line + b"\n" for line in found[start::3]) for start, name in enumerate("abc")}
    assert_the_law(sources, data.draw(pieces(sources)), joins)


@settings(max_examples=10)
@given(st.data(), st.randoms(use_true_random=False))
def test_a_troubled_log_read_in_pieces_is_as_read_whole(data: st.DataObject, joins: random.Random) -> None:
    sources = {"log": b"".join(line + b"\n" for line in troubled())}
    assert_the_law(sources, data.draw(pieces(sources)), joins)


def test_a_state_that_saw_nothing_changes_nothing() -> None:
    data = b"".join(line + b"\n" for line in troubled())
    before, after = see(Seen(""), "log", 0, data), Seen("")
    before.merge(Seen(""))
    after.merge(see(Seen(""), "log", 0, data))
    assert written(finish(before, Judging())) == written(finish(after, Judging())) == written(rebuilt({"log": data}))


def test_fractional_jitter_adds_up_the_same_in_any_order() -> None:
    values = [0.1, 0.7, 1e9, 0.3, 33.3, 1e-9, 0.2, 1e-3, 59_999.9]
    found = [
        event("audiostats", n, stats="inputChannelStats", packetsLost=0, packetsCount=50, jitterBufferMillis=value)
        for n, value in enumerate(values * 4)
    ]
    found = [line + b"\n" for line in found]
    whole = written(rebuilt({"log": b"".join(found)}))
    parts = [("log", sum(map(len, found[:n])), line) for n, line in enumerate(found)]
    for seed in range(5):
        shuffled = random.Random(seed).sample(parts, len(parts))
        state = reduce(lambda state, part: see(state, *part), shuffled, Seen(""))
        assert written(finish(state, Judging())) == whole


@pytest.mark.parametrize("listed", [0, 1, 3])
def test_the_first_rejected_lines_are_kept_whatever_order_they_come_in(listed: int) -> None:
    parts = [("log", n * 10, b"bad\n" * 4) for n in range(9)]
    for seed in range(10):
        state = Seen("", listed)
        for part in random.Random(seed).sample(parts, len(parts)):
            see(state, *part)
        log = finish(state, Judging())
        assert [reject.line for reject in log.rejects] == list(range(1, listed + 1))
        assert [*log.reject_counts.values()] == [36]


def test_sources_are_read_in_the_order_of_their_names() -> None:
    raised = event("callstarted", None, participant="first")
    later = event("callstarted", None, participant="second")
    assert rebuilt({"a": raised, "b": later}).calls[0].participant == "first"
    assert rebuilt({"b": raised, "a": later}).calls[0].participant == "second"


def calls_of(found: Sequence[bytes]) -> list[dict[str, Any]]:
    """The calls, but for the problem that each unknown type is once, at the first line that has it."""
    calls = [call.to_dict() for call in rebuilt(found).calls]
    return [call | {"problems": [one for one in call["problems"] if one["code"] != "CE107"]} for call in calls]


moments = st.lists(st.integers(0, 60), unique=True, max_size=25)
found_then = moments.flatmap(lambda times: st.tuples(*(events(st.just(time)) for time in times)))


@given(found_then, st.randoms(use_true_random=False))
def test_where_all_times_differ_the_order_of_lines_does_not_matter(
    found: tuple[bytes, ...], shuffling: random.Random
) -> None:
    assert calls_of(shuffling.sample(found, len(found))) == calls_of(found)
