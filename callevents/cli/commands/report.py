"""`callevents report`."""

from typing import Annotated

from callevents import __version__
from callevents.cli.effort import Effort
from callevents.cli.exit import ExitCode
from callevents.cli.options import OUTPUT, CallFilters, Logs, PlaceOptions, ReadingOptions, SurfaceOptions, option
from callevents.cli.output import opened
from callevents.cli.run import analyzed, conclude, sources, stop_if_unread
from callevents.model.errors import UsageError
from callevents.render.html.page import write_report

LIMIT = 10_000
"""A page with more calls takes long to open in a browser."""


class PageOptions(PlaceOptions, frozen=True, kw_only=True):
    """Where the page goes."""

    file: Annotated[
        str | None,
        option(
            "-o",
            "--output",
            help="The page is written to this file, such as report.html.",
            panel=OUTPUT,
            metavar="FILE",
        ),
    ] = None


def report(
    *,
    logs: Logs = None,
    title: Annotated[str, option("--title", help="The page's heading.", metavar="TEXT")] = "Call report",
    no_text: Annotated[
        bool, option("--no-text", help="Leave the conversation out: no words, notes and reasons of flags.")
    ] = False,
    limit: Annotated[
        int,
        option(
            "--limit",
            help="List at most so many calls, those with the worst audio before others; 0 lists all. The figures are "
            "of all calls in any case.",
            metavar="N",
            min=0,
        ),
    ] = LIMIT,
    filters: CallFilters,
    reading: ReadingOptions,
    output: PageOptions,
) -> ExitCode:
    """Write one page on the log, for people without this tool.

    Headline figures, calls and quality over time, a list of the calls to sort and search, and each call with its
    timeline, charts and conversation. The file needs nothing else: it opens in any browser, and loads nothing.

    Example: `callevents report sample_logs -o report.html`
    """
    paths = sources(logs, "report -o report.html")
    if output.file is None:
        raise UsageError("report writes a page for a browser: name its file, as in -o report.html")
    effort = Effort()
    with opened(SurfaceOptions(file=output.file, tz=output.tz)) as surface:
        analysis = analyzed(paths, filters, reading, output, effort, text=None if no_text else "")
        stop_if_unread(reading, output, analysis)
        page = analysis.report(title, limit=limit, with_text=not no_text, tz=surface.tz)
        write_report(page, surface, __version__)
    effort.say(reading, analysis.inputs)
    return conclude(analysis, reading, output)
