"""The README's commands run, and do what it says."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from readme.picture import PICTURE, picture

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"(?P<mark><!-- [\w-]+ -->\n)?```(?P<language>\w+)\n(?P<body>.*?)```", re.DOTALL)


def blocks(language: str) -> list[tuple[str, str]]:
    """Give the README's code blocks of a language: the mark before each, and its text."""
    return [(found["mark"] or "", found["body"]) for found in BLOCK.finditer(README) if found["language"] == language]


def commands() -> list[str]:
    """Give the commands that a reader may type, without their comments and without those that install."""
    lines = [line for mark, body in blocks("sh") if not mark for line in body.splitlines()]
    return [re.sub(r"\s+# .*", "", line) for line in lines if line.strip()]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which `callevents` is this checkout's command line."""
    folder = tmp_path_factory.mktemp("bin")
    command = folder / "callevents"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m callevents "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    return {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}


@pytest.mark.parametrize("command", commands())
def test_each_command_of_the_readme_runs_and_shows_something(command: str, environment: dict[str, str]) -> None:
    if "jq" in command and shutil.which("jq") is None:
        pytest.skip("jq is not installed")
    shell = ["bash", "-euo", "pipefail", "-c", command]
    done = subprocess.run(shell, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout or " -o " in command
    assert "Traceback" not in done.stderr


def test_the_readme_has_the_two_commands_that_do_everything_on_a_fresh_machine() -> None:
    marked = {mark.strip(): body for mark, body in blocks("sh") if mark}
    assert "callevents summary sample_logs" in marked["<!-- run-command -->"]
    assert "pytest" in marked["<!-- test-command -->"]


def test_the_python_of_the_readme_runs(environment: dict[str, str]) -> None:
    (_, program) = blocks("python")[0]
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") > 1


def test_the_picture_is_what_the_summary_shows() -> None:
    assert PICTURE.read_text(encoding="utf-8") == picture()
