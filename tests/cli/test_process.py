"""What only a process of its own shows: closed and broken streams, signals."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX shells, devices and signals")


def shell(script: str, **settings: Any) -> subprocess.CompletedProcess[str]:
    environ = os.environ | {"CALLEVENTS": f"{sys.executable} -m callevents"}
    return subprocess.run(
        ["/bin/bash", "-c", script], capture_output=True, text=True, env=environ, timeout=60, check=False, **settings
    )


def test_a_pipe_that_is_closed_early_ends_the_program_quietly() -> None:
    ended = shell("$CALLEVENTS schema summary | true; echo ${PIPESTATUS[0]}")
    assert (ended.stdout, ended.stderr) == ("0\n", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_one_line_and_exit_code_3() -> None:
    ended = shell("$CALLEVENTS schema summary > /dev/full")
    assert (ended.returncode, ended.stderr) == (3, "callevents: cannot write: No space left on device\n")


def test_a_closed_stdout_is_one_line_and_exit_code_3() -> None:
    ended = shell("$CALLEVENTS schema summary >&-")
    assert ended.returncode == 3
    assert ended.stderr.startswith("callevents: ")
    assert ended.stderr.count("\n") == 1


def test_a_closed_stderr_costs_nothing_but_the_message() -> None:
    ended = shell("$CALLEVENTS schema nosuch 2>&-")
    assert (ended.returncode, ended.stdout, ended.stderr) == (2, "", "")


def test_a_closed_stdin_is_no_piped_log() -> None:
    ended = shell("$CALLEVENTS summary <&-")
    assert ended.returncode == 2
    assert ended.stderr.startswith("callevents: no LOG given.")


def test_ctrl_c_ends_with_130_and_one_line() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "callevents", "summary", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin
        # It reads to the end of its input, which does not come; once this line is taken, it is reading.
        process.stdin.write('{"type": "mute", "detail": {"callId": "c"}}\n' * 20_000)
        process.stdin.flush()
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)
        assert process.stdout
        assert process.stderr
        assert (process.returncode, process.stdout.read(), process.stderr.read()) == (
            130,
            "",
            "callevents: interrupted\n",
        )


def test_a_program_that_is_terminated_leaves_no_unfinished_file(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "callevents", "summary", "-", "-o", str(tmp_path / "summary.json"), "--json"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        while not any(tmp_path.iterdir()):
            assert process.poll() is None
            time.sleep(0.01)
        process.terminate()
        assert process.wait(timeout=20) == 128 + signal.SIGTERM
        assert process.stderr
        assert process.stderr.read() == b""
    assert not any(tmp_path.iterdir())
