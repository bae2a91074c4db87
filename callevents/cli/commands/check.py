"""`callevents check`."""

import textwrap
from typing import Annotated

from msgspec.structs import asdict, replace

from callevents.cli import complete
from callevents.cli.exit import ExitCode
from callevents.cli.options import EventFilters, Logs, OutputOptions, ReadingOptions, format_option, option
from callevents.cli.output import opened
from callevents.cli.run import show, sources
from callevents.cli.stderr import say
from callevents.model.check import Check
from callevents.model.errors import UsageError
from callevents.model.problem import CATALOGUE, Severity
from callevents.model.settings import LISTED, Reading
from callevents.render.documents import Rows
from callevents.render.output import Output
from callevents.render.registry import FORMATS, render
from callevents.render.words import counted

SEVERITIES = tuple(Severity)
"""From the worst down."""

CONCISE = "concise"

CUT_SILENTLY = (CONCISE, "csv", "tsv", "ndjson")
"""Formats that have no place for saying how many problems are not listed."""


class CheckReading(ReadingOptions, frozen=True, kw_only=True):
    """How lines are read, and how many problems are listed."""

    limit: Annotated[
        int, option("--limit", help="List at most so many problems of each code; 0 lists all.", metavar="N", min=0)
    ] = LISTED

    def reading(self) -> Reading:
        """Give how lines are read: as many bad ones are kept as are listed."""
        return replace(super().reading(), listed=self.limit or None)


class CheckOutput(OutputOptions, frozen=True, kw_only=True):
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
    explain: Annotated[
        str | None,
        option(
            "--explain",
            help="Say what a problem's code means, or all of them; no LOG is read.",
            metavar="CODE|all",
            autocompletion=complete.problem_codes,
        ),
    ] = None,
    filters: EventFilters,
    reading: CheckReading,
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
        lambda analysis: analysis.check(reading.limit),
        find=(),
        even_unread=True,
        found=lambda result: any(result.counts.get(severity) for severity in failing),
        write=lambda result, name, surface: _write(result, name, surface, output.quiet),
    )


def _write(result: Check, name: str, output: Output, quiet: bool) -> None:
    """Write in one of the usual formats, or in one line a problem as compilers do, which editors can jump from."""
    if name == CONCISE:
        for problem in result.problems:
            place = ":".join(str(part) for part in (problem.file, problem.line) if part is not None)
            call = f" (call {problem.call_id})" if problem.call_id is not None else ""
            output.stream.write(output.shown(f"{place}: {problem.code} {problem.message}{call}").encode() + b"\n")
    else:
        render(result, name, output)
    unlisted = sum(result.counts.values()) - len(result.problems)
    if unlisted and name in CUT_SILENTLY and not quiet:
        output.stream.flush()
        say(f"{counted(unlisted, 'more problem is', 'more problems are')} counted and not listed; --limit 0 lists all")


def _explain(code: str, output: OutputOptions) -> ExitCode:
    chosen = [known for known in CATALOGUE.values() if code.upper() in (known.code, "ALL")]
    if not chosen:
        raise UsageError(f'there is no problem "{code}"; --explain all lists them')
    with opened(output) as surface:
        if output.chosen_format() in ("table", CONCISE):
            texts = (
                f"{known.code} {known.severity}: {known.title}\n\n"
                + textwrap.fill(known.explanation, surface.width or 100, break_on_hyphens=False)
                for known in chosen
            )
            surface.stream.write("\n\n\n".join(texts).encode() + b"\n")
        else:
            render(Rows("explain", tuple(map(asdict, chosen))), output.chosen_format(), surface)
    return ExitCode.OK
