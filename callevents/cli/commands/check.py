"""`callevents check`."""

import textwrap
from dataclasses import dataclass
from typing import Annotated

from callevents.cli import parse
from callevents.cli.exit import ExitCode
from callevents.cli.options import EventFilters, Logs, OutputOptions, ReadingOptions, format_option, option
from callevents.cli.output import opened
from callevents.cli.run import show, sources
from callevents.model.problem import CATALOGUE, Severity
from callevents.model.summary import Check
from callevents.render.documents import Rows
from callevents.render.output import Output
from callevents.render.registry import FORMATS, render
from callevents.render.safe import visible

SEVERITIES = tuple(Severity)
"""From the worst down."""

CONCISE = "concise"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOutput(OutputOptions):
    """The formats of every command, and one line a problem."""

    format: Annotated[str, format_option((*FORMATS, CONCISE))] = "table"


def check(
    *,
    logs: Logs = None,
    fail_on: Annotated[
        str,
        option(
            "--fail-on", help="End with exit code 1 if there is a problem of this severity or worse.", among=Severity
        ),
    ] = Severity.ERROR.value,
    limit: Annotated[
        int, option("--limit", help="List at most so many problems of each code; 0 lists all.", metavar="N", min=0)
    ] = 1000,
    explain: Annotated[
        str | None, option("--explain", help="Say what a problem's code means; no LOG is read.", metavar="CODE")
    ] = None,
    filters: EventFilters,
    reading: ReadingOptions,
    output: CheckOutput,
) -> ExitCode:
    """List everything that is wrong or odd in the log.

    Each problem with its code, severity, file, line and call. The counts are complete, whatever the limit.

    Example: `callevents check sample_logs --fail-on warning`
    """
    if explain is not None:
        return _explain(explain, output)
    failing = SEVERITIES[: SEVERITIES.index(Severity(fail_on)) + 1]
    return show(
        sources(logs, "check"),
        filters,
        reading,
        output,
        lambda analysis: analysis.check(limit),
        find=(),
        found=lambda result: any(result.counts.get(severity) for severity in failing),
        write=_write,
    )


def _write(result: Check, name: str, output: Output) -> None:
    """Write in one of the usual formats, or in one line a problem as compilers do, which editors can jump from."""
    if name != CONCISE:
        render(result, name, output)
        return
    for problem in result.problems:
        place = ":".join(str(part) for part in (problem.file, problem.line) if part is not None)
        call = f" (call {problem.call_id})" if problem.call_id is not None else ""
        text = f"{place or '-'}: {problem.severity} {problem.code}: {problem.message}{call}"
        output.stream.write(visible(text).encode() + b"\n")


def _explain(code: str, output: OutputOptions) -> ExitCode:
    known = CATALOGUE[parse.one_of(CATALOGUE)(code)]
    with opened(output) as surface:
        if output.chosen_format() in ("table", CONCISE):
            text = f"{known.code} {known.severity}: {known.title}\n\n"
            text += textwrap.fill(known.explanation, surface.width or 100, break_on_hyphens=False)
            surface.stream.write(text.encode() + b"\n")
        else:
            facts = {
                "code": known.code,
                "severity": known.severity,
                "title": known.title,
                "explanation": known.explanation,
            }
            render(Rows("explain", (facts,)), output.chosen_format(), surface)
    return ExitCode.OK
