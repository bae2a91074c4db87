"""Events without a call id: exactly one call can have sent them, or they stay unassigned."""

import random

import pytest

from rebuild.little import event, lines_of, rebuilt, sample, step


def a_call(call_id: str, start: float | None, end: float | None, **origin: str) -> list[bytes]:
    """A call from its start to its end; None is no time."""
    return [
        event("callstarted", start, call_id, participant="A", **origin),
        event("callconnected", start, call_id, **origin),
        event("callended", end, call_id, **origin),
    ]


def homes(*found: bytes) -> tuple[dict[str, int], int]:
    """How many events each call has beyond the three of `a_call`, and how many have no call."""
    log = rebuilt(found)
    return {call.call_id: call.events - 3 for call in log.calls if call.events != 3}, log.inputs.unassigned


ANA = {"agent": "ana", "session": "s1"}


def test_an_event_goes_to_the_call_of_its_session_that_lasts_while_it_happens() -> None:
    calls = [*a_call("c1", 0, 60, **ANA), *a_call("c2", 100, 160, **ANA), *a_call("c3", 0, 200, session="s2")]
    assert homes(*calls, event("hold", 30, None, **ANA)) == ({"c1": 1}, 0)
    assert homes(*calls, event("hold", 130, None, **ANA)) == ({"c2": 1}, 0)


@pytest.mark.parametrize("seconds", [-1, 61, 99, 161])
def test_an_event_outside_all_calls_stays_unassigned(seconds: float) -> None:
    calls = [*a_call("c1", 0, 60, **ANA), *a_call("c2", 100, 160, **ANA)]
    assert homes(*calls, event("hold", seconds, None, **ANA)) == ({}, 1)


@pytest.mark.parametrize("seconds", [0, 60])
def test_both_ends_belong_to_the_call(seconds: float) -> None:
    assert homes(*a_call("c1", 0, 60, **ANA), event("hold", seconds, None, **ANA)) == ({"c1": 1}, 0)


def test_nothing_is_guessed_between_two_calls() -> None:
    calls = [*a_call("c1", 0, 60, **ANA), *a_call("c2", 50, 100, **ANA)]
    assert homes(*calls, event("hold", 55, None, **ANA)) == ({}, 1)
    assert homes(*calls, event("hold", 49, None, **ANA)) == ({"c1": 1}, 0)


def test_a_call_lasts_to_its_callended_whatever_comes_later() -> None:
    late = event("transcript", 90, "c1", **ANA)
    assert homes(*a_call("c1", 0, 60, **ANA), late, event("hold", 70, None, **ANA)) == ({"c1": 1}, 1)


def test_a_call_that_never_ends_lasts_to_its_last_event() -> None:
    begun = [event("callstarted", 0, "c1", **ANA), event("mute", 40, "c1", **ANA), event("unmute", 50, "c1", **ANA)]
    assert homes(*begun, event("hold", 45, None, **ANA)) == ({"c1": 1}, 0)
    assert homes(*begun, event("hold", 51, None, **ANA)) == ({}, 1)


def test_without_a_session_the_agent_decides_and_without_both_the_source() -> None:
    calls = [*a_call("c1", 0, 60, agent="ana"), *a_call("c2", 0, 60, agent="ben")]
    assert homes(*calls, event("hold", 30, None, agent="ben")) == ({"c2": 1}, 0)
    assert homes(*calls, event("hold", 30, None)) == ({}, 1)
    assert homes(*a_call("c1", 0, 60, agent="ana"), event("hold", 30, None)) == ({"c1": 1}, 0)


def test_the_session_goes_before_the_agent() -> None:
    calls = [*a_call("c1", 0, 60, agent="ana", session="s1"), *a_call("c2", 0, 60, agent="ana", session="s2")]
    assert homes(*calls, event("hold", 30, None, agent="ana", session="s2")) == ({"c2": 1}, 0)


def test_an_event_of_one_source_is_not_given_to_the_calls_of_another() -> None:
    here, there = b"\n".join(a_call("c1", 0, 60)), event("hold", 30, None)
    assert rebuilt({"a": here, "b": there}).inputs.unassigned == 1
    assert rebuilt({"a": here, "b": b"\n".join([there, *a_call("c2", 20, 40)])}).inputs.unassigned == 0


def test_a_call_whose_events_lie_in_two_sources_takes_the_events_of_both() -> None:
    first, last = [event("callstarted", 0, "c1")], [event("callended", 60, "c1")]
    held = [event("hold", 20, None, participant="A"), event("resume", 30, None, participant="A")]
    log = rebuilt({"a": b"\n".join([*first, held[0]]), "b": b"\n".join([held[1], *last])})
    assert [(call.events, call.hold_ms) for call in log.calls] == [(4, 10_000)]


def test_without_times_the_place_among_the_lines_decides() -> None:
    calls = [*a_call("c1", None, None), *a_call("c2", None, None)]
    homeless = event("participantremoved", None, None, participant="B")
    for place, home in ((1, {"c1": 1}), (2, {"c1": 1}), (4, {"c2": 1}), (0, {}), (3, {}), (6, {})):
        assert homes(*calls[:place], homeless, *calls[place:]) == (home, 0 if home else 1), place


def test_what_a_call_gets_this_way_counts_as_if_it_had_named_the_call() -> None:
    steps = ("0 callstarted A", "1 callconnected A", "60 callended")
    named = [*lines_of(*steps), step("5 hold A"), step("9 resume A"), sample(30)]
    nameless = [*lines_of(*steps), step("5 hold A", None), step("9 resume A", None), sample(30, call_id=None)]
    assert [call.to_dict() for call in rebuilt(nameless).calls] == [call.to_dict() for call in rebuilt(named).calls]


@pytest.mark.parametrize("call_id", [None, "", 17, ["c1"], True])
def test_an_id_that_is_no_text_is_as_good_as_none(call_id: object) -> None:
    held = event("hold", 30, call_id, **ANA)
    assert homes(*a_call("c1", 0, 60, **ANA), held) == ({"c1": 1}, 0)
    assert homes(*a_call("c1", 0, 60), event("hold", 90, call_id)) == ({}, 1)


def test_the_ids_of_events_without_effect_are_no_candidates() -> None:
    assert homes(event("newtype", 0, "x", **ANA), event("newtype", 60, "x", **ANA), event("hold", 30, None, **ANA)) == (
        {},
        3,
    )


def test_placing_agrees_with_a_plain_search_over_all_calls() -> None:
    rng = random.Random(5)
    for _ in range(40):
        calls = {}
        for n in range(rng.randint(1, 12)):
            start = rng.randint(0, 100)
            calls[f"c{n}"] = (start, start + rng.randint(0, 40), rng.choice("st"), rng.choice("ab"))
        asked = [
            (rng.randint(0, 140), rng.choice(["s", "t", "u", None]), rng.choice(["a", "b", None])) for _ in range(30)
        ]
        found = [
            line for name, (start, end, s, a) in calls.items() for line in a_call(name, start, end, session=s, agent=a)
        ]
        expected: dict[str, int] = {}
        for seconds, session, agent in asked:
            origin = {"session": session, "agent": agent}
            found.append(event("hold", seconds, None, **origin))
            able = [
                name
                for name, (start, end, s, a) in calls.items()
                if start <= seconds <= end and (s == session if session else a == agent if agent else True)
            ]
            if len(able) == 1:
                expected[able[0]] = expected.get(able[0], 0) + 1
        log = rebuilt(found)
        got = {call.call_id: call.events + call.repeats - 3 for call in log.calls}
        assert {name: count for name, count in got.items() if count} == expected
        assert log.inputs.unassigned == len(asked) - sum(expected.values())
