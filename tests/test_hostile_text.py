"""Text that would harm a terminal, a spreadsheet or a program is nothing but text, in every field and format."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

import callevents
from cli.harness import run
from read.naughty import NAUGHTY


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def naughty_log() -> None:
    """A log in which each naughty string is the id of a call, and in it every other text."""
    lines = []
    for text in NAUGHTY:
        said = {
            "id": text,
            "content": {"formatType": text, "text": text},
            "sender": {"role": text, "displayName": text},
        }
        events: list[tuple[str, dict[str, Any]]] = [
            ("callstarted", {"callType": text, "participant": text}),
            ("callconnected", {"callType": text, "participant": text}),
            ("hold", {"participant": text}),
            ("transcript", said),
            ("note", said),
            ("flagraise", said),
            (text, {}),
            ("callended", {}),
        ]
        for at, (kind, detail) in enumerate(events):
            line = {"time": 1_772_442_840_000 + 1000 * at, "agent": text, "session": text, text: text}
            lines.append(json.dumps(line | {"type": kind, "detail": {"callId": text, **detail}}).encode())
    Path("a.log").write_bytes(b"\n".join(lines))


CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


@pytest.mark.parametrize("format", ["table", "json", "ndjson", "csv", "tsv", "markdown"])
@pytest.mark.parametrize("command", ["summary", "calls", "stats", "transcript", "notes", "flags", "check"])
def test_naughty_text_is_nothing_but_text(command: str, format: str) -> None:
    naughty_log()
    by = ["--by", "participant"] if command == "stats" else []
    ended = run(command, "a.log", "--format", format, *by)
    assert ended.code == 0
    assert ended.err == ""
    text = ended.text
    if format == "tsv":
        text = text.replace("\t", " ")
    if format == "csv":
        text = text.replace("\r\n", "\n")
    assert CONTROLS.findall(text) == []


def test_naughty_text_comes_through_json_as_it_is() -> None:
    naughty_log()
    calls = json.loads(run("calls", "a.log", "--json").out)
    assert sorted(call["call_id"] for call in calls) == sorted(NAUGHTY)
    for call in calls:
        assert (call["participant"], call["agent"]) == (call["call_id"], call["call_id"])
        assert (call["stage"], call["holds"], call["flags"]) == ("ended", 1, 1)
    for command in ("transcript", "notes"):
        items = json.loads(run(command, "a.log", "--json").out)["items"]
        assert sorted(item["text"] for item in items) == sorted(NAUGHTY)
        assert all(item["id"] == item["name"] == item["text"] == item["call_id"] for item in items)


def test_a_call_with_any_id_can_be_told() -> None:
    naughty_log()
    analysis = callevents.analyze("a.log", text="")
    for text in NAUGHTY:
        found = analysis.call(text).to_dict()
        assert (found["call_id"], found["participants"]) == (text, [text])
        assert {message["text"] for message in found["conversation"]} == {text}


@pytest.mark.parametrize("format", ["table", "json", "markdown"])
@pytest.mark.parametrize("text", NAUGHTY[::30], ids=lambda text: repr(text[:20]))
def test_a_call_with_any_id_can_be_shown(text: str, format: str) -> None:
    naughty_log()
    ended = run("call", "--format", format, "--", text, "a.log")
    assert (ended.code, ended.err) == (0, "")
    assert CONTROLS.findall(ended.text) == []


def test_a_log_with_a_hostile_name_is_named_visibly() -> None:
    name = "\x1b[31m\u202e[red].log"
    Path(name).write_bytes(b"bad\n")
    ended = run("check", name, "--format", "table")
    assert "\\x1b[31m\\u202e[red].log:1" in ended.err
    assert CONTROLS.findall(ended.err + ended.text) == []
