"""Plain lines are read as typed values: what comes of them is what comes of the general way."""

import json
from collections.abc import Sequence
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from callevents.model.settings import Reading
from callevents.read.shapes import Shapes
from callevents.read.typed import MOST_DECODERS, MOST_KEYS, MOST_LEVELS, Typed
from read.json_cases import ACCEPTED_OBJECTS, ACCEPTED_OTHERS, MUST_REJECT, REJECTED_BY_CHOICE
from read.reading import read


def line(value: bytes = b'"x"', **more: Any) -> bytes:
    start = json.dumps({"time": "2026-03-02T09:14:07Z", "agent": "a", "type": "mute", **more}).encode()
    return start[:-1] + b',"detail":{"callId":"c","more":' + value + b"}}"


def expecting(*lines: bytes) -> Typed:
    shapes = Shapes(Reading())
    for each in lines:
        shapes.of(orjson.loads(each))
    typed = Typed(shapes)
    typed.learn(lines)
    return typed


def is_typed(lines: Sequence[bytes], then: bytes) -> bool:
    return expecting(*lines).read_line(then) is not None


def test_at_first_nothing_is_expected() -> None:
    assert Typed(Shapes(Reading())).read([line()]) is None


def test_lines_with_the_same_keys_are_read_as_typed_values() -> None:
    events = expecting(line()).read([line(b"1"), line(b"null", agent="b")])
    assert events is not None
    assert [(event.agent, event.detail.callId) for event in events] == [("a", "c"), ("b", "c")]


@pytest.mark.parametrize("case", MUST_REJECT + REJECTED_BY_CHOICE, ids=lambda case: repr(case[:40]))
def test_a_line_that_is_not_json_is_none_where_its_keys_are_expected_either(case: bytes) -> None:
    outcome = read(line(b"1"), line(case), line(b'"y"'))
    assert (len(outcome.events), [reject.code for reject in outcome.rejects]) == (2, ["CE101"])


@pytest.mark.parametrize("case", ACCEPTED_OBJECTS + ACCEPTED_OTHERS, ids=lambda case: repr(case[:40]))
def test_a_line_that_is_json_is_read_alike_whatever_was_expected(case: bytes) -> None:
    assert len(read(line(b"1"), line(case), line(b'{"a":1}'), line(b"1")).events) == 4


@pytest.mark.parametrize("number", [b"9" * 309, b"-" + b"9" * 400, b"1" + b"0" * 308 + b".5e99", b"1e400"])
@pytest.mark.parametrize("field", ["more", "packetsLost", "serverReceivedTimestamp"])
def test_a_number_too_large_for_the_parser_is_so_in_every_way(field: str, number: bytes) -> None:
    def sample(value: bytes) -> bytes:
        return (
            b'{"type":"audiostats","detail":{"callId":"c","stats":"inputChannelStats","'
            + field.encode() + b'":' + value + b"}}"
        )  # fmt: skip

    assert len(read(sample(b"1"), sample(number), sample(b"2")).rejects) == 1


@pytest.mark.parametrize(
    ("expected", "then"),
    [
        (line(), line(loggedAt="2026-03-02T09:14:08Z")),
        (line(), line(user="b")),
        (line(), line(type="HOLD")),
        (line(), line(b"[1]")),
        (line(b"[1]"), line(b"[1]")),
        (line(b'{"audioStats":{"callId":"d"}}'), line(b'{"audioStats":{"callId":"d"}}')),
        (b'{"eventType":"mute","payload":{},"type":"hold"}', b'{"eventType":"mute","payload":{},"type":"hold"}'),
        (b'{"type":"hold","detail":{"participant":"A"}}', b'{"type":"hold","detail":{}}'),
        (b'{"type":"hold","detail":{"participant":"A"}}', b'{"type":"hold","detail":{"participant":""}}'),
        (b'{"type":"hold","detail":{"participant":"A"}}', b'{"type":"hold","detail":{"participant":"A","callId":""}}'),
        (b'{"type":"note","detail":{"content":{}}}', b'{"type":"note","detail":{"content":[]}}'),
    ],
)
def test_what_another_reading_may_take_otherwise_is_left_to_it(expected: bytes, then: bytes) -> None:
    assert not is_typed([expected], then)
    read(expected, then, expected)


AUDIO = b'{"type":"audiostats","detail":{"callId":"c","stats":%s}}'
BOTH = b'{"inputChannelStats":{"packetsLost":1,"more":"x"},"outputChannelStats":{"packetsLost":2}}'


@pytest.mark.parametrize("stats", [b"[%s]" % BOTH, b"[%s,%s]" % (BOTH, BOTH), b'"inputChannelStats"'])
def test_audio_samples_are_typed_in_a_list_as_well_as_flat(stats: bytes) -> None:
    assert is_typed([AUDIO % (b"[%s]" % BOTH)], AUDIO % stats)


@pytest.mark.parametrize(
    "stats", [b"[]", b"[null]", b"[7]", BOTH, b"null", b'[{"inputChannelStats":[]}]', b'[{"other":1}]', b'"other"']
)
def test_audio_of_another_form_is_left_to_the_general_way(stats: bytes) -> None:
    assert not is_typed([AUDIO % (b"[%s]" % BOTH)], AUDIO % stats)
    read(AUDIO % (b"[%s]" % BOTH), AUDIO % stats, AUDIO % b'"inputChannelStats"')


def test_a_log_that_always_has_other_keys_is_learned_from_no_more_than_so_often() -> None:
    typed = expecting(line())
    for number in range(2 * MOST_DECODERS):
        typed.learn([line(b'{"key %d":1}' % number)])
    assert typed.read_line(line(b'{"key 0":1}')) is not None
    assert typed.read_line(line(b'{"key %d":1}' % (2 * MOST_DECODERS - 1))) is None


def test_more_keys_and_deeper_objects_than_a_log_has_are_not_expected() -> None:
    wide = json.dumps({str(number): 1 for number in range(MOST_KEYS + 1)}).encode()
    assert not is_typed([line(wide)], line(wide))
    for deep in (MOST_LEVELS + 1, 200):
        value = b'{"a":' * deep + b"1" + b"}" * deep
        assert not is_typed([line(value)], line(value))
        assert len(read(line(value), line(b"1"), line(value)).events) == 3


NAMES = ["time", "ts", "agent", "user", "tabId", "type", "detail", "eventType", "payload", "event", "other"]
FIELDS = ["callId", "participant", "callType", "stats", "packetsLost", "id", "content", "sender", "text", "role",
          "serverReceivedTimestamp", "clientSentTimestamp", "audioStats", "other"]  # fmt: skip
SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(["", "mute", "HOLD", "audiostats", "transcript", "inputChannelStats", "2026-03-02T09:14:07.120Z"])
)  # fmt: skip
DETAILS = st.dictionaries(
    st.sampled_from(FIELDS), SCALARS | st.dictionaries(st.sampled_from(FIELDS), SCALARS, max_size=3), max_size=5
)
LINES = st.builds(
    lambda name, detail, more: {"type": name, "detail": detail, **more},
    st.sampled_from(["mute", "hold", "callstarted", "audiostats", "transcript", "NOTE", "other"]),
    DETAILS,
    st.dictionaries(st.sampled_from(NAMES), SCALARS | DETAILS, max_size=3),
)


@given(st.lists(LINES, min_size=1, max_size=8))
def test_any_lines_are_read_alike_whatever_was_expected(lines: list[dict[str, Any]]) -> None:
    read(*lines)
