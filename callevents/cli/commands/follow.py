"""`callevents follow`."""

import os
import shutil
import sys
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Self

import typer
from msgspec.structs import replace

from callevents.cli.commands.summary import overview
from callevents.cli.effort import Effort
from callevents.cli.exit import ExitCode
from callevents.cli.options import CallFilters, ReadingOptions, SurfaceOptions, option
from callevents.cli.output import opened, surface_of
from callevents.cli.progress import progress
from callevents.cli.run import conclude, sources
from callevents.cli.signals import Asked, noted_signals, suspend
from callevents.cli.stderr import say
from callevents.model.errors import UsageError
from callevents.read.followed import Pipe, check_followable
from callevents.read.growing import Growing
from callevents.read.sources import STDIN, STDIN_NAME, Source
from callevents.render.documents import Calls
from callevents.render.live import Roll, Screen, live_lines
from callevents.render.output import Output
from callevents.render.registry import render

if TYPE_CHECKING:
    from callevents.model.call import Call
    from callevents.rebuild.changes import Changes
    from callevents.report.analysis import Analysis
    from callevents.report.live import Live
    from callevents.run.follow import Follower

PAUSE = 0.2
"""Seconds between two looks at the log."""

SHARE = 0.1
"""The share of time that rebuilding calls may take; where it takes longer, it is done less often ..."""

LONGEST_PAUSE = 2.0
"""... but never less often than after so many seconds."""


def follow(
    *,
    log: Annotated[
        str | None,
        typer.Argument(
            metavar="[LOG]",
            help="The log file, or - for standard input (the default where input is piped).",
            show_default=False,
        ),
    ] = None,
    json: Annotated[
        bool,
        option(
            "--json",
            help="Write one call object a line each time a call changes: first for each call that is there. So does "
            "what is not written to a terminal.",
            panel="Output",
        ),
    ] = False,
    filters: CallFilters,
    reading: ReadingOptions,
    output: SurfaceOptions,
) -> ExitCode:
    """Watch a log while it grows.

    The calls in progress with their stage, duration, current loss, jitter, RTT and MOS and the flags raised; the last
    ended calls; the worst. What the log already has is read first. The log may be rotated, and need not exist yet.
    Ctrl-C ends it, with a summary (on stderr with --json).

    Example: `callevents follow agent.ndjson --where 'flags > 0 or grade = poor'`
    """
    path = sources([log] if log else None, "follow", "agent.ndjson")[0]
    growing = _growing(path)
    from callevents.rebuild.changes import Changes
    from callevents.rebuild.finish import finish
    from callevents.report.analysis import Analysis
    from callevents.report.live import Live
    from callevents.run.follow import Follower
    from callevents.run.local import rejects_file

    effort = Effort(workers=1)
    chosen, lines, judging = filters.chosen(output.zone), reading.reading(), reading.judging()
    with opened(output) as surface, noted_signals() as asked, rejects_file(lines.rejects, _source(path)) as rejects:
        as_lines = json or not surface.is_terminal
        follower, live = Follower(growing, lines, rejects, lambda: asked.stop), Live(chosen)
        with progress(output.quiet) as on_progress:
            follower.read(on_progress and (lambda done: on_progress(done, None)))
        name = STDIN_NAME if path == STDIN else path
        with (_Lines if as_lines else _Page)(surface, output, name) as shown:
            _watch(follower, growing, Changes(follower.seen, judging), live, shown, asked)
            follower.finish()
        whole = finish(follower.seen, judging)
        news = live.update(whole)
        if as_lines and news:
            render(Calls(news), "ndjson", surface)
        analysis = Analysis(whole, chosen)
        _sum_up(analysis, surface, output, as_lines)
    effort.say(reading, analysis.inputs)
    return conclude(analysis, reading, output)


def _watch(
    follower: "Follower",
    log: "Growing | Pipe",
    changes: "Changes",
    live: "Live",
    shown: "_Lines | _Page",
    asked: Asked,
) -> None:
    """Show what changes until the user has seen enough or the log has ended."""
    due = 0.0
    while not (asked.stop or follower.ended):
        if asked.pause:
            asked.pause = False
            shown.pause()
        began = time.monotonic()
        if began >= due:
            rebuilt = changes.rebuilt()
            news = live.update(*rebuilt) if rebuilt else ()
            shown.show(news, live, follower, log.trouble)
            due = began + min((time.monotonic() - began) / SHARE, LONGEST_PAUSE)
        time.sleep(PAUSE)
        follower.read()


class _Lines:
    """Shows a line of JSON a call that changed."""

    def __init__(self, surface: Output, output: SurfaceOptions, name: str) -> None:
        self._surface = surface
        self._quiet = output.quiet
        self._name = name
        self._trouble: str | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def pause(self) -> None:
        suspend()

    def show(self, news: "Sequence[Call]", live: "Live", follower: "Follower", trouble: str | None) -> None:
        if news:
            render(Calls(news), "ndjson", self._surface)
        if trouble and trouble != self._trouble and not self._quiet:
            say(f"{self._name}: {trouble}")
        self._trouble = trouble


class _Page:
    """Shows the live page."""

    def __init__(self, surface: Output, output: SurfaceOptions, name: str) -> None:
        self._surface = surface
        self._width = output.width
        self._name = name
        self._place = Roll(surface) if os.environ.get("TERM") == "dumb" else Screen(surface)

    def __enter__(self) -> Self:
        self._place.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._place.__exit__(*error)

    def pause(self) -> None:
        self._place.leave()
        suspend()
        self._place.__enter__()

    def show(self, news: "Sequence[Call]", live: "Live", follower: "Follower", trouble: str | None) -> None:
        size = shutil.get_terminal_size()
        view = live.view(
            events=len(follower.seen.events.call), rejected=sum(piece.rejected for piece in follower.seen.pieces)
        )
        surface = replace(self._surface, width=self._width or size.columns)
        self._place.draw(live_lines(view, self._name, trouble, surface, size.lines))


def _growing(path: str) -> "Growing | Pipe":
    """Open what is followed. Raises UsageError for what cannot be."""
    if path != STDIN:
        check_followable(path)
        return Growing(path)
    if sys.stdin is None:
        raise UsageError("standard input is closed")
    return Pipe(sys.stdin.buffer)


def _source(path: str) -> list[Source]:
    return [Source(path, None if path == STDIN else path, None)]


def _sum_up(analysis: "Analysis", surface: Output, output: SurfaceOptions, as_lines: bool) -> None:
    """Write the summary: to stderr where stdout has the lines."""
    if as_lines:
        if output.quiet or sys.stderr is None:
            return
        surface.stream.flush()
        surface = surface_of(sys.stderr.buffer, sys.stderr.isatty(), output)
    render(overview(analysis, output.zone), "table", surface)
