"""How the work of rebuilding grows with one call: logs are hostile, and a call may have any number of events."""

import time
from collections.abc import Callable, Iterator

import pytest

from callevents.model.event import Kind
from callevents.rebuild.lifecycle import NOBODY, Step, trace
from rebuild.little import call, sample, step

MANY = 40_000
"""A step that looks at all before it takes minutes for so many."""

Kinds = Iterator[tuple[Kind, int]]


def flags() -> Kinds:
    for _ in range(MANY):
        yield Kind.FLAGRAISE, NOBODY
        yield Kind.FLAGLOWER, NOBODY


def participants() -> Kinds:
    yield from ((Kind.PARTICIPANTADDED, party) for party in range(MANY))
    yield from ((Kind.PARTICIPANTREMOVED, NOBODY) for _ in range(MANY))


def holds() -> Kinds:
    for kind in (Kind.HOLD, Kind.RESUME):
        yield from ((kind, party) for party in range(MANY))
    yield from ((Kind.RESUME, NOBODY) for _ in range(MANY))


def swaps_in_a_crowd() -> Kinds:
    yield from ((Kind.PARTICIPANTADDED, party) for party in range(MANY))
    yield from ((kind, NOBODY) for _ in range(MANY) for kind in (Kind.SWAP, Kind.CONFERENCE, Kind.RESUME))


@pytest.mark.parametrize("kinds", [flags, participants, holds, swaps_in_a_crowd])
def test_no_event_of_a_call_takes_longer_because_many_came_before(kinds: Callable[[], Kinds]) -> None:
    assert seconds(kinds()) < 5


def seconds(kinds: Kinds) -> float:
    steps: list[Step] = list(kinds)
    began = time.process_time()
    trace(steps)
    return time.process_time() - began


def test_no_sample_without_media_takes_longer_because_many_mutes_came_before() -> None:
    lines = [step("0 callstarted A"), step("1 callconnected A")]
    for n in range(2, 20_000, 2):
        lines += [step(f"{n} mute"), sample(n, "input", lost=0, count=0, jitter=None, rtt=0), step(f"{n + 1} unmute")]
    began = time.process_time()
    assert call(*lines, step("20000 callended")).problems == ()
    assert time.process_time() - began < 10
