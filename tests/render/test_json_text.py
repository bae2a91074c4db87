import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callevents.render.documents import Calls, Overview
from callevents.render.json_text import json_bytes
from render import values
from render.values import written


@given(st.text(st.characters(codec="utf-8")))
def test_escaping_keeps_the_data(text: str) -> None:
    assert json.loads(json_bytes({text: [text]})) == {text: [text]}


@pytest.mark.parametrize(
    ("char", "written_as"),
    [
        ("\x7f", rb"\u007f"),
        ("\x80", rb"\u0080"),
        ("\x9f", rb"\u009f"),
        ("\u061c", rb"\u061c"),
        ("\u200e", rb"\u200e"),
        ("\u2028", rb"\u2028"),
        ("\u202e", rb"\u202e"),
        ("\u2069", rb"\u2069"),
        ("\xa0", b"\xc2\xa0"),
        ("\u2010", "\u2010".encode()),
        ("\u206a", "\u206a".encode()),
    ],
)
def test_the_controls_and_only_they_are_escaped(char: str, written_as: bytes) -> None:
    assert json_bytes(char) == b'"' + written_as + b'"'


def test_a_lone_surrogate_becomes_visible_text() -> None:
    assert json.loads(json_bytes({"file": ["a\udcff", 1]})) == {"file": ["a\\udcff", 1]}


def test_calls_are_a_list_with_a_call_a_line() -> None:
    lines = written(Calls(iter(values.CALLS)), "json").decode().splitlines()
    assert (lines[0], lines[-1], len(lines)) == ("[", "]", 2 + len(values.CALLS))
    assert json.loads("".join(lines)) == [call.to_dict() for call in values.CALLS]


def test_no_calls_are_an_empty_list() -> None:
    assert written(Calls(()), "json") == b"[]\n"
    assert written(Calls(()), "ndjson") == b""


def test_a_summary_is_the_same_with_and_without_the_calls_beside_it() -> None:
    assert written(Overview(values.SUMMARY, (values.POOR,)), "json") == written(values.SUMMARY, "json")


def test_a_list_has_an_item_a_line_in_ndjson() -> None:
    lines = written(values.STATS_BY_AGENT, "ndjson").splitlines()
    assert [json.loads(line) for line in lines] == [row.to_dict() for row in values.STATS_BY_AGENT.rows]


@pytest.mark.parametrize("format", ["json", "ndjson"])
def test_a_terminal_gets_the_same_bytes_as_a_pipe(format: str) -> None:
    assert written(values.DETAIL, format, width=40, color=True, unicode=False) == written(values.DETAIL, format)
