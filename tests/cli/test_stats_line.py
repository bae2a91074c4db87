"""`--stats` says what was read and what it took, and nothing of it on stdout."""

import json
from pathlib import Path

import pytest

from callevents.cli import program
from callevents.run import parallel
from cli.harness import run
from logs.generate import generate


def test_the_line_says_what_was_read_and_by_how_many_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "WORTH_A_PROCESS", 1000)
    log = tmp_path / "log.ndjson"
    log.write_bytes(generate(1, calls=20).data)
    for jobs in (1, 2):
        ended = run("summary", str(log), "--json", "--stats", "--jobs", str(jobs))
        line = json.loads(ended.err)
        inputs = json.loads(ended.out)["inputs"]
        assert (line["lines"], line["bytes"]) == (inputs["lines"], inputs["bytes"])
        assert line["workers"] == jobs
        assert min(line["seconds"], line["mb_per_s"], line["peak_memory_mb"]) > 0


def test_the_result_is_the_same_and_nothing_is_said_where_it_is_not_asked_for(tmp_path: Path) -> None:
    log = tmp_path / "log.ndjson"
    log.write_bytes(generate(1, calls=5).data)
    silent = run("calls", str(log), "--json")
    assert silent.err == ""
    assert run("calls", str(log), "--json", "--stats").out == silent.out


COMMANDS: dict[str, list[str]] = {
    **{name: [] for name in ("summary", "calls", "stats", "check", "events", "transcript", "notes", "flags")},
    "call": ["{call}"],
    "compare": ["{log}"],
    "report": ["-o", "{folder}/page.html"],
    "export": ["-o", "{folder}/tables", "--format", "csv"],
    "follow": [],
}


def test_every_command_that_has_the_option_says_the_line(tmp_path: Path) -> None:
    documented = [name for name in program.COMMANDS if "--stats" in run(name, "--help").text]
    assert sorted(documented) == sorted(COMMANDS)
    generated = generate(1, calls=5)
    log = tmp_path / "log.ndjson"
    log.write_bytes(generated.data)
    words = {"log": log, "folder": tmp_path, "call": next(iter(generated.truth))}
    for name, more in COMMANDS.items():
        # What is followed ends where standard input does.
        source = "-" if name == "follow" else str(log)
        arguments = [word.format(**words) for word in more]
        arguments.insert(1 if name == "call" else 0, source)
        ended = run(name, *arguments, "--stats", "--quiet", stdin=generated.data)
        lines = [json.loads(line) for line in ended.err.splitlines() if line.startswith("{")]
        assert [line["bytes"] for line in lines] == [len(generated.data) * (2 if name == "compare" else 1)], name
