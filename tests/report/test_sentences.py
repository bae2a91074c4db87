"""What each problem says: the names and the values that were found."""

import pytest

from callevents.model.problem import CATALOGUE
from callevents.report.analysis import Analysis
from rebuild.little import event, lines_of, message, rebuilt, sample

BEGUN = "0 callstarted A"
OVER = "400 callended"


def said(*steps: str | bytes) -> dict[str, str]:
    """What is said of the problems of a log, by code (the last of each)."""
    found = Analysis(rebuilt(lines_of(*steps))).check(0).problems
    return {problem.code: problem.message for problem in found}


@pytest.mark.parametrize(
    ("code", "steps", "sentence"),
    [
        ("CE101", [b"{", BEGUN, OVER], "unexpected end of data (column 2)"),
        ("CE101", [b'{"type": "Gr\xfc\xdfe"}', BEGUN, OVER], "byte 0xFC is not UTF-8 (column 13)"),
        ("CE102", [b"7", BEGUN, OVER], "found a number"),
        ("CE103", [b'{"type": 7}', BEGUN, OVER], "the type is a number"),
        ("CE104", [b'{"type": "hold"}', BEGUN, OVER], "the detail is missing"),
        ("CE106", [BEGUN, "1 hold", OVER], "hold: participant is missing"),
        ("CE106", [BEGUN, event("hold", 1, participant=7), OVER], "hold: participant is the number 7"),
        ("CE106", [BEGUN, event("hold", 1, participant=None), OVER], "hold: participant is null"),
        ("CE106", [event("callstarted", 0, callType=True), OVER], "callstarted: callType is true"),
        ("CE106", [BEGUN, event("mute", 1, ["c1"]), OVER], "mute: callId is a list"),
        ("CE106", [BEGUN, event("note", 1, content="hi"), OVER], 'note: content is the text "hi"'),
        ("CE106", [BEGUN, event("note", 1, id={"a": 1}), OVER], "note: id is an object"),
        ("CE106", [BEGUN, event("audiostats", 1, stats="x" * 60), OVER],
         "audiostats: stats holds no sample of a channel"),
        ("CE106", [BEGUN, event("audiostats", 1, stats=[{"inputChannelStats": {"packetsCount": 9}}, 7]), OVER],
         "audiostats: an element of stats is the number 7"),
        ("CE106", [BEGUN, event("audiostats", 1, stats=[{"outputChannelStats": "x"}]), OVER],
         'audiostats: outputChannelStats is the text "x"'),
        ("CE201", [event("", 1, "c9")], '"" belongs to no call that other events made'),
        ("CE107", [BEGUN, event("new", 1), event("new", 2), OVER], 'unknown event type "new", in 2 events'),
        ("CE108", ["- callstarted A", "- callended", sample(None)],
         "3 of 3 events whose time comes from the envelope have none, this first; durations that need one are unknown"),
        ("CE201", [BEGUN, OVER, event("hold", 999, None, agent="ana", participant="B")],
         'hold of "B" of agent "ana" has no call id, and not exactly one call was going on at '
         "2026-03-02T09:16:39.000Z"),
        ("CE201", [event("newtype", 1, "c9")], "newtype belongs to no call that other events made"),
        ("CE202", [BEGUN, "1 hold B", "2 hold B", OVER], 'hold of "B" was logged before'),
        ("CE202", [BEGUN, "1 mute", "400 callended", "401 unmute"],
         "unmute was logged before, or the mute had ended by then"),
        ("CE203", [BEGUN, "400 callended", "401 mute", "402 unmute"], "unmute without an open mute before it"),
        ("CE203", [BEGUN, "1 unmute", OVER], "unmute without an open mute before it"),
        ("CE203", [BEGUN, "1 resume B", OVER], 'resume of "B" without an open hold before it'),
        ("CE203", [BEGUN, "1 resumerecording", OVER], "resumerecording without an open pauserecording before it"),
        ("CE203", [BEGUN, "1 participantremoved B", OVER],
         'participantremoved of "B" without an open participantadded before it'),
        ("CE203", [BEGUN, message("flaglower", 1, "f", None), OVER], "flaglower without an open flagraise before it"),
        ("CE204", [BEGUN, "1 hold A", "2 hold B", "3 resume", OVER],
         "resume names no participant, and several were on hold"),
        ("CE204", [BEGUN, "1 participantadded B", "2 participantadded C", "3 participantremoved", OVER],
         "participantremoved names no participant, and several were in the call"),
        ("CE205", [BEGUN, "1 swap", OVER],
         "swap at 2026-03-02T09:00:01.000Z does not find exactly two participants with one of them on hold"),
        ("CE206", ["5 callconnected A", "3 callended"],
         "callended at 2026-03-02T09:00:03.000Z is earlier than callconnected at 2026-03-02T09:00:05.000Z"),
        ("CE207", [BEGUN, OVER, "401 mute"],
         "mute at 2026-03-02T09:06:41.000Z comes after callended at 2026-03-02T09:06:40.000Z"),
        ("CE208", [message("flagraise", 1, "f", "!")], "flagraise of a call that nothing but messages tell of"),
        ("CE209", ["3 hold B", "4 resume B", OVER],
         'the call is first heard of by hold of "B" at 2026-03-02T09:00:03.000Z'),
        ("CE210", [BEGUN, "3 mute"], "the call is last heard of by mute at 2026-03-02T09:00:03.000Z"),
        ("CE211", [BEGUN, "3 mute", OVER], "mute at 2026-03-02T09:00:03.000Z never ended before the call did"),
        ("CE211", [BEGUN, "3 pauserecording", OVER],
         "pauserecording at 2026-03-02T09:00:03.000Z never ended before the call did"),
        ("CE301", [BEGUN, sample(1, lost="many"), OVER], 'audiostats: packetsLost is the text "many"'),
        ("CE301", [BEGUN, sample(1, rtt=-5), OVER], "input: roundTripTimeMillis is -5"),
        ("CE301", [BEGUN, sample(1, jitter=-4, rtt=-5), OVER],
         "input: jitterBufferMillis is -4, roundTripTimeMillis is -5"),
        ("CE308", [BEGUN, sample(1, jitter=70_000, rtt=80_000), OVER],
         "input: jitterBufferMillis is 70,000, roundTripTimeMillis is 80,000"),
        ("CE301", [BEGUN, sample(1, "output", count=1.5), OVER],
         "output: a count of packets is not whole, or beyond 2^53"),
        ("CE302", [BEGUN, sample(1, lost=-4), OVER], "input: -4 packets lost of 1,500"),
        ("CE303", [BEGUN, *(sample(30 * n, count=1500 * n) for n in range(1, 7)), OVER],
         "input: packetsCount runs up from 1,500 to 9,000"),
        ("CE304", [BEGUN, sample(1, count=90_000), *(sample(30 * n) for n in range(1, 6)), OVER],
         "input: the first sample counts 90,000 packets"),
        ("CE305", [BEGUN, *(line for n in range(1, 4) for line in (sample(30 * n, count=0, lost=0),
                                                                   sample(30 * n, "output"))), OVER],
         "input had no media while output had"),
        ("CE306", [BEGUN, sample(1, lost=30, count=20), OVER], "input: 30 packets lost of 20"),
        ("CE307", [BEGUN, *(sample(30 * n, "output", jitter=400 * n) for n in range(1, 5)), OVER],
         "output: jitterBufferMillis never falls, from 400 to 1,600"),
        ("CE308", [BEGUN, sample(1, jitter=60_001), OVER], "input: jitterBufferMillis is 60,001"),
        ("CE308", [BEGUN, sample(1, rtt=70_000.5), OVER], "input: roundTripTimeMillis is 70,000.5"),
    ],
)  # fmt: skip
def test_a_problem_says_what_was_found(code: str, steps: list[str | bytes], sentence: str) -> None:
    assert said(*steps)[code] == sentence


def test_legitimate_absences_are_no_problem() -> None:
    assert said("0 callstarted A", "5 callconnected A", "90 callended") == {}, "no wrap-up, no audio"
    assert said("5 callconnected A", "90 callended") == {}, "native telephony: no callstarted"
    assert said("0 callstarted A", "20 callended") == {}, "missed"


def test_a_hold_at_the_end_of_a_call_is_no_problem() -> None:
    assert said(BEGUN, "5 callconnected A", "6 hold A", OVER) == {}


def test_a_long_text_is_shown_by_its_beginning() -> None:
    assert said(BEGUN, event("note", 1, content="x" * 60), OVER)["CE106"] == f'note: content is the text "{"x" * 40}…"'


def test_each_code_has_a_title_and_an_explanation() -> None:
    for code in CATALOGUE.values():
        assert code.title[-1] != "."
        assert code.explanation.endswith((".", "LOG.ndjson"))
