"""`callevents compare`."""

from typing import TYPE_CHECKING, Annotated

import typer

from callevents.cli.alarm import FailIf, alarm
from callevents.cli.effort import Effort
from callevents.cli.exit import ExitCode, first_of
from callevents.cli.options import CallFilters, OutputOptions, ReadingOptions, option
from callevents.cli.output import opened
from callevents.cli.run import analyzed, conclude, stop_if_unread
from callevents.model.compare import Comparison, ComparisonRow
from callevents.model.errors import UsageError
from callevents.render.registry import render

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

EXAMPLE = "Example: callevents compare monday.ndjson tuesday.ndjson"


def compare(
    *,
    before: Annotated[
        str | None, typer.Argument(metavar="[BEFORE]", help="A log: file, directory or glob.", show_default=False)
    ] = None,
    after: Annotated[
        str | None, typer.Argument(metavar="[AFTER]", help="The log to compare it with.", show_default=False)
    ] = None,
    more_before: Annotated[
        list[str] | None, option("--before", help="A log more of the time before. Repeatable.", metavar="PATH")
    ] = None,
    more_after: Annotated[
        list[str] | None, option("--after", help="A log more of the time after. Repeatable.", metavar="PATH")
    ] = None,
    fail_if: FailIf = None,
    filters: CallFilters,
    reading: ReadingOptions,
    output: OutputOptions,
) -> ExitCode:
    """Compare two logs: the change of each figure, and whether it is more than chance.

    Filters and options hold for both sides; a bound such as -2h counts from the end of each.

    Example: `callevents compare sample_logs/stories.ndjson sample_logs/shift.ndjson.gz`
    """
    sides = _sides(before, after, more_before, more_after)
    if reading.rejects is not None:
        raise UsageError("compare reads two logs, and --rejects takes the lines of one: use it with check")
    name = output.chosen_format()
    rings = alarm(fail_if, ComparisonRow, quiet=output.quiet)
    effort = Effort()
    with opened(output) as surface:
        old, new = (analyzed(paths, filters, reading, output, effort) for paths in sides)
        stop_if_unread(reading, output, old, new)
        result = old.compare(new)
        render(result, name, surface)
    effort.say(reading, old.inputs, new.inputs)
    code = ExitCode.FOUND if rings(_rows(result)) else ExitCode.OK
    return first_of(code, *(conclude(side, reading, output) for side in (old, new)))


def _sides(
    before: str | None, after: str | None, more_before: list[str] | None, more_after: list[str] | None
) -> tuple[list[str], list[str]]:
    """Give the sources of both sides. Raises UsageError where one has none, or both are standard input."""
    sides = [*([before] if before else []), *(more_before or ())], [*([after] if after else []), *(more_after or ())]
    for side, name in zip(sides, ("BEFORE", "AFTER"), strict=True):
        if not side:
            raise UsageError(f"no {name} given. {EXAMPLE}")
    if all("-" in side for side in sides):
        raise UsageError(f"standard input can be one side, not both. {EXAMPLE}")
    return sides


def _rows(result: Comparison) -> "Iterator[tuple[str, dict[str, Any]]]":
    return ((row.figure, row.to_dict()) for row in result.rows)
