"""A log that is finished bucket by bucket gives what it gives as a whole."""

import json
import random
from collections import Counter
from collections.abc import Iterable
from copy import copy
from functools import reduce
from pathlib import Path
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from callevents.model.settings import Filters, Judging
from callevents.rebuild.finish import finish
from callevents.rebuild.log import Log
from callevents.rebuild.outline import outermost, outline, settle
from callevents.rebuild.seen import Seen
from callevents.rebuild.split import split
from callevents.report.analysis import Analysis
from logs.generate import generate
from logs.troubled import troubled
from rebuild.hostile import Pieces, logs, pieces
from rebuild.little import Sources, event, rebuilt, see, step

LISTED = 2


def merged(states: Iterable[Seen], to: Seen) -> Seen:
    for state in states:
        to.merge(state)
    return to


def in_buckets(parts: Pieces, buckets: int, joins: random.Random) -> list[Log]:
    """Let states see the pieces, some of them several pieces, and finish their calls bucket by bucket; the last log is
    that of the events of no call."""
    states: list[Seen] = []
    for part in parts:
        if states and joins.random() < 0.3:
            see(joins.choice(states), *part)
        else:
            states.append(see(Seen("", LISTED), *part))
    joins.shuffle(states)
    outlines = [outline(state) for state in states]
    for other in outlines[1:]:
        outlines[0].merge(other)
    outlines[0].seen.merge(merged(map(outermost, states), Seen("")))
    settled = settle(outlines[0])
    found: dict[int, Seen] = {}
    for state in (*states, settled.placed):
        for number, mine in split(state, buckets):
            found.setdefault(number, Seen("")).merge(mine)
    logs = [finish(merged([settled.frame], found[number]), Judging(), settled.whole) for number in sorted(found)]
    return [*logs, finish(settled.rest, Judging(), settled.whole)]


def rows(logs: Iterable[Log], filters: Filters = Filters()) -> Counter[str]:  # noqa: B008 - frozen
    """The rows of all tables, in no order."""
    found = (some for log in logs for some in Analysis(log, filters).tables())
    return Counter(json.dumps([table, day, row]) for table, day, rows in found for row in rows)


def counted(logs: list[Log]) -> tuple[int, ...]:
    totals = [(log.inputs.events, log.inputs.repeats, log.inputs.unassigned) for log in logs]
    return tuple(map(sum, zip(*totals, strict=True)))


def assert_the_same(sources: Sources, parts: Pieces, buckets: int, joins: random.Random) -> None:
    whole, apart = rebuilt(sources, LISTED), in_buckets(parts, buckets, joins)
    assert rows(apart) == rows([whole])
    assert counted(apart) == counted([whole])
    assert apart[-1].rejects == whole.rejects
    calls = {call.call_id: call for log in apart for call in log.calls}
    assert calls == {call.call_id: call for call in whole.calls}
    filters = Filters(since=-5000, has=("hold",))
    assert rows(apart, filters) == rows([whole], filters)


@given(st.data(), logs(), st.integers(1, 5), st.randoms(use_true_random=False))
def test_hostile_logs_in_buckets_are_as_the_whole(
    data: st.DataObject, sources: Sources, buckets: int, joins: random.Random
) -> None:
    assert_the_same(sources, data.draw(pieces(sources)), buckets, joins)


few_calls = st.builds(
    event,
    st.sampled_from(["mute", "mute", "mute", "mute", "callended", "newtype"]),
    st.sampled_from([*range(10), *range(10), None]),
    st.sampled_from(["a", "a", "a", "b", None]),
    agent=st.sampled_from(["ana", "ana", "ana", "ben"]),
    session=st.sampled_from([None, None, None, "tab"]),
)


UNTIMED_LAST = [
    event("mute", 0, "a", agent="ana", session=None),
    event("mute", 1, "a", agent="ana", session=None),
    event("mute", 1, None, agent="ana", session=None),
    event("mute", None, "a", agent="ana", session=None),
]


@settings(max_examples=150)
@example(UNTIMED_LAST, [], random.Random(0))
@given(st.lists(few_calls, min_size=8, max_size=20), st.lists(st.integers(0, 2), max_size=2), st.randoms())
def test_an_event_without_a_call_id_finds_the_same_call(
    found: list[bytes], cuts: list[int], joins: random.Random
) -> None:
    """The calls are few and long, and their events in any order, so that every end of a stretch matters."""
    third = len(found) // 3
    at = sorted({0, *(third * cut for cut in cuts)})
    ends = [*at[1:], len(found)]
    lines = [line + b"\n" for line in found]
    parts = [
        ("log", sum(map(len, lines[:start])), b"".join(lines[start:end])) for start, end in zip(at, ends, strict=True)
    ]
    assert_the_same({"log": b"".join(lines)}, parts, 2, joins)


OPTIONS: list[dict[str, Any]] = [
    {"repeats": 0.4, "shuffle_seconds": 8, "shape": "mixed", "time_format": "ns"},
    {"times": False, "repeats": 0.3, "shape": "nested"},
    {"agent_field": None, "session_field": None, "edge_calls": 2},
]


@settings(max_examples=15)
@given(st.data(), st.sampled_from(OPTIONS), st.integers(0, 1000), st.integers(1, 7), st.randoms(use_true_random=False))
def test_generated_logs_in_buckets_are_as_the_whole(
    data: st.DataObject, options: dict[str, Any], seed: int, buckets: int, joins: random.Random
) -> None:
    found = generate(seed, 12, **options).lines
    sources = {name: b"".join(line + b"\n" for line in found[start::3]) for start, name in enumerate("abc")}
    assert_the_same(sources, data.draw(pieces(sources)), buckets, joins)


@settings(max_examples=10)
@given(st.data(), st.randoms(use_true_random=False))
def test_troubled_logs_in_buckets_are_as_the_whole(data: st.DataObject, joins: random.Random) -> None:
    sources = {"log": b"".join(line + b"\n" for line in troubled())}
    assert_the_same(sources, data.draw(pieces(sources)), 4, joins)


def state(*lines: bytes) -> Seen:
    return see(Seen(""), "log", 0, b"".join(line + b"\n" for line in lines))


@given(logs(), st.integers(1, 6))
def test_the_parts_of_a_state_have_the_calls_between_them_and_each_call_once(sources: Sources, buckets: int) -> None:
    whole = merged((see(Seen(""), name, 0, data) for name, data in sources.items()), Seen(""))
    found = dict(split(whole, buckets))
    ids = [call_id for part in found.values() for call_id in part.calls]
    assert sorted(ids) == sorted(whole.calls)
    assert sum(len(part.events.call) for part in found.values()) == sum(call >= 0 for call in whole.events.call)
    assert all(0 <= number < buckets for number in found)


def test_a_call_falls_into_the_same_bucket_whatever_is_beside_it() -> None:
    alone = [number for number, _ in split(state(step("0 mute", "x")), 1000)]
    others = split(state(*(step(f"{n} mute", f"y{n}") for n in range(50)), step("0 mute", "x")), 1000)
    assert [number for number, part in others if "x" in part.calls] == alone


def test_a_part_has_no_texts_and_pieces_but_its_own() -> None:
    lines = generate(3, 30).lines
    states = [
        see(Seen(""), name, 0, line + b"\n") for name, line in zip(map(str, range(len(lines))), lines, strict=True)
    ]
    whole = reduce(lambda one, other: merged([other], one), states)
    parts = [part for _, part in split(whole, 10)]
    assert sum(len(part.bodies) for part in parts) == len(whole.bodies)
    assert sum(len(part.pieces) for part in parts) == len(whole.pieces)
    assert sum(len(part.texts) for part in parts) < 4 * len(whole.texts)


def test_an_outline_is_small_however_long_the_calls_are() -> None:
    long = [event("callstarted", 0), *(event("mute" if n % 2 else "unmute", n) for n in range(1, 999))]
    seen = state(*long, event("callended", 1000))
    assert len(outline(seen).seen.events.call) == 0
    assert len(outermost(seen).events.call) == 2


def test_splitting_changes_nothing_in_the_state(tmp_path: Path) -> None:
    data = b"".join(line + b"\n" for line in troubled())
    seen, same = (see(Seen("", LISTED), "log", 0, data) for _ in range(2))
    for _ in split(seen, 3):
        pass
    found = outline(seen)
    found.merge(outline(see(Seen("", LISTED), "other", 0, data)))
    found.seen.merge(outermost(seen))
    settle(found)
    one, other = (
        json.dumps([call.to_dict() for call in finish(copy(state), Judging()).calls]) for state in (seen, same)
    )
    assert one == other
    assert finish(seen, Judging()).rejects == finish(same, Judging()).rejects
