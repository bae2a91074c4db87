"""Which lines hold an event, and what is said of those that do not."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callevents.model.settings import Reading
from callevents.read.decode import Decoder
from read.json_cases import ACCEPTED_OBJECTS, ACCEPTED_OTHERS, MUST_REJECT, REJECTED_BY_CHOICE
from read.reading import only_event, only_reject, read

MUTE = b'{"type":"mute","detail":{"callId":"c"}}'


def in_an_event(value: bytes) -> bytes:
    return b'{"type":"mute","detail":{"callId":"c"},"more":' + value + b"}"


def test_there_are_as_many_cases_as_the_known_suite_has_categories_for() -> None:
    for cases, least in ((MUST_REJECT, 188), (ACCEPTED_OBJECTS + ACCEPTED_OTHERS, 95)):
        assert len(set(cases)) == len(cases) >= least


@pytest.mark.parametrize("case", MUST_REJECT + REJECTED_BY_CHOICE, ids=lambda case: repr(case[:40]))
def test_a_line_that_is_not_json_is_rejected_with_the_parsers_reason(case: bytes) -> None:
    for line in (case, in_an_event(case)):
        reject = only_reject(line)
        assert (reject.code, reject.line) == ("CE101", line)
        assert 8 < len(reject.message) < 120
        assert reject.message.endswith(")")


@pytest.mark.parametrize("case", MUST_REJECT + REJECTED_BY_CHOICE, ids=lambda case: repr(case[:40]))
def test_python_agrees_that_it_is_not_json(case: bytes) -> None:
    """A check of the cases themselves, with the parser of the standard library, which takes more than the RFC does."""
    if case in REJECTED_BY_CHOICE or any(word in case for word in (b"NaN", b"Infinity")):
        return
    with pytest.raises((ValueError, RecursionError)):
        json.loads(case)


@pytest.mark.parametrize("case", ACCEPTED_OTHERS, ids=lambda case: repr(case[:40]))
def test_json_that_is_no_object_is_rejected_as_such(case: bytes) -> None:
    json.loads(case)
    assert only_reject(case).code == "CE102"
    assert only_event(in_an_event(case)).type == "mute"


@pytest.mark.parametrize("case", ACCEPTED_OBJECTS, ids=lambda case: repr(case[:40]))
def test_an_object_without_a_type_is_rejected_as_such(case: bytes) -> None:
    json.loads(case)
    assert only_reject(case).code == "CE103"
    assert only_event(in_an_event(case)).type == "mute"


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        (b"null", "CE102", "found null"),
        (b"true", "CE102", "found true or false"),
        (b'"x"', "CE102", "found text"),
        (b"1.5", "CE102", "found a number"),
        (b"[1]", "CE102", "found a list"),
        (b"{}", "CE103", "the type is missing"),
        (b'{"detail":{}}', "CE103", "the type is missing"),
        (b'{"type":null,"detail":{}}', "CE103", "the type is null"),
        (b'{"type":7,"detail":{}}', "CE103", "the type is a number"),
        (b'{"type":true,"detail":{}}', "CE103", "the type is true or false"),
        (b'{"type":["mute"],"detail":{}}', "CE103", "the type is a list"),
        (b'{"type":{"name":"mute"}}', "CE103", "the type is an object"),
        (b'{"message":"started"}', "CE103", "the type is missing, and message holds no event"),
        (b'{"message":"{half"}', "CE103", "the type is missing, and message holds no event"),
        (b'{"event":null}', "CE103", "the type is missing, and event holds no event"),
        (b'{"event":[{"type":"mute","detail":{}}]}', "CE103", "the type is missing, and event holds no event"),
        (b'{"event":{}}', "CE103", "the type is missing"),
        (b'{"type":"mute"}', "CE104", "the detail is missing"),
        (b'{"eventType":"MUTE"}', "CE104", "the detail is missing"),
        (b'{"event":{"type":"mute"}}', "CE104", "the detail is missing"),
        (b'{"type":"mute","detail":null}', "CE104", "the detail is null"),
        (b'{"type":"mute","detail":"c"}', "CE104", "the detail is text"),
        (b'{"type":"mute","detail":[]}', "CE104", "the detail is a list"),
        (b'{"type":"mute","detail":0}', "CE104", "the detail is a number"),
        (b'{"eventType":"MUTE","payload":false}', "CE104", "the detail is true or false"),
    ],
)  # fmt: skip
def test_what_is_said_of_a_line_that_holds_no_event(line: bytes, code: str, message: str) -> None:
    assert only_reject(line) == (code, message, line)


@pytest.mark.parametrize(
    ("line", "start", "column"),
    [
        (b"{", "", 2),
        (b'{"type": NaN}', "", 10),
        (MUTE + MUTE, "", 40),
        (b"INFO started", "", 1),
        (b"INFO " + MUTE[:-1], "after the text before the first {: ", 39),
    ],
)
def test_the_parsers_reason_comes_with_the_column(line: bytes, start: str, column: int) -> None:
    message = only_reject(line).message
    assert message.startswith(start)
    assert message.endswith(f"(column {column})")


@pytest.mark.parametrize("line", [b"", b" ", b"\t \t", b"\r", b"\x0b\x0c", b" " * 100_000])
def test_a_white_line_is_blank(line: bytes) -> None:
    assert read(line, MUTE, line).blank == 2


def test_a_bad_line_costs_none_of_its_neighbours() -> None:
    bad = [*MUST_REJECT, b"", *ACCEPTED_OTHERS, b'{"type":7}']
    outcome = read(*(line for case in bad for line in (MUTE, case)), MUTE)
    assert len(outcome.events) == len(bad) + 1
    assert len(outcome.rejects) == len(bad) - 1


@pytest.mark.parametrize("prefix", [b" ", b"--- ", b"[] ", b'"": ', b"\x00", b"\xff\xfe", b"\xc2\xa0", b":", b"\x1b["])
def test_a_text_prefix_has_a_letter_or_a_digit(prefix: bytes) -> None:
    if prefix.strip():
        assert only_reject(prefix + MUTE).code == "CE101"
        assert only_event(prefix + b"x" + MUTE).type == "mute"
        assert only_event(b"9" + prefix + MUTE).type == "mute"
    else:
        assert only_event(prefix + MUTE).type == "mute"


def test_a_prefix_may_be_of_any_encoding() -> None:
    assert only_event("время ".encode("cp1251") + b"x " + MUTE).type == "mute"
    assert only_event("時刻 ".encode() + MUTE).type == "mute"


def test_a_bom_in_the_middle_is_what_joined_files_have() -> None:
    assert only_event(b"\xef\xbb\xbf" + MUTE).type == "mute"
    assert only_reject(b"\xef\xbb\xbf" + MUTE[:-1]).code == "CE101"
    assert only_reject(b"\xef\xbb\xbf").code == "CE101"


def test_a_log_whose_first_line_is_cut_loses_that_line_only() -> None:
    whole = b'{"time":"2026-03-02T09:14:07Z","event":' + MUTE + b"}"
    for cut in range(1, len(whole)):
        outcome = read(whole[cut:], whole)
        assert [reject.code for reject in outcome.rejects] == (["CE101"] if cut < len(whole) else [])
        assert len(outcome.events) == 1


def test_a_line_that_another_was_written_into_is_rejected() -> None:
    for cut in range(1, len(MUTE)):
        assert only_reject(MUTE[:cut] + MUTE).code == "CE101"


def test_of_duplicate_keys_the_last_one_wins() -> None:
    line = b'{"type":"hold","detail":{"callId":"a"},"type":"mute","detail":{"callId":"b","callId":"c"}}'
    event = only_event(line)
    assert (event.type, event.detail) == ("mute", {"callId": "c"})


def test_an_event_may_be_as_deep_as_the_parser_allows() -> None:
    assert only_event(in_an_event(b"[" * 1000 + b"]" * 1000)).type == "mute"


def test_wrappers_end_somewhere() -> None:
    def wrapped(times: int, wrap: Any) -> bytes:
        line: Any = json.loads(MUTE)
        for _ in range(times):
            line = {"event": wrap(line)}
        return json.dumps(line).encode()

    for wrap in (json.dumps, lambda inner: inner):
        assert only_event(wrapped(4, wrap)).type == "mute"
        assert only_reject(wrapped(5, wrap)).code == "CE103"
    assert only_reject(wrapped(500, lambda inner: inner)).code == "CE103"


KEYS = ["type", "detail", "eventType", "payload", "event", "message", "data", "time", "ts", "agent", "user", "tabId"]
TEXTS = ["mute", "HOLD", "2026-03-02T09:14:07Z", "1772442847120", "INFO {", MUTE.decode(), "x " + MUTE.decode()]
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(TEXTS),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5)
    | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5).map(json.dumps),
    max_leaves=12,
)  # fmt: skip


@given(st.lists(VALUES.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=60), max_size=6))
def test_any_lines_are_read_the_same_in_all_ways_and_each_is_counted(lines: list[bytes]) -> None:
    read(*lines)
    read(*lines, time_field="data.time", agent_field="user", session_field="event.tabId")


@given(st.lists(st.tuples(*[st.none() | VALUES] * 4), max_size=6))
def test_plain_lines_with_odd_values_are_read_the_same_in_all_ways(rows: list[tuple[Any, ...]]) -> None:
    read(*(dict(zip(("time", "agent", "type", "detail"), row, strict=True)) for row in rows), MUTE)


def test_lines_are_numbered_across_batches() -> None:
    numbers = []
    decoder = Decoder(Reading(), lambda number, *_: numbers.append(number))
    batches = [[MUTE, b"x"], [b""], [], [b"y", MUTE, b"z"]]
    assert [event[0] for event in decoder.events(batches)] == [1, 5]
    assert numbers == [2, 4, 6]
    assert (decoder.lines, decoder.blank) == (6, 1)
