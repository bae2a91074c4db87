"""The calls rebuilt of a growing state are those of the whole state, at every step."""

import random
from collections.abc import Iterable
from copy import copy

import pytest

from callevents.model.call import Call
from callevents.model.settings import Judging, Reading
from callevents.read.decode import Decoder
from callevents.rebuild import changes
from callevents.rebuild.changes import Changes
from callevents.rebuild.finish import finish
from callevents.rebuild.fold import fold
from callevents.rebuild.seen import Piece, Seen
from logs.generate import generate
from rebuild.little import event, message, sample, step


class Growing:
    """A state that takes a few lines at a time, and the calls as last rebuilt of its changes."""

    def __init__(self) -> None:
        self.seen = Seen()
        self.seen.pieces.append(Piece("a.log"))
        self.changes = Changes(self.seen, Judging())
        self.calls: dict[str, Call] = {}
        self._decoder = Decoder(Reading(), lambda *_: None)

    def grow(self, lines: Iterable[bytes]) -> set[str]:
        fold(self.seen, 0, self._decoder.batches([list(lines)]))
        rebuilt = self.changes.rebuilt()
        if rebuilt is None:
            return set()
        log, changed = rebuilt
        self.calls |= {call.call_id: call for call in log.calls if call.call_id in changed}
        return set(changed)

    @property
    def whole(self) -> dict[str, Call]:
        return {call.call_id: call for call in finish(copy(self.seen), Judging()).calls}


def cut(lines: list[bytes], seed: int, most: int) -> Iterable[list[bytes]]:
    rng = random.Random(seed)
    start = 0
    while start < len(lines):
        end = start + rng.randint(1, most)
        yield lines[start:end]
        start = end


@pytest.mark.parametrize(
    "options",
    [
        {"shape": "mixed", "repeats": 0.1},
        {"shape": "mixed", "shuffle_seconds": 20.0},
        {"times": False, "repeats": 0.05},
        {"edge_calls": 5, "agent_field": None, "session_field": None},
    ],
    ids=str,
)
def test_every_call_is_at_every_step_as_in_the_whole(options: dict[str, object]) -> None:
    log = Growing()
    for number, lines in enumerate(cut(generate(7, 40, **options).lines, seed=1, most=60)):
        log.grow(lines)
        if number % 5 == 0:
            assert log.calls == log.whole
    assert log.calls == log.whole


def test_only_the_calls_with_new_events_are_rebuilt() -> None:
    log = Growing()
    assert log.grow([step("0 callstarted +1", "a"), step("1 callstarted +2", "b")]) == {"a", "b"}
    assert log.grow([step("2 callconnected +1", "a")]) == {"a"}
    assert log.grow([]) == set()


def test_problems_that_a_log_has_once_stay_with_the_call_that_had_them_first() -> None:
    log = Growing()
    log.grow([step("- callstarted +1", "a"), event("novelty", 1, "a")])
    log.grow([step("- callstarted +2", "b"), event("novelty", 2, "b")])
    log.grow([step("- callended", "b")])
    assert [problem.code for problem in log.calls["b"].problems] == []
    assert log.calls == log.whole


def test_an_event_without_a_call_id_is_placed_at_the_call_it_fits() -> None:
    log = Growing()
    log.grow([step("0 callstarted +1", "a", agent="x"), step("0 callstarted +2", "b", agent="y")])
    log.grow([event("mute", 61, None, agent="x"), step("70 callended", "b", agent="y")])
    log.grow([step("70 callended", "a", agent="x")])
    assert (log.calls["a"].mutes, log.calls["b"].mutes) == (1, 0)
    assert log.calls == log.whole


def test_a_call_loses_an_event_that_turns_out_to_fit_another_as_well() -> None:
    log = Growing()
    log.grow([step("0 callstarted +1", "a"), sample(30, call_id=None), step("60 callended", "a")])
    assert log.calls["a"].audio.input.intervals == 1
    assert log.grow([step("20 callstarted +2", "b"), step("70 callended", "b")]) == {"a", "b"}
    assert log.calls["a"].audio.input.intervals == 0
    assert log.calls == log.whole


def test_an_event_keeps_its_call_when_it_is_among_the_latest_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "TAIL", 4)
    log = Growing()
    log.grow([step("0 callstarted +1", "a"), sample(30, call_id=None), step("60 callended", "a")])
    log.grow([step(f"{second} callstarted +2", "b") for second in range(61, 70)])
    log.grow([step("99 wrapupended", "a")])
    assert log.calls == log.whole
    assert log.calls["a"].audio.input.intervals == 1


def test_messages_and_oddities_go_with_their_call() -> None:
    log = Growing()
    log.grow([message("note", 1, "m1", "one two", "a", displayName="Ann"), step("2 hold", "b")])
    log.grow([message("transcript", 3, "m2", "three words here", "a", role="EndUser"), step("4 hold", "a")])
    log.grow([message("transcript", 5, "m2", "three words here", "a", role="EndUser")])
    assert log.calls == log.whole
    assert (log.calls["a"].words_by_role, log.calls["a"].repeats) == ({"Customer": 3}, 1)


def test_a_bound_of_time_counts_from_the_last_event_of_all_calls() -> None:
    growing = Growing()
    growing.grow([event("callstarted", 7200, "late")])
    fold(growing.seen, 0, Decoder(Reading(), lambda *_: None).batches([[event("callstarted", 0, "early")]]))
    rebuilt = growing.changes.rebuilt()
    assert rebuilt
    log, changed = rebuilt
    assert changed == {"early"}
    assert log.whole.last == finish(copy(growing.seen), Judging()).whole.last
