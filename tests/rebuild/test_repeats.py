import json

import pytest

from rebuild.little import call, codes, event, lines_of, message, rebuilt, sample

BEGUN = ("0 callstarted A", "1 callconnected A")
KINDS = ("transcript", "note", "flagraise", "flaglower")


def repeats(*steps: str | bytes) -> int:
    return call(*BEGUN, *steps).repeats


# Conversation: the same call, type, id and text again.


@pytest.mark.parametrize("kind", KINDS)
def test_a_message_with_the_same_id_and_text_is_a_repeat_whenever_it_comes(kind: str) -> None:
    assert repeats(message(kind, 5, "m", "hello"), message(kind, 500, "m", "hello")) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_message_without_an_id_is_never_a_repeat(kind: str) -> None:
    assert repeats(message(kind, 5, None, "hello"), message(kind, 5, None, "hello")) == 0


def test_another_type_id_or_text_is_another_message() -> None:
    first = message("note", 5, "m", "hello")
    for other in (
        message("transcript", 5, "m", "hello"),
        message("note", 5, "n", "hello"),
        message("note", 5, "m", ""),
    ):
        assert repeats(first, other) == 0
    assert repeats(message("note", 5, "m", None), message("note", 5, "m", "")) == 0


def test_where_an_id_ends_and_the_text_begins_is_told_whatever_they_hold() -> None:
    for ids in (("x\0y", "z"), ("x", "y\0z")), (("a\0b", None), ("a", "b")), (("a", "b"), ("ab", "")):
        assert repeats(*(message("note", 5, *one) for one in ids)) == 0


def test_the_same_message_on_another_call_is_none() -> None:
    log = rebuilt([message("note", 5, "m", "x", "c1"), message("note", 5, "m", "x", "c2")])
    assert [of.notes for of in log.calls] == [1, 1]


def test_a_repeated_message_changes_no_figure() -> None:
    steps = (
        message("transcript", 5, "m", "one two"),
        message("flagraise", 6, "f", "!"),
        message("flaglower", 9, "g", None),
    )
    once, twice = call(*BEGUN, *steps), call(*BEGUN, *steps, *steps)
    assert twice.to_dict() | {"repeats": 0, "problems": []} == once.to_dict() | {"problems": []}
    assert (codes(twice), codes(once)) == ({"CE202": 3}, {})


def test_a_flag_raised_again_by_another_tab_does_not_reopen_it() -> None:
    raised, lowered = message("flagraise", 5, "f", "!"), message("flaglower", 9, "g", None)
    assert call(*BEGUN, raised, lowered, message("flagraise", 9.5, "f", "!")).flag_open_ms == 4000


# audiostats: the same whole list of samples within 500 ms.


@pytest.mark.parametrize(("later", "expected"), [(0, 1), (0.5, 1), (0.501, 0)])
def test_equal_audio_within_500_ms_is_a_repeat(later: float, expected: int) -> None:
    of = call(*BEGUN, sample(30), sample(30 + later))
    assert of.repeats == expected
    assert of.audio.input.intervals == 2 - expected


@pytest.mark.parametrize("zero", [0.0, -0.0])
def test_a_zero_is_equal_however_it_is_written(zero: float) -> None:
    assert repeats(sample(30, jitter=0), sample(30.1, jitter=zero)) == 1


def test_a_chain_of_equal_audio_is_measured_from_the_first() -> None:
    of = call(*BEGUN, sample(30), sample(30.4), sample(30.8), sample(31.2))
    assert (of.repeats, of.audio.input.intervals) == (2, 2)


@pytest.mark.parametrize("change", [{"lost": 2}, {"count": 1501}, {"jitter": 11}, {"rtt": None}, {"channel": "output"}])
def test_audio_that_differs_in_anything_is_no_repeat(change: dict[str, int | str | None]) -> None:
    assert repeats(sample(30), sample(30.1, **change)) == 0  # type: ignore[arg-type]


def test_audio_without_times_is_never_a_repeat() -> None:
    assert call("- callstarted A", sample(None), sample(None)).repeats == 0


def test_audio_of_another_call_is_no_repeat() -> None:
    log = rebuilt([sample(30, call_id="c1"), sample(30, call_id="c2")])
    assert [of.repeats for of in log.calls] == [0, 0]


def nested(seconds: float, *lost: int) -> bytes:
    element = {"packetsCount": 50, "jitterBufferMillis": 4, "roundTripTimeMillis": 0}
    return event("audiostats", seconds, stats=[{"inputChannelStats": {**element, "packetsLost": n}} for n in lost])


def test_elements_of_one_event_never_repeat_each_other() -> None:
    of = call(*BEGUN, nested(30, 0, 0, 0))
    assert (of.repeats, of.audio.input.intervals) == (0, 3)


def test_nested_audio_is_a_repeat_only_as_a_whole() -> None:
    assert repeats(nested(30, 0, 1), nested(30.1, 0, 1)) == 1
    assert repeats(nested(30, 0, 1), nested(30.1, 1, 0)) == 0
    assert repeats(nested(30, 0, 1), nested(30.1, 0, 1, 1)) == 0
    assert repeats(nested(30, 0), nested(30.1, 0, 0)) == 0


def test_the_shape_of_the_audio_and_its_internal_count_do_not_matter() -> None:
    flat = sample(30, lost=1, count=50, jitter=4, rtt=0)
    assert repeats(flat, nested(30.1, 1)) == 1
    counted = json.loads(flat)
    counted["detail"]["statsCount"] = 99
    assert repeats(flat, json.dumps(counted).encode()) == 1


def test_two_tabs_that_log_everything_twice_change_no_figure() -> None:
    steps: list[str | bytes] = [
        *BEGUN,
        "2 hold A",
        "4 resume A",
        "5 mute",
        "8 unmute",
        sample(30),
        sample(30, "output"),
        "40 callended",
    ]
    twice = [line for line in lines_of(*steps) for _ in "ab"]
    (once,), (again,) = rebuilt(lines_of(*steps)).calls, rebuilt(twice).calls
    assert again.to_dict() | {"repeats": 0, "problems": []} == once.to_dict()
    assert again.repeats == len(steps)


# Swaps.


def held(*steps: str) -> tuple[int, int]:
    of = call(*BEGUN, "2 hold A", "3 participantadded B", *steps, "20 callended")
    return of.holds, of.repeats


def test_a_swap_within_500_ms_is_a_repeat_and_a_later_one_swaps_back() -> None:
    assert held("5 swap", "5.5 swap") == (2, 1)
    assert held("5 swap", "5.501 swap") == (3, 0)


def test_a_swap_without_a_time_is_never_a_repeat() -> None:
    assert held("- swap", "- swap") == (3, 0)
