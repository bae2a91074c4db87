"""Hostile text in every place that a log can put text: none of it reaches a terminal, a spreadsheet or Markdown raw."""

import csv
import io
import json
import unicodedata
from typing import Any

import pytest
from msgspec import Struct
from msgspec.structs import replace

from callevents.render.documents import Document
from render.values import DOCUMENTS, written

EVIL = (
    "\x1b[2J\x1b]8;;http://evil\x1b\\x\x07\x9b31m\x7f\x00\u202e\u2066\u200b\u2028\ud800\r\n\t"
    "[red]x[/]:warning:<img onerror=x>`|*_[a](http://e)"
)
FORMATS = ["table", "markdown", "csv", "tsv"]


def poisoned(value: Any, lead: str = "") -> Any:
    """Put hostile text at the end of every text of a value, and `lead` before it."""
    if type(value) is str:
        return lead + value + EVIL
    if isinstance(value, tuple):
        return tuple(poisoned(item, lead) for item in value)
    if isinstance(value, dict):
        return {poisoned(key, lead): poisoned(item, lead) for key, item in value.items()}
    if isinstance(value, Struct):
        skip = {"columns"}  # checked key paths, no text of the log
        return replace(
            value,
            **{name: poisoned(getattr(value, name), lead) for name in value.__struct_fields__ if name not in skip},
        )
    return value


@pytest.fixture(params=[name for name in DOCUMENTS if name != "rows"])
def hostile(request: pytest.FixtureRequest) -> Document:
    document: Document = poisoned(DOCUMENTS[request.param])
    return document


@pytest.mark.parametrize("format", FORMATS)
def test_no_control_character_is_written_raw(hostile: Document, format: str) -> None:
    for line in written(hostile, format).decode().split("\n"):
        bad = {char for char in line if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")}
        assert bad <= ({"\t"} if format == "tsv" else set())


@pytest.mark.parametrize("width", [40, 80, 160])
def test_a_terminal_gets_no_escape_of_the_log(hostile: Document, width: int) -> None:
    assert b"\x1b" not in written(hostile, "table", width=width)
    assert written(hostile, "table", width=width, unicode=False).isascii()


def test_markup_is_shown_as_it_is(hostile: Document) -> None:
    assert "[red]x[/]:warning:" in written(hostile, "table").decode()


def test_markdown_holds_no_html_and_no_link(hostile: Document) -> None:
    text = written(hostile, "markdown").decode()
    assert "<img" not in text
    assert "[a](" not in text
    assert "http://" not in text


@pytest.mark.parametrize("lead", ["=", "@", "+", "-"])
@pytest.mark.parametrize(("format", "delimiter"), [("csv", ","), ("tsv", "\t")])
@pytest.mark.parametrize("name", [name for name in DOCUMENTS if name != "rows"])
def test_no_cell_is_run_by_a_spreadsheet(name: str, format: str, delimiter: str, lead: str) -> None:
    content = written(poisoned(DOCUMENTS[name], f"{lead}cmd()"), format).decode()
    table = list(csv.reader(io.StringIO(content, newline=""), delimiter=delimiter))
    assert len({len(row) for row in table}) == 1
    assert not [cell for row in table for cell in row if cell.startswith(lead) and "cmd" in cell]


@pytest.mark.parametrize("format", ["json", "ndjson"])
def test_json_keeps_the_data_and_escapes_what_a_terminal_would_obey(hostile: Document, format: str) -> None:
    content = written(hostile, format).decode()
    shown = set(content) & set(EVIL)
    assert not {char for char in shown if not char.isprintable()} - {"\n", "\u200b"}
    for part in [content] if format == "json" else content.splitlines():
        whole = json.dumps(json.loads(part), ensure_ascii=False)
        assert "\u202e" in whole
        assert "\x9b31m\x7f" in whole
