"""`callevents compare`, from its arguments to its exit code."""

import json
from pathlib import Path

import pytest

from callevents.model.compare import Comparison
from cli.harness import FakeAnalysis, run, run_with
from rebuild.little import sample
from render import values


class Compared(FakeAnalysis):
    """An analysis that notes the sources of each side."""

    def compare(self, after: FakeAnalysis) -> Comparison:
        return values.COMPARISON


@pytest.fixture
def logs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three logs of twelve calls each: good, poor, and poor as well."""
    monkeypatch.chdir(tmp_path)
    for name, lost in (("good", 1), ("poor", 150), ("other", 160)):
        lines = [sample(n, "output", f"{name}{n}", lost=lost + n) for n in range(12)]
        Path(f"{name}.ndjson").write_bytes(b"\n".join(lines) + b"\n")


def loss(*arguments: str) -> dict[str, object]:
    ended = run("compare", *arguments, "--json")
    assert (ended.code, ended.err) == (0, "")
    found = json.loads(ended.out)
    (row,) = (row for row in found["rows"] if row["figure"] == "audio.output.packet_loss_pct")
    return {"calls": (found["before"]["calls"], found["after"]["calls"]), **row}


def test_two_logs_are_compared(logs: None) -> None:
    found = loss("good.ndjson", "poor.ndjson")
    assert (found["calls"], found["verdict"], found["effect"]) == ((12, 12), "worse", "large")
    assert loss("poor.ndjson", "good.ndjson")["verdict"] == "better"


def test_either_side_may_be_several_logs(logs: None) -> None:
    assert loss("good.ndjson", "poor.ndjson", "--after", "other.ndjson")["calls"] == (12, 24)
    assert loss("--before", "good.ndjson", "--before", "poor.ndjson", "--after", "other.ndjson")["calls"] == (24, 12)
    assert loss("--before", "good.ndjson", "poor.ndjson", "--after", "other.ndjson")["calls"] == (24, 12)


def test_filters_hold_for_both_sides(logs: None) -> None:
    assert loss("good.ndjson", "poor.ndjson", "--where", "events = 2")["calls"] == (0, 0)
    assert loss("good.ndjson", "poor.ndjson", "--call-id", "good3", "--call-id", "poor5")["calls"] == (1, 1)


def test_an_alarm_rings_for_a_row(logs: None) -> None:
    ended = run("compare", "good.ndjson", "poor.ndjson", "--fail-if", "verdict = worse")
    assert ended.code == 1
    assert ended.err.startswith("callevents: --fail-if 'verdict = worse' holds for audio.output.packet_loss_pct and ")
    assert run("compare", "poor.ndjson", "good.ndjson", "--fail-if", "verdict = worse").code == 0


def test_what_is_odd_on_either_side_is_said() -> None:
    ended = run_with(Compared(damaged=True, warnings=("a.gz: cut short",)), "compare", "a.gz", "b")
    assert ended.code == 3
    assert ended.err == "callevents: a.gz: cut short\n" * 2
    assert "12 calls before, 280 after" in ended.text


def test_one_side_may_be_standard_input(logs: None) -> None:
    ended = run("compare", "good.ndjson", "-", "--json", stdin=Path("poor.ndjson").read_bytes())
    assert json.loads(ended.out)["after"]["calls"] == 12


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "no BEFORE given. Example: callevents compare "),
        (["a"], "no AFTER given. Example: callevents compare "),
        (["--after", "a"], "no BEFORE given."),
        (["-", "-"], "standard input can be one side, not both."),
        (["a", "b", "c"], "unexpected extra argument"),
        (["a", "b", "--rejects", "f"], "--rejects takes the lines of one"),
        (["a", "b", "--fail-if", "verdict = awful"], "verdict is one of better, worse, changed, no clear change"),
    ],
)
def test_a_request_that_cannot_be_understood_is_said(arguments: list[str], says: str) -> None:
    ended = run("compare", *arguments, stdin=b"")
    assert (ended.code, ended.out) == (2, b"")
    assert says in ended.err
