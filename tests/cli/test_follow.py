"""The command `follow` as a process: its lines, its page, its signals, its end."""

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from cli.harness import run
from logs.generate import generate
from rebuild.little import message, sample, step

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals and terminals")

STARTED = b"".join(line + b"\n" for line in (step("0 callstarted +1"), step("5 callconnected +1")))
FLAG = message("flagraise", 20, "f1", "help", displayName="Ann") + b"\n"
COMMAND = [sys.executable, "-m", "callevents", "follow"]


class Following:
    """A running `follow` with its stdout and stderr."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self.process = process
        assert process.stdout
        self._out = process.stdout.fileno()
        self._unread = b""

    def line(self, within: float = 20.0) -> dict[str, Any]:
        """The next line of stdout, which must come within so many seconds."""
        until = time.monotonic() + within
        while b"\n" not in self._unread:
            assert select.select([self._out], [], [], max(0, until - time.monotonic()))[0], "no line came in time"
            block = os.read(self._out, 1 << 16)
            assert block, "stdout was closed"
            self._unread += block
        line, _, self._unread = self._unread.partition(b"\n")
        found: dict[str, Any] = json.loads(line)
        return found

    def end(self, number: int = signal.SIGINT) -> tuple[int, list[dict[str, Any]], str]:
        """Send a signal; the exit code, the lines that still came, and stderr."""
        self.process.send_signal(number)
        out, err = self.process.communicate(timeout=30)
        return self.process.returncode, list(map(json.loads, (self._unread + out).splitlines())), err.decode()


Follow = Callable[..., Following]


@pytest.fixture
def follow() -> Iterator[Follow]:
    """Give the function that starts a `follow`; it is killed at the end if it still runs."""
    processes: list[subprocess.Popen[bytes]] = []

    def start(*arguments: str | Path, stdin: int = subprocess.DEVNULL) -> Following:
        process = subprocess.Popen(
            [*COMMAND, *map(str, arguments)], stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        processes.append(process)
        return Following(process)

    yield start
    for process in processes:
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream:
                stream.close()


def append(path: Path, data: bytes) -> None:
    with path.open("ab") as file:
        file.write(data)


def test_a_line_comes_for_each_call_that_is_there_and_for_each_change(tmp_path: Path, follow: Follow) -> None:
    log = tmp_path / "a.ndjson"
    log.write_bytes(STARTED)
    following = follow(log, "--json")
    first = following.line()
    assert (first["kind"], first["call_id"], first["stage"], first["flags"]) == ("call", "c1", "connected", 0)
    append(log, sample(30, lost=900) + b"\n")
    assert following.line()["grade"] == "poor"
    append(log, step("60 callended") + b"\n" + step("60 callstarted +2", "c2") + b"\n")
    assert [(call["call_id"], call["stage"]) for call in (following.line(), following.line())] == [
        ("c1", "ended"),
        ("c2", "started"),
    ]


def test_a_raised_flag_is_told_at_once(tmp_path: Path, follow: Follow) -> None:
    log = tmp_path / "a.ndjson"
    log.write_bytes(b"".join(line + b"\n" for line in generate(4, 100).lines) + STARTED)
    following = follow(log, "--json", "--call-id", "c1")
    following.line()
    time.sleep(1)
    append(log, FLAG)
    assert following.line(within=5.0)["flags"] == 1  # 0.25 s as a rule


def test_where_chooses_what_to_alarm_on(tmp_path: Path, follow: Follow) -> None:
    log = tmp_path / "a.ndjson"
    log.write_bytes(STARTED + step("0 callstarted +2", "c2") + b"\n")
    following = follow(log, "--json", "--where", "flags > 0")
    time.sleep(1)
    append(log, FLAG)
    assert following.line()["call_id"] == "c1"
    assert following.end()[1] == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_is_the_normal_end_with_a_summary_on_stderr(tmp_path: Path, follow: Follow, number: int) -> None:
    log = tmp_path / "a.ndjson"
    log.write_bytes(STARTED)
    following = follow(log)  # what is not written to a terminal is lines, too
    following.line()
    code, lines, err = following.end(number)
    assert (code, lines) == (0, [])
    assert err.startswith("1 call, 2026-03-02 09:00:00")
    assert "interrupted" not in err


def test_quiet_leaves_the_summary_out(tmp_path: Path, follow: Follow) -> None:
    log = tmp_path / "a.ndjson"
    log.write_bytes(STARTED)
    following = follow(log, "--quiet")
    following.line()
    assert following.end() == (0, [], "")


def test_a_line_that_has_no_newline_at_the_end_counts_as_in_a_plain_read(tmp_path: Path, follow: Follow) -> None:
    log = tmp_path / "a.ndjson"
    log.write_bytes(STARTED + FLAG[:-1])
    following = follow(log, "--json", "--quiet")
    assert following.line()["flags"] == 0
    code, lines, _ = following.end()
    assert (code, [call["flags"] for call in lines]) == (0, [1])


def test_bad_lines_are_named_at_the_end_and_strict_makes_them_exit_code_1(tmp_path: Path, follow: Follow) -> None:
    log, rejects = tmp_path / "a.ndjson", tmp_path / "rejects"
    log.write_bytes(STARTED + b"{nothing}\n")
    following = follow(log, "--strict", "--rejects", rejects)
    following.line()
    code, _, err = following.end()
    assert code == 1
    assert f"{log}:3:" in err.splitlines()[-1]
    assert rejects.read_bytes() == b"{nothing}\n"


def test_a_missing_file_is_waited_for_and_that_is_said_once(tmp_path: Path, follow: Follow) -> None:
    log = tmp_path / "a.ndjson"
    following = follow(log, "--json")
    assert following.process.stderr
    said = following.process.stderr.readline().decode()
    assert said == f"callevents: {log}: does not exist yet; waiting for it\n"
    time.sleep(0.6)
    log.write_bytes(STARTED)
    assert following.line()["call_id"] == "c1"
    code, _, err = following.end()
    assert (code, "waiting" in err) == (0, False)


def test_a_log_that_is_replaced_by_no_log_ends_it_with_3_and_a_summary(tmp_path: Path, follow: Follow) -> None:
    log = tmp_path / "a.ndjson"
    log.write_bytes(STARTED)
    following = follow(log)
    following.line()
    log.rename(tmp_path / "old")
    log.write_bytes('{"type": "mute"}\n'.encode("utf-16"))
    _, err = following.process.communicate(timeout=30)
    assert following.process.returncode == 3
    assert err.startswith(b"1 call, ")
    assert b"UTF-16" in err.splitlines()[-1]


def test_the_last_lines_are_what_calls_shows_of_all_that_was_written(tmp_path: Path, follow: Follow) -> None:
    log, old = tmp_path / "agent.ndjson", tmp_path / "agent.0.ndjson"
    lines = [line + b"\n" for line in generate(5, 40, repeats=0.1).lines]
    log.write_bytes(b"".join(lines[:200]))
    following = follow(log, "--json", "--quiet")
    last = {call["call_id"]: call for call in [following.line()]}
    for start in range(200, 800, 20):
        append(log, b"".join(lines[start : start + 20]))
        if start == 500:
            log.rename(old)
        time.sleep(0.02)
    append(log, b"".join(lines[800:]))
    time.sleep(0.5)
    code, rest, _ = following.end()
    last |= {call["call_id"]: call for call in rest}
    plain = [json.loads(line) for line in run("calls", str(old), str(log), "--format", "ndjson").out.splitlines()]
    assert (code, [last[call["call_id"]] for call in plain]) == (0, plain)
    assert len(last) == len(plain)


def test_a_pipe_is_followed_to_its_end(follow: Follow) -> None:
    following = follow("--json", stdin=subprocess.PIPE)
    into = following.process.stdin
    assert into
    into.write(STARTED)
    into.flush()
    assert following.line()["flags"] == 0
    into.write(FLAG)
    into.close()
    assert following.line()["flags"] == 1
    assert following.process.wait(timeout=30) == 0


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("logs", None, "is a directory; follow takes one file"),
        ("a.gz", b"\x1f\x8b\x08\x00\x00\x00\x00\x00", "is compressed, so it does not grow"),
        ("*.ndjson", b"", "follow takes one file, and no pattern"),
        ("https://example.invalid/a.ndjson", b"", "is a URL; follow takes a file of this machine"),
    ],
)
def test_what_cannot_be_followed_is_a_usage_error(
    name: str, content: bytes | None, reason: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    if content is None:
        path.mkdir()
    elif content:
        path.write_bytes(content)
    ended = run("follow", name if "://" in name else str(path))
    assert (ended.code, ended.out) == (2, b"")
    assert reason in ended.err
    assert ended.err.count("\n") == 1


def test_without_a_log_on_a_terminal_an_example_is_shown() -> None:
    ended = run("follow")
    assert ended.code == 2
    assert ended.err.startswith("callevents: no LOG given. Example: callevents follow ")


class Terminal:
    """A pseudo-terminal that `follow` runs on."""

    def __init__(self, arguments: list[str], environ: dict[str, str]) -> None:
        self.shown = b""
        self.handle, theirs = pty.openpty()
        os.set_blocking(self.handle, False)
        self.process = subprocess.Popen(
            [*COMMAND, *arguments], stdin=theirs, stdout=theirs, stderr=theirs, env=os.environ | environ
        )
        os.close(theirs)

    def wait_for(self, pattern: str) -> None:
        until = time.monotonic() + 20
        while not re.search(pattern.encode(), self.shown, re.DOTALL):
            assert time.monotonic() < until, self.shown.decode(errors="replace")
            self.read()

    def read(self) -> None:
        if select.select([self.handle], [], [], 0.1)[0]:
            try:
                self.shown += os.read(self.handle, 1 << 16)
            except OSError:  # the other side is closed
                time.sleep(0.05)


@contextmanager
def terminal(*arguments: str, **environ: str) -> Iterator[Terminal]:
    place = Terminal(list(arguments), {"COLUMNS": "80", "LINES": "24", "TERM": "xterm"} | environ)
    try:
        yield place
    finally:
        place.process.kill()
        place.process.wait()
        os.close(place.handle)


def test_a_terminal_shows_the_page_and_is_as_it_was_after_ctrl_c(tmp_path: Path) -> None:
    log = tmp_path / "a.ndjson"
    log.write_bytes(STARTED)
    with terminal(str(log), "--color", "never") as place:
        place.wait_for("In progress.*c1 +talking")
        append(log, FLAG)
        place.wait_for("1 open flag")
        place.process.send_signal(signal.SIGINT)
        place.wait_for("Assumed: ")
        assert place.process.wait(timeout=10) == 0
        screen, _, after = place.shown.partition(b"\x1b[?1049l")
        assert screen.count(b"\x1b[?1049h") == 1
        assert b"\x1b[?25h" in screen
        assert after.lstrip().startswith(b"1 call, 2026-03-02")
        assert b"\x1b" not in after


def test_a_dumb_terminal_gets_no_escapes(tmp_path: Path) -> None:
    log = tmp_path / "a.ndjson"
    log.write_bytes(STARTED)
    with terminal(str(log), TERM="dumb") as place:
        place.wait_for("Ctrl-C ends")
        place.process.send_signal(signal.SIGINT)
        place.wait_for("Assumed: ")
        assert b"\x1b" not in place.shown
