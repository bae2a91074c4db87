from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

import callevents
from callevents.model.problem import Problem
from callevents.model.settings import Filters
from callevents.model.tables import TABLES
from callevents.model.value import iso_time
from callevents.report.analysis import Analysis
from rebuild.little import analysis, message, sample, step

SAMPLES = Path(__file__).parents[2] / "sample_logs"


@pytest.fixture(scope="module")
def samples() -> Analysis:
    return callevents.analyze(SAMPLES, text="", jobs=1)


def rows_of(of: Analysis) -> dict[str, list[dict[str, Any]]]:
    """The rows by table, as dicts whose times are written as in JSON."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for table, _, rows in of.tables():
        columns = TABLES[table].columns
        for row in rows:
            times = [iso_time(value) if column.type == "time" and value is not None else value
                     for column, value in zip(columns, row, strict=True)]  # fmt: skip
            found[table].append({column.name: value for column, value in zip(columns, times, strict=True)})
    return found


def flat(value: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """A call's JSON with its nested keys joined, but for maps and lists."""
    result: dict[str, Any] = {}
    for key, inner in value.items():
        if isinstance(inner, dict) and key != "words_by_role":
            result |= flat(inner, f"{prefix}{key}_")
        else:
            result[prefix + key] = inner
    return result


def test_the_calls_are_those_of_the_json_with_the_same_figures(samples: Analysis) -> None:
    wanted = [flat(call.to_dict()) for call in samples.calls]
    for call in wanted:
        del call["schema_version"], call["kind"], call["problems"]
        call["participants"], call["poor_because"] = tuple(call["participants"]), tuple(call["poor_because"])
    assert rows_of(samples)["calls"] == wanted


@pytest.mark.parametrize("table", ["intervals", "spans", "conversation"])
def test_the_rows_of_each_call_are_those_of_the_call_in_full(samples: Analysis, table: str) -> None:
    wanted = [
        {"call_id": call.call_id, **item}
        for call in samples.calls
        for item in samples.call(call.call_id).to_dict()[table]
    ]
    assert wanted
    assert rows_of(samples)[table] == wanted


def test_the_problems_are_those_that_check_lists(samples: Analysis) -> None:
    def sorted_(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return sorted(rows, key=lambda row: [str(value) for value in row.values()])

    wanted = [problem.to_dict() for problem in samples.check(0).problems]
    assert isinstance(samples.check(0).problems[0], Problem)
    assert sorted_(rows_of(samples)["problems"]) == sorted_(wanted)


LINES = [
    step("0 callstarted A", "late"), step("-10 callstarted B", "early"), sample(1, call_id="early"),
    message("note", 2, "n1", "hello", "late"), step("- callstarted C", "never"), b"bad", step("90000 mute", "late"),
]  # fmt: skip


def test_rows_stand_with_the_day_on_which_their_call_began() -> None:
    days = {(table, row[0]): day for table, day, rows in analysis(LINES).tables() for row in rows}
    assert days["calls", "late"] == days["conversation", "late"] == "2026-03-02"
    assert days["calls", "early"] == days["intervals", "early"]
    assert days["calls", "never"] is None


def test_the_days_of_a_table_come_one_after_the_other_and_unknown_ones_last(samples: Analysis) -> None:
    days = [day for table, day, _ in samples.tables() if table == "calls"]
    assert days == sorted(days, key=lambda day: (day is None, day or ""))
    problems = [day for table, day, _ in samples.tables() if table == "problems"]
    assert len(problems) == len(set(problems))


def test_a_filter_leaves_out_the_rows_of_other_calls_in_every_table_but_keeps_bad_lines() -> None:
    whole = analysis(LINES)
    chosen = rows_of(Analysis(whole._log, Filters(call_ids=("late",))))
    assert [row["call_id"] for row in chosen["calls"]] == ["late"]
    assert {row["call_id"] for rows in chosen.values() for row in rows} == {"late", None}
    assert {row["code"] for row in chosen["problems"] if row["call_id"] is None} == {"CE101"}
