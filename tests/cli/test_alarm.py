"""`--fail-if`, on the commands that have it."""

import json

import pytest

from callevents.model.summary import Summary
from callevents.report.where import compile_condition
from cli.harness import FakeAnalysis, run_with
from render import values


def fails(*arguments: str) -> tuple[int, str]:
    ended = run_with(FakeAnalysis(), *arguments, "--json")
    assert json.loads(ended.out)
    return ended.code, ended.err


def test_the_line_says_which_expression_held_and_the_values() -> None:
    assert fails("summary", "a.log", "--fail-if", "calls.poor_pct > 5") == (
        1,
        "callevents: --fail-if 'calls.poor_pct > 5' holds: calls.poor_pct = 7.801418\n",
    )


def test_where_none_holds_nothing_is_said() -> None:
    assert fails("summary", "a.log", "--fail-if", "calls.poor_pct > 50") == (0, "")


def test_of_several_expressions_those_that_hold_are_said_on_one_line() -> None:
    code, err = fails(
        "summary", "a", *("--fail-if", "calls.total > 9"), *("--fail-if", "calls.missed_pct > 90"),
        *("--fail-if", "audio.output.packet_loss_pct > 2 and calls.by_outcome.missed = 20"),
    )  # fmt: skip
    assert code == 1
    assert err.count("\n") == 1
    assert "'calls.total > 9' holds: calls.total = 312; " in err
    assert "audio.output.packet_loss_pct = 4.2, calls.by_outcome.missed = 20" in err
    assert "missed_pct" not in err


def test_of_statistics_any_row_may_hold_by_itself() -> None:
    assert fails("stats", "a", "--fail-if", "packet_loss_pct > 2 and channel = output")[0] == 1
    assert fails("stats", "a", "--fail-if", "packet_loss_pct > 2 and channel = input")[0] == 0
    assert fails("stats", "a", "--fail-if", "calls = 280")[1] == (
        "callevents: --fail-if 'calls = 280' holds for input and 1 more: calls = 280\n"
    )


def test_the_keys_of_a_row_are_those_of_its_json() -> None:
    for expression in ("jitter_ms.p95 > 1", "loss_over_pct.poor > 1", "worst_interval.mos < 3", "by_grade.poor >= 1"):
        assert fails("stats", "a", "--fail-if", expression)[0] == 1
    ended = run_with(FakeAnalysis(), "stats", "a", "--fail-if", "audio.packet_loss_pct > 2")
    assert (ended.code, ended.out) == (2, b"")
    assert 'did you mean "packet_loss_pct"?' in ended.err


@pytest.mark.parametrize("command", ["summary", "stats", "compare"])
def test_an_expression_is_checked_before_anything_is_read(command: str) -> None:
    analysis = FakeAnalysis()
    ended = run_with(analysis, command, "a", "b", "--fail-if", "nosuch > 1")
    assert (ended.code, ended.out, analysis.asked) == (2, b"", {})


def test_quiet_leaves_the_exit_code_alone_to_tell() -> None:
    ended = run_with(FakeAnalysis(), "summary", "a", "--json", "--quiet", "--fail-if", "calls.total > 9")
    assert (ended.code, ended.err) == (1, "")


def test_a_damaged_source_counts_for_more_than_an_alarm() -> None:
    assert run_with(FakeAnalysis(damaged=True), "summary", "a", "--fail-if", "calls.total > 9").code == 3


def test_a_condition_knows_its_keys_once_and_in_order() -> None:
    condition = compile_condition("calls.total > 9 or (period.first > 2020 and not calls.total < 3)", Summary)
    assert condition.keys == ("calls.total", "period.first")
    document = values.SUMMARY.to_dict()
    assert condition.values(document) == "calls.total = 312, period.first = 2026-03-02T08:01:10.000Z"
    assert (
        compile_condition("calls.poor_pct > 1", Summary).values({"calls": {"poor_pct": None}})
        == "calls.poor_pct = null"
    )
