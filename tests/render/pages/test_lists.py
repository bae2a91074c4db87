import re

import pytest

from callevents.model.check import Check
from callevents.model.problem import Problem, Severity
from render.values import written


def checked(*files: str | None) -> Check:
    message = "the call is last heard of by audiostats at 2026-03-04T16:28:12.803Z"
    problems = (
        Problem("CE210", Severity.INFO, "call without an end", message, file, 13_087, "f0a48c7f") for file in files
    )
    return Check({"error": 0, "warning": 0, "info": len(files)}, tuple(problems))


def test_the_folder_that_all_files_lie_in_is_said_once() -> None:
    page = written(checked("logs/may/a.ndjson", None, "logs/may/b/c.ndjson"), "table").decode()
    assert "Problems in logs/may/\n" in page
    assert page.count("logs/") == 1
    assert " a.ndjson:13087 " in page
    assert " b/c.ndjson:13087 " in page


def test_files_without_a_folder_in_common_keep_their_paths() -> None:
    page = written(checked("may/a.ndjson", "maybe/a.ndjson"), "table").decode()
    assert "Problems\n" in page
    assert " maybe/a.ndjson:13087 " in page


@pytest.mark.parametrize("width", [40, 50, 60, 80, 100])
def test_a_time_in_a_sentence_is_not_broken_on_a_narrow_terminal(width: int) -> None:
    page = written(checked("logs/shift.ndjson.gz"), "table", width=width).decode()
    assert re.search(r"(?<!\S)2026-03-04T16:28:12\.803Z$", page, re.MULTILINE)
