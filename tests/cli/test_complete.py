"""Shell completion, as shells ask for it."""

import gzip
import io
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from unittest import mock

import pytest

from callevents.cli import complete
from callevents.cli.app import main
from callevents.model.event import EVENT_TYPES
from callevents.model.problem import CATALOGUE

ROOT = Path(__file__).parents[2]


def line(call_id: str) -> str:
    return f'{{"type": "callstarted", "detail": {{"callId": "{call_id}"}}}}\n'


@pytest.fixture(autouse=True)
def _logs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.ndjson").write_text(line("abc-1") + line("abc-2") + line("xyz-3") + line("abc-1"))
    Path("b.ndjson.gz").write_bytes(gzip.compress(line("zip-4").encode()))


def offered(words: list[str], place: int, shell: str = "bash") -> list[str]:
    """Give what is offered for the word at a place of the command line; the words after it stand there as well."""
    given = {"_CALLEVENTS_COMPLETE": f"complete_{shell}"}
    if shell == "bash":
        given |= {"COMP_WORDS": "\n".join(words[: place + 1]), "COMP_CWORD": str(place)}
    else:
        given |= {"_TYPER_COMPLETE_ARGS": " ".join(words[: place + 1]), "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    given["_CALLEVENTS_AFTER"] = " ".join(words[place + 1 :])
    out = io.StringIO()
    with mock.patch.dict(os.environ, given), mock.patch.object(sys, "stdout", out), pytest.raises(SystemExit) as ended:
        main([])
    assert ended.value.code == 0
    return [offer.split("\t")[0] for offer in out.getvalue().splitlines() if offer]


@pytest.mark.parametrize("shell", ["bash", "fish"])
def test_the_ids_of_a_log_after_the_cursor_are_offered(shell: str) -> None:
    assert offered(["callevents", "call", "", "a.ndjson"], 2, shell) == ["abc-1", "abc-2", "xyz-3"]


@pytest.mark.parametrize("shell", ["bash", "fish"])
def test_the_ids_of_a_log_before_the_cursor_are_offered(shell: str) -> None:
    assert offered(["callevents", "calls", "a.ndjson", "--call-id", ""], 4, shell) == ["abc-1", "abc-2", "xyz-3"]


def test_zsh_is_offered_ids_too() -> None:
    (answer,) = offered(["callevents", "calls", "b.ndjson.gz", "--call-id", "z"], 4, "zsh")
    assert '"zip-4"' in answer


def test_only_ids_that_begin_as_the_word_does_are_offered() -> None:
    assert offered(["callevents", "call", "xy", "a.ndjson"], 2) == ["xyz-3"]


def test_directories_globs_and_compressed_logs_are_read() -> None:
    assert offered(["callevents", "call", "", "."], 2) == ["abc-1", "abc-2", "xyz-3", "zip-4"]
    assert offered(["callevents", "call", "", "*.gz"], 2) == ["zip-4"]


def test_a_file_that_is_to_be_written_is_not_read() -> None:
    assert offered(["callevents", "call", "", "-o", "a.ndjson", "b.ndjson.gz"], 2) == ["zip-4"]


@pytest.mark.parametrize("log", ["nothing-here", "~", "-", "'"])
def test_without_a_log_nothing_is_offered(log: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert offered(["callevents", "call", "", log], 2) == []


def test_what_cannot_be_read_is_passed_over() -> None:
    Path("broken.ndjson.gz").write_bytes(gzip.compress(line("lost").encode() * 999)[:40])
    Path("wide.ndjson").write_bytes(line("wide").encode("utf-16"))
    os.mkfifo("pipe.ndjson")
    logs = ["broken.ndjson.gz", "wide.ndjson", "pipe.ndjson", "b.ndjson.gz"]
    assert offered(["callevents", "call", "", *logs], 2)[-1:] == ["zip-4"]


@pytest.mark.parametrize(
    "evil", ["$(touch evil)", "`touch evil`", "a b", "*", "'", "\\u001b[2J", "x;touch evil", "\\\\$(touch evil)", "é"]
)
def test_an_id_that_a_shell_could_run_or_expand_is_not_offered(evil: str) -> None:
    Path("evil.ndjson").write_text(line(evil) + line("tame"))
    assert offered(["callevents", "call", "", "evil.ndjson"], 2) == ["tame"]


def test_ids_in_embedded_json_are_found() -> None:
    Path("wrapped.ndjson").write_text('{"message": "{\\"detail\\":{\\"callId\\":\\"inside\\"}}"}\n')
    assert offered(["callevents", "call", "", "wrapped.ndjson"], 2) == ["inside"]


def test_reading_stops_at_enough_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("big.ndjson").write_text("".join(line(f"id-{n}") for n in range(100_000)))
    monkeypatch.setattr(complete, "MOST_IDS", 10**9)
    monkeypatch.setattr(complete, "MOST_BYTES", 1)
    assert 0 < len(offered(["callevents", "call", "", "big.ndjson"], 2)) < 100_000


def test_a_source_that_answers_too_slowly_is_left_with_what_it_gave(monkeypatch: pytest.MonkeyPatch) -> None:
    def blocks(paths: Iterable[str]) -> Iterator[bytes]:
        yield line("first").encode()
        time.sleep(60)

    monkeypatch.setattr(complete, "MOST_SECONDS", 0.2)
    monkeypatch.setattr(complete, "_blocks", blocks)
    began = time.monotonic()
    assert offered(["callevents", "call", "", "a.ndjson"], 2) == ["first"]
    assert time.monotonic() - began < 10


def test_no_more_ids_are_offered_than_anybody_could_look_through(tmp_path: Path) -> None:
    (tmp_path / "big.ndjson").write_text("".join(line(f"id-{n}") for n in range(5_000)))
    began = time.monotonic()
    assert len(offered(["callevents", "call", "", str(tmp_path / "big.ndjson")], 2)) == complete.MOST_IDS
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("option", ["--type", "--has"])
def test_event_types_are_offered(option: str) -> None:
    assert offered(["callevents", "calls", option, ""], 3) == [event_type.name for event_type in EVENT_TYPES]
    assert offered(["callevents", "calls", option, "pause"], 3) == ["pauserecording"]


def test_columns_are_offered_one_after_the_other() -> None:
    assert offered(["callevents", "calls", "--columns", "call_i"], 3) == ["call_id"]
    found = offered(["callevents", "calls", "--columns", "mos,mo"], 3)
    assert "mos,mos_min" in found
    assert "mos,mos" not in found


def test_keys_to_sort_by_are_offered() -> None:
    assert offered(["callevents", "calls", "--sort", "mos_m"], 3) == ["mos_min"]


def test_keys_of_stats_and_codes_of_problems_are_offered() -> None:
    assert offered(["callevents", "stats", "--by", "call"], 3) == ["call", "call-type"]
    assert offered(["callevents", "check", "--explain", "CE1"], 3) == [code for code in CATALOGUE if code[:3] == "CE1"]


@pytest.fixture
def path_with_callevents(tmp_path: Path) -> str:
    (tmp_path / "bin").mkdir()
    command = tmp_path / "bin" / "callevents"
    command.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m callevents "$@"\n')
    command.chmod(0o755)
    return f"{command.parent}:{os.environ['PATH']}"


def said_by(shell: str, script: str, path: str) -> list[str]:
    """Give what a shell prints that has the completion script of this program."""
    arguments = {"bash": ["bash", "--norc", "-c"], "zsh": ["zsh", "-f", "-c"], "fish": ["fish", "-N", "-c"]}[shell]
    environ = {**os.environ, "PATH": path, "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    done = subprocess.run([*arguments, script], env=environ, capture_output=True, text=True, timeout=60, check=True)
    return done.stdout.split()


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_bash_offers_the_ids_of_a_log(path_with_callevents: str) -> None:
    script = """
        eval "$(callevents --show-completion bash)"
        COMP_WORDS=(callevents call "" a.ndjson) COMP_CWORD=2
        _callevents_completion callevents
        printf '%s\\n' "${COMPREPLY[@]}"
    """
    assert said_by("bash", script, path_with_callevents) == ["abc-1", "abc-2", "xyz-3"]


@pytest.mark.skipif(shutil.which("zsh") is None, reason="needs zsh")
def test_zsh_offers_the_ids_of_a_log(path_with_callevents: str) -> None:
    script = """
        compdef() { true }
        _arguments() { print -l -- "$@" }
        eval "$(callevents --show-completion zsh)"
        words=(callevents call abc a.ndjson) CURRENT=3
        _callevents_completion
    """
    assert '(("abc-1"' in " ".join(said_by("zsh", script, path_with_callevents))


@pytest.mark.skipif(shutil.which("fish") is None, reason="needs fish")
def test_fish_offers_the_ids_of_a_log(path_with_callevents: str) -> None:
    script = (
        "callevents --show-completion fish | source; complete --do-complete 'callevents calls a.ndjson --call-id x'"
    )
    assert said_by("fish", script, path_with_callevents) == ["xyz-3"]
