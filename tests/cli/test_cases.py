"""End-to-end cases as data: each file in cases/ is a command line with what must come of it.

    args = ["calls", "a.log", "--json"]     the arguments
    stdin = "..."                           what is piped in; without it, standard input is a terminal
    exit_code = 1                           0 where it is left out
    stdout = "..."                          all of stdout; or
    stdout_has = ["...", "..."]             texts that stdout holds; or
    [json]                                  values at key paths of the JSON on stdout: "0.hold_ms" = 30000
    stderr = "..."                          all of stderr; empty where it is left out; or
    stderr_has = ["..."]
    [files]                                 files of the working directory; "x.gz" is compressed
    "a.log" = "..."

sample_logs is at hand in the working directory.
"""

import gzip
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from cli.harness import run

CASES = sorted((Path(__file__).parent / "cases").glob("*.toml"))
SAMPLE_LOGS = Path(__file__).parents[2] / "sample_logs"
KEYS = {"args", "stdin", "exit_code", "stdout", "stdout_has", "json", "stderr", "stderr_has", "files"}


@pytest.mark.parametrize("path", CASES, ids=[case.stem for case in CASES])
def test_a_command_line_does_what_its_case_says(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = tomllib.loads(path.read_text())
    assert set(case) <= KEYS
    monkeypatch.chdir(tmp_path)
    Path("sample_logs").symlink_to(SAMPLE_LOGS)
    for name, text in case.get("files", {}).items():
        data = text.encode()
        Path(name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)

    ended = run(*case["args"], stdin=case["stdin"].encode() if "stdin" in case else None)

    assert_said("stderr", ended.err, case)
    if "json" in case:
        document = json.loads(ended.out)
        assert {key: value_at(document, key) for key in case["json"]} == case["json"]
    else:
        assert_said("stdout", ended.text, case)
    assert ended.code == case.get("exit_code", 0)


def assert_said(stream: str, text: str, case: dict[str, Any]) -> None:
    if f"{stream}_has" in case:
        assert [part for part in case[f"{stream}_has"] if part not in text] == [], text
    else:
        assert text == case.get(stream, "")


def value_at(document: Any, path: str) -> Any:
    for name in path.split("."):
        document = document[int(name)] if isinstance(document, list) else document[name]
    return "null" if document is None else document


def test_there_are_cases() -> None:
    assert CASES
