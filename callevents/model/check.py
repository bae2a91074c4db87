"""Everything that is wrong or odd in a log."""

from collections.abc import Mapping
from typing import Annotated, ClassVar

from callevents.model.problem import CodeCount, Problem
from callevents.model.value import Value


class Check(Value, frozen=True):
    """Everything that is wrong or odd in a log."""

    KIND: ClassVar[str] = "check"

    counts: Annotated[Mapping[str, int], "problems by severity, complete"]
    problems: Annotated[tuple[Problem, ...], "those that are listed: at most so many a code as --limit says"]
    by_code: Annotated[tuple[CodeCount, ...], "problems by code, complete"] = ()
