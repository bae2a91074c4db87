"""Passing over lines that cannot matter where only a few calls are asked for."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

import callevents
from callevents import Filters, Reading
from callevents.read.search import PASSED_OVER, search_for
from logs.generate import generate
from read.reading import read

WANTED = b'{"type":"mute","detail":{"callId":"c-1"}}'
PIECES = [
    b'"callId":"',
    b'"callId":"',
    b'"callId" : "',
    b'"',
    b"c-1",
    b"c-2",
    b"I",
    b"\n",
    b"\n",
    b"\\u0063",
    b"\\",
    b"x",
]
OTHER = b'{"type":"mute","detail":{"callId":"c-2"}}'


def kept(*lines: bytes, texts: tuple[str, ...] = ("c-1",)) -> list[int]:
    """Give which of some lines are kept, told line by line and of all at once."""
    search = search_for(texts)
    assert search is not None
    # The first and the last line of a block are always given.
    split = search.split(b"\n".join([OTHER, *lines, OTHER]))[1:-1]
    told = [n for n, line in enumerate(split) if line is not PASSED_OVER]
    assert [split[n] for n in told] == [lines[n] for n in told]
    assert told == [n for n, line in enumerate(lines) if search.matters(line)]
    return told


@given(st.lists(st.sampled_from(PIECES), max_size=12), st.sampled_from(["", "c-1", "c-", "I", "callId"]))
def test_lines_are_told_by_the_block_as_they_are_one_by_one(pieces: list[bytes], text: str) -> None:
    kept(*b"".join(pieces).split(b"\n"), texts=(text,) if text else ("c-1", "c-2"))


NAMES = ["type", "detail", "callId", "callId", "sender", "content", "event", "payload", "eventType", "message", "x"]
TEXTS = st.sampled_from(
    ["c-1", "c-2", "c-2", "hold", "", "{", "}", "},", '"', ":{", "a}", '{"type":"hold","detail":{}}']
)
OBJECTS = st.recursive(
    TEXTS | st.none() | st.integers(0, 9),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4)
        | inner.map(lambda value: {"content": value, "callId": "c-2", "sender": {}})
    ),
    max_leaves=8,
)
EVENTS = st.builds(
    lambda before, detail, after: {**before, "type": "hold", "detail": detail, **after},
    st.dictionaries(st.sampled_from(NAMES), OBJECTS, max_size=1),
    OBJECTS
    | OBJECTS.map(lambda value: {"callId": "c-2", "x": value})
    | OBJECTS.map(lambda value: {"content": {"text": value}, "callId": "c-2", "sender": {"role": "x"}}),
    st.dictionaries(st.sampled_from(NAMES), OBJECTS, max_size=1),
)


@given(st.lists(EVENTS | OBJECTS, min_size=1, max_size=6), st.booleans())
def test_what_is_passed_over_is_an_event_of_another_call_or_none_at_all(values: list[Any], spaced: bool) -> None:
    lines = [json.dumps(value, separators=None if spaced else (",", ":")).encode() for value in values]
    told = kept(*lines)
    for n, line in enumerate(lines):
        if n not in told:
            found = read(line).events
            assert all("c-1" not in event.detail["callId"] and event.detail["callId"] for event in found)


def test_the_first_and_the_last_line_of_a_block_are_given_since_they_may_be_parts_of_lines() -> None:
    search = search_for(["c-1"])
    assert search is not None
    for lines in ([b""], [OTHER], [OTHER, OTHER], [b"", b""]):
        assert search.split(b"\n".join(lines)) == lines


def test_only_lines_of_the_wanted_call_are_kept() -> None:
    assert kept(OTHER, WANTED, OTHER) == [1]


def test_the_beginning_of_an_id_finds_all_calls_that_begin_with_it() -> None:
    assert kept(OTHER, WANTED, texts=("c-",)) == [0, 1]


@pytest.mark.parametrize(
    "line",
    [
        b'{"type":"hold","detail":{"participant":"+15550100"}}',
        b'{"type":"hold","detail":{"callId":null}}',
        b'{"type":"hold","detail":{"callId":""}}',
        b'{"type":"hold","detail":{"callId" : 7}}',
        # Another call id than the event's own stands in these.
        b'{"callId":"c-2","type":"hold","detail":{"participant":"A"}}',
        b'{"type":"hold","detail":{"participant":"A"},"callId":"c-2"}',
        b'{"callId":"c-2","event":{"type":"hold","detail":{"participant":"A"}}}',
        b'{"type":"hold","detail":{"participant":"A","linked":{"callId":"c-2"}}}',
        b'{"type":"hold","detail":{"detail":{"callId":"c-2"}}}',
        b'{"type":"hold","detail":{"callId":"c-2","callId":null}}',
        b'{"type":"hold","detail":{"callId":"c-2","\\u0063allId":7}}',
        b'{"type":"hold","detail":{"callId":"c-2"},"detail":{"participant":"A"}}',
        b'{"detail":{"callId":"c-2"},"event":{"type":"hold","detail":{"participant":"A"}}}',
        b'{"detail":{"callId":"c-2"},"eventType":"hold","payload":{"participant":"A"}}',
        b'{"detail":{"callId":"c-2"},"message":"{\\"type\\":\\"hold\\",\\"detail\\":{}}"}',
        b'{"type":"hold","detail":{"x":[":{"]},"callId":"c-2","sender":{}}',
        b'{"type":"hold","detail":{"x":"{"},"callId":"c-2","sender":{}}',
        b'{"event":{"type":"hold","detail":{}},"data":{"type":"hold","detail":{"callId":"c-2"}}}',
        b"",
        b"not JSON",
    ],
)
def test_a_line_without_a_call_id_is_kept_because_it_may_be_of_any_call(line: bytes) -> None:
    assert kept(OTHER, line) == [1]


def test_an_id_that_is_written_with_escapes_is_read() -> None:
    assert kept(
        rb'{"type":"mute","detail":{"callId":"\u0063-1"}}', rb'{"type":"mute","detail":{"callId":"\u0063-2"}}'
    ) == [0]


def test_an_id_with_spaces_around_its_colon_is_told_too() -> None:
    assert kept(b'{"type":"mute","detail":{"callId" : "c-2"}}', b'{"type":"mute","detail":{"callId" : "c-1"}}') == [1]


@pytest.mark.parametrize(
    "line",
    [
        OTHER + b"\r",
        b"2026-03-02T09:14:07Z INFO " + OTHER,
        b'{"time":1,"event":' + OTHER + b"}",
        b'{"type":"note","detail":{"content":{"text":"a { \\"b\\""},"callId":"c-2","sender":{"role":"Agent"}}}',
        b'{"eventType":"MUTE","payload":{"callId":"c-2"}}',
        b'{"type":"audiostats","detail":{"callId":"c-2","stats":[{"inputChannelStats":{"packetsLost":1}}]}}',
    ],
)
def test_lines_of_other_calls_are_passed_over_whatever_their_shape(line: bytes) -> None:
    assert kept(line, WANTED) == [1]


@pytest.mark.parametrize("text", ["", 'a"b', "a\\b", "a/b", "ä", "a b"])
def test_an_id_that_json_may_write_in_several_ways_is_not_searched_for(text: str) -> None:
    assert search_for((text,)) is None


@pytest.mark.parametrize("shape", ["plain", "nested_deep", "wrapper_text", "prefix_pipe", "mixed"])
def test_a_call_is_the_same_with_and_without_the_search(shape: str, tmp_path: Path) -> None:
    log = generate(11, calls=40, shape=shape)
    path = tmp_path / "log.ndjson"
    path.write_bytes(log.data)
    everything = callevents.analyze(path, text="", find=())
    assert everything.inputs.skipped == 0
    for call_id in list(log.truth)[::9]:
        found = callevents.analyze(path, text="", find=(call_id,))
        assert found.call(call_id) == everything.call(call_id)
        inputs = found.inputs
        assert inputs.lines == inputs.blank + inputs.rejected + inputs.skipped + inputs.events
        assert inputs.skipped > 0 or shape == "wrapper_text"


def test_where_an_event_has_no_call_id_all_lines_are_read_so_that_it_finds_its_call(tmp_path: Path) -> None:
    path = tmp_path / "log.ndjson"
    lines = [
        {"time": 1772442000000, "type": "callconnected", "detail": {"callId": "c-1"}},
        {"time": 1772442001000, "type": "callconnected", "detail": {"callId": "c-2"}},
        {"time": 1772442005000, "type": "hold", "detail": {"participant": "+15550100"}},
        {"time": 1772442009000, "type": "callended", "detail": {"callId": "c-2"}},
        {"time": 1772442010000, "type": "callended", "detail": {"callId": "c-1"}},
    ]
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    analysis = callevents.analyze(path, filters=Filters(call_ids=("c-1",)))
    # The hold lies within both calls, so it is of neither. Read alone, c-1 would have taken it.
    assert analysis.calls[0].holds == 0
    assert (analysis.inputs.skipped, analysis.inputs.unassigned) == (0, 1)


def test_a_relative_bound_of_time_needs_every_line(tmp_path: Path) -> None:
    path = tmp_path / "log.ndjson"
    path.write_bytes(generate(3, calls=20).data)
    call_id = callevents.analyze(path).calls[0].call_id
    filters = Filters(call_ids=(call_id,))
    assert callevents.analyze(path, filters=filters).inputs.skipped > 0
    assert callevents.analyze(path, filters=replace(filters, since=-1000)).inputs.skipped == 0


def test_reading_settings_do_not_hinder_the_search(tmp_path: Path) -> None:
    path = tmp_path / "log.ndjson"
    path.write_bytes(generate(3, calls=20).data)
    call_id = callevents.analyze(path).calls[0].call_id
    found = callevents.analyze(path, reading=Reading(agent_field="agent"), filters=Filters(call_ids=(call_id,)))
    assert [call.call_id for call in found.calls] == [call_id]


STRANGE = (
    {"time": 1772442000000, "type": "callstarted", "detail": {"callId": "c-1"}},
    {"time": 1772442001000, "type": "headsetdisconnected", "detail": {"callId": "c-2"}},
    {"type": "callended", "detail": {"callId": "c-2"}},
    {"time": 1772442002000, "type": "callended", "detail": {"callId": "c-1"}},
)
"""A log of which another call than c-1 has an event of an unknown type and one without a time."""


@pytest.fixture
def strange(tmp_path: Path) -> Path:
    path = tmp_path / "log.ndjson"
    path.write_text("\n".join(map(json.dumps, STRANGE)), encoding="utf-8")
    return path


def test_a_type_that_only_other_calls_have_is_known(strange: Path) -> None:
    filters = Filters(call_ids=("c-1",), types=("headsetdisconnected",))
    assert [call.call_id for call in callevents.analyze(strange, filters=filters).calls] == ["c-1"]
    assert not callevents.analyze(strange, filters=Filters(call_ids=("c-1",), has=("headsetdisconnected",))).calls
    assert callevents.analyze(strange, filters=replace(filters, types=("mute",))).inputs.skipped == 2


def test_the_problems_are_the_same_with_and_without_the_search(strange: Path) -> None:
    filters = Filters(call_ids=("c-1",))
    found, everything = (callevents.analyze(strange, filters=filters, find=find) for find in (None, ()))
    assert (found.inputs.skipped, everything.inputs.skipped) == (2, 0)
    assert found.summary().problems == everything.summary().problems == ()
