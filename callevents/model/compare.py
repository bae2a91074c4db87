"""Two logs side by side."""

from enum import StrEnum
from typing import Annotated, ClassVar

from callevents.model.assumptions import Assumptions
from callevents.model.value import Value


class Verdict(StrEnum):
    """What became of a figure."""

    BETTER = "better"
    WORSE = "worse"
    CHANGED = "changed"
    """More than chance, of a figure of which neither more nor less is better."""
    NO_CLEAR_CHANGE = "no clear change"
    TOO_FEW_CALLS = "too few calls"


class Side(Value, frozen=True):
    """One of the two logs, or groups of logs."""

    calls: int


class ComparisonRow(Value, frozen=True):
    """A figure before and after, and whether the difference is more than chance."""

    figure: Annotated[str, "its key path in `summary --json`, which also gives its values"]
    before: float | None
    after: float | None
    change: Annotated[float | None, "after − before; of a share in percentage points"]
    change_pct: Annotated[float | None, "the change in percent of before"]
    p_value: Annotated[float | None, "two-sided; of Mann-Whitney U, of a share of the two-proportion z test"]
    effect: Annotated[str | None, "how large the difference is: negligible, small, medium or large"]
    verdict: Verdict
    title: Annotated[str, "the figure in words"]
    test: Annotated[str, "mann-whitney or two-proportion"]
    effect_size: Annotated[float | None, "rank-biserial correlation, or Cohen's h; above 0 where after is higher"]
    before_count: Annotated[int, "calls that have the value (of flags: flags that were lowered)"]
    after_count: int


class Comparison(Value, frozen=True):
    """Two logs side by side: the change of each figure, and whether it is more than chance."""

    KIND: ClassVar[str] = "compare"

    before: Side
    after: Side
    rows: tuple[ComparisonRow, ...]
    warnings: Annotated[tuple[str, ...], "why not to rely on the verdicts"]
    assumptions: Assumptions
