"""A figure of a peer's table that is not ours is found, whichever it is."""

import copy
import json
from typing import Any

import pytest

from benchmarks.table import NOT_COMPARED, by_call, differences, figures_of
from cli.harness import run
from logs.generate import Plan, write


@pytest.fixture(scope="module")
def calls(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    log = tmp_path_factory.mktemp("table") / "log.ndjson"
    write(log, Plan(seed=4, calls=20))
    rows: list[dict[str, Any]] = json.loads(run("calls", str(log), "--json").out)
    return rows


def test_a_table_does_not_differ_from_itself(calls: list[dict[str, Any]]) -> None:
    assert differences(by_call(copy.deepcopy(calls)), calls) == []


def test_each_figure_that_is_wrong_is_found(calls: list[dict[str, Any]]) -> None:
    (call,) = [call for call in calls if call["audio"]["output"]["rtt_ms"]["count"]][:1]
    for path in sorted(figures_of(call) - {"call_id"}):
        changed = copy.deepcopy(calls)
        *groups, name = path.split(".")
        figures = by_call(changed)[call["call_id"]]
        for group in groups:
            figures = figures[group]
        figures[name] = {"Agent": 1} if isinstance(figures[name], dict) else f"{figures[name]} and more"
        (difference,) = differences(by_call(changed), calls)
        assert difference.startswith(f"{call['call_id']} {path}: ")


@pytest.mark.parametrize(("error", "found"), [(1e-6, 0), (3e-6, 1), (-3e-6, 1)])
def test_floats_may_differ_by_no_more_than_the_last_decimal(
    calls: list[dict[str, Any]], error: float, found: int
) -> None:
    changed = copy.deepcopy(calls)
    (call, *_) = [call for call in changed if call["mos"] is not None]
    call["mos"] += error
    assert len(differences(by_call(changed), calls)) == found


@pytest.mark.parametrize("name", ["mos", "talk_ms"])
def test_nothing_is_not_the_same_as_zero(calls: list[dict[str, Any]], name: str) -> None:
    changed = copy.deepcopy(calls)
    (call, *_) = [call for call in changed if call[name] is None]
    call[name] = 0
    assert len(differences(by_call(changed), calls)) == 1


def test_a_call_that_only_one_of_them_has_is_found(calls: list[dict[str, Any]]) -> None:
    first, second = calls[0]["call_id"], calls[1]["call_id"]
    changed = by_call(copy.deepcopy(calls))
    changed["another"] = changed.pop(first)
    del changed[second]
    assert set(differences(changed, calls)) == {f"{first}: only here", f"{second}: only here", "another: only there"}


def test_what_a_peer_does_not_give_is_not_compared(calls: list[dict[str, Any]]) -> None:
    assert differences({call["call_id"]: {"call_id": call["call_id"]} for call in calls}, calls) == []


def test_figures_are_named_by_their_path(calls: list[dict[str, Any]]) -> None:
    names = figures_of(calls[0])
    assert {"call_id", "words_by_role", "audio.input.jitter_ms.p95", "audio.output.mos"} <= names
    assert names >= NOT_COMPARED
    assert "audio" not in names
