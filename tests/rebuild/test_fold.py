import json
from typing import Any

import pytest
from hypothesis import given

from callevents.model.settings import Judging
from callevents.rebuild.finish import finish
from callevents.rebuild.seen import Seen
from callevents.report.analysis import Analysis
from rebuild.hostile import lines
from rebuild.little import call, codes, detail, documents, event, message, rebuilt, sample, see

BAD_FIELD, BAD_SAMPLE = "CE106", "CE301"


@given(lines())
def test_lines_say_the_same_whether_they_were_expected_or_not(log: list[bytes]) -> None:
    data = b"\n".join(log)
    unexpected, expected = (
        json.dumps(documents(Analysis(finish(see(Seen(""), "log", 0, data, expected=known), Judging()))))
        for known in (False, True)
    )
    assert expected == unexpected


@pytest.mark.parametrize("name", ["callstarted", "CALL_STARTED", "Call_Started", "callStarted"])
def test_every_spelling_of_a_type_is_that_type(name: str) -> None:
    log = rebuilt([event(name, 0, participant="A")])
    assert Analysis(log).summary().events_by_type == {"callstarted": 1}
    assert log.calls[0].stage == "started"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (event("hold", 0), 1),
        (event("resume", 0, participant=None), 1),
        (event("participantadded", 0, participant=5), 1),
        (event("participantremoved", 0, participant=["A"]), 1),
        (event("callstarted", 0), 0),
        (event("callstarted", 0, participant=5, callType=["inbound"]), 2),
        (event("audiostats", 0), 1),
        (event("audiostats", 0, stats=[]), 1),
        (event("audiostats", 0, stats="strangeStats"), 1),
        (event("note", 0, id=5, content="x", sender=[1]), 3),
        (event("note", 0, content={"text": 5}, sender={"role": 1, "displayName": 2}), 3),
        (event("note", 0, content=None), 0),
    ],
)
def test_a_field_that_is_missing_or_of_the_wrong_kind_is_told_and_the_event_counts(line: bytes, expected: int) -> None:
    of = call("0 mute", line)
    assert of.events == 2
    assert codes(of).get(BAD_FIELD, 0) == expected


def test_an_id_of_the_wrong_kind_is_told() -> None:
    log = rebuilt([event("hold", 0, 17, participant="A")])
    assert [(problem.code, problem.count) for problem in Analysis(log).problems] == [(BAD_FIELD, 1), ("CE201", 1)]


@pytest.mark.parametrize(("text", "value"), [("12", 12), (" 12 ", 12), ("+12", 12), ("-0", 0)])
def test_a_whole_number_as_text_is_the_number(text: str, value: int) -> None:
    of = call(sample(0, lost=text))
    assert of.audio.input.packets_lost == value
    assert codes(of) == {}


@pytest.mark.parametrize("value", ["many", "", "1.5", "+-5", "--5", "1_000", "٣", "9" * 30, True, [1], {"a": 1}])
def test_what_is_no_number_is_left_out_and_told(value: Any) -> None:
    of = call(sample(0, lost=value), sample(30, lost=3, count=100))
    assert (of.audio.input.usable_intervals, of.audio.input.packets_lost) == (1, 3)
    assert codes(of) == {BAD_SAMPLE: 1}


@pytest.mark.parametrize("value", [1.5, 2**53 + 2, 1e300])
def test_a_count_that_is_not_whole_or_too_large_is_left_out_and_told(value: float) -> None:
    of = call(sample(0, count=value), sample(30, lost=3, count=100))
    assert (of.audio.input.usable_intervals, of.audio.input.packets_count) == (1, 100)
    assert codes(of) == {BAD_SAMPLE: 1}


def test_jitter_and_rtt_stand_where_a_count_is_no_number() -> None:
    of = call(sample(0, lost="many", jitter=12.5, rtt=80))
    assert (of.audio.input.jitter_ms.mean, of.audio.input.rtt_ms.mean) == (12.5, 80)


ELEMENT = {"packetsLost": 1, "packetsCount": 50, "jitterBufferMillis": 4, "roundTripTimeMillis": 90}


@pytest.mark.parametrize(
    "fields",
    [
        {"stats": [{"inputChannelStats": ELEMENT}, {"inputChannelStats": ELEMENT, "outputChannelStats": ELEMENT}]},
        {
            "audioStats": {
                "stats": [{"inputChannelStats": ELEMENT, "ouputChannelStats": ELEMENT}, {"inputChannelStats": ELEMENT}]
            }
        },
    ],
)
def test_every_element_of_nested_audio_is_an_interval(fields: dict[str, Any]) -> None:
    of = call(event("audiostats", 0, **fields))
    assert (of.audio.input.intervals, of.audio.output.intervals, of.events) == (2, 1, 1)
    assert (of.audio.input.packets_lost, of.audio.input.packets_count) == (2, 100)


def test_the_call_id_may_lie_inside_the_deeper_nested_audio() -> None:
    inside = event("audiostats", 0, None, audioStats={"callId": "c1", "stats": [{"inputChannelStats": ELEMENT}]})
    assert call(inside).audio.input.intervals == 1


@pytest.mark.parametrize(
    ("keep_text", "texts"),
    [
        (None, [None, None, None]),
        ("", ["one", "two", "three"]),
        ("ab", ["one", None, "three"]),
        ("x", [None, None, "three"]),
    ],
)
def test_texts_are_kept_of_the_calls_asked_for_and_of_events_that_may_be_theirs(
    keep_text: str | None, texts: list[str | None]
) -> None:
    data = b"\n".join(
        [
            message("note", 0, "1", "one", "abc"),
            message("note", 0, "2", "two", "b"),
            event("callended", 9, "b"),
            message("note", 8, "3", "three", None),
        ]
    )
    log = finish(see(Seen(keep_text), "log", 0, data), Judging())
    assert [item.text for item in Analysis(log).notes().items] == texts
    assert [call.notes for call in log.calls] == [1, 2]


def test_intervals_show_each_sample_in_its_order() -> None:
    of = detail(sample(60, "output"), sample(30), sample(30, "output", rtt=None))
    assert [(one.channel, one.rtt_ms) for one in of.intervals] == [("input", 90), ("output", None), ("output", 90)]
