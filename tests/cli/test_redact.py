"""The command `redact`: where its result goes, and how it ends."""

import sys
from pathlib import Path
from unittest import mock

import pytest

from cli.harness import run

LINE = b'{"type":"callstarted","detail":{"callId":"c","callType":"inbound","participant":"+12065550143"}}\n'


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "a.ndjson"
    path.write_bytes(LINE)
    return path


def test_the_same_bytes_go_to_a_file_as_to_stdout_and_stderr_is_silent(log: Path) -> None:
    key = str(log.with_name("key"))
    shown = run("redact", str(log), "--key-file", key)
    assert (shown.code, shown.err) == (0, "")
    ended = run("redact", str(log), "--key-file", key, "-o", str(log.with_name("safe")))
    assert (ended.code, ended.out) == (0, b"")
    assert log.with_name("safe").read_bytes() == shown.out != LINE


def test_it_reads_standard_input() -> None:
    ended = run("redact", stdin=LINE)
    assert ended.code == 0
    assert ended.out.startswith(b'{"type":"callstarted"')
    assert b"2065550143" not in ended.out


@pytest.mark.parametrize("option", ["-o", "--key-file"])
def test_it_never_overwrites_a_log_that_it_reads(option: str, log: Path) -> None:
    log.write_bytes(b"x" * 40 + b"\n")
    ended = run("redact", str(log), option, str(log))
    assert ended.code == 2
    assert "is one of the logs to read" in ended.err
    assert log.read_bytes() == b"x" * 40 + b"\n"


def test_bad_lines_are_told_and_fail_a_strict_run(log: Path) -> None:
    log.write_bytes(LINE + b"Ana Duarte\n")
    assert run("redact", str(log)).code == 0
    ended = run("redact", str(log), "--strict")
    assert ended.code == 1
    assert ended.out.endswith(b"\nxxx xxxxxx\n")
    assert ended.err == "callevents: 1 line is no event (see callevents check), and masked as a whole\n"


def test_a_source_that_cannot_be_read_ends_with_3_and_the_others_are_redacted(log: Path) -> None:
    ended = run("redact", str(log), str(log.with_name("none.ndjson")))
    assert ended.code == 3
    assert ended.out.startswith(b'{"type":"callstarted"')
    assert "none.ndjson" in ended.err


def test_a_terminal_sees_controls_as_text(log: Path) -> None:
    log.write_bytes(b"\x1b[31m\x9b\n" + LINE)
    ended = run("redact", str(log), terminal=True)
    assert ended.out.startswith(b"\\x1b[00x")
    assert ended.out.count(b"\n") == 2


def test_without_the_extra_the_command_that_installs_it_is_named(log: Path) -> None:
    with mock.patch.dict(sys.modules, {"phonenumbers": None}):
        ended = run("redact", str(log))
    assert ended.code == 2
    assert ended.err == "callevents: redact needs the package phonenumbers: pip install 'callevents[redact]'\n"


@pytest.mark.parametrize("wrong", [["--text", "hide"], ["--region", "XX"], ["--names", "mask"]])
def test_a_choice_that_there_is_not_is_a_usage_error(wrong: list[str], log: Path) -> None:
    ended = run("redact", str(log), *wrong)
    assert (ended.code, ended.out) == (2, b"")
