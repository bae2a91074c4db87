"""`--stats` says what was read and what it took, and nothing of it on stdout."""

import json
from pathlib import Path

import pytest

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
