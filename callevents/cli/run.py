"""What every command does: read the logs, write a document, say what was odd, and choose the exit code."""

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar

import typer

import callevents
from callevents.cli.effort import Effort
from callevents.cli.exit import ExitCode, first_of
from callevents.cli.options import EventFilters, LineOptions, OutputOptions, PlaceOptions, ReadingOptions
from callevents.cli.output import opened
from callevents.cli.progress import progress
from callevents.cli.stderr import say
from callevents.model.errors import NotFoundError, UsageError
from callevents.read.sources import find_sources
from callevents.render.output import Output
from callevents.render.registry import render

if TYPE_CHECKING:
    from callevents.model.summary import Inputs
    from callevents.render.documents import Document
    from callevents.report.analysis import Analysis

D = TypeVar("D", bound="Document")


class Read(Protocol):
    """What can be told of logs that were read."""

    @property
    def inputs(self) -> "Inputs":
        """What was read."""

    @property
    def damaged(self) -> bool:
        """Whether a source could not be read whole."""

    @property
    def warnings(self) -> Sequence[str]:
        """Sentences on bad lines and damaged sources."""


def sources(logs: Sequence[str] | None, command: str, log: str = "sample_logs") -> list[str]:
    """Give the sources that a command reads: standard input where none is named and it is piped.

    command is the command line up to LOG, and log one, for the example in the UsageError that is raised where there is
    no source.
    """
    if logs:
        return list(logs)
    if sys.stdin is None or sys.stdin.isatty():
        raise UsageError(f"no LOG given. Example: callevents {command} {log}")
    return ["-"]


def show(
    paths: Sequence[str],
    filters: EventFilters,
    reading: ReadingOptions,
    output: OutputOptions,
    document: Callable[["Analysis"], D],
    *,
    text: str | None = None,
    find: Sequence[str] | None = None,
    even_unread: bool = False,
    found: Callable[[D], bool] = lambda document: False,
    write: Callable[[D, str, Output], None] = render,
) -> ExitCode:
    """Read logs, write the document made of them, and say what was odd.

    text and find are those of `callevents.analyze`. even_unread: the document is about what could not be read as well,
    and written also where nothing could. The exit code is FOUND where `found` holds for the document, or
    where making it raises NotFoundError.
    """
    name = output.chosen_format()
    effort = Effort()
    try:
        # The output is opened first: a place that cannot be written to is told before the logs are read.
        with opened(output) as surface:
            analysis = analyzed(paths, filters, reading, output, effort, text=text, find=find)
            if not even_unread:
                stop_if_unread(reading, output, analysis)
            result = document(analysis)
            write(result, name, surface)
        code = ExitCode.FOUND if found(result) else ExitCode.OK
    except NotFoundError as error:
        say(str(error))
        code = ExitCode.FOUND
    effort.say(reading, analysis.inputs)
    return first_of(code, conclude(analysis, reading, output))


def analyzed(
    paths: Sequence[str],
    filters: EventFilters,
    reading: ReadingOptions,
    output: PlaceOptions,
    effort: Effort,
    *,
    text: str | None = None,
    find: Sequence[str] | None = None,
) -> "Analysis":
    """Read logs as the options say; effort is told how many processes read.

    Raises UsageError where the result would take the place of a log.
    """
    spare_logs(paths, output.file)
    with reading.spark(show_log=output.debug) as spark, progress(output.quiet) as on_progress:
        return callevents.analyze(
            paths,
            reading=reading.reading(),
            judging=reading.judging(),
            filters=filters.chosen(output.zone),
            text=text,
            on_progress=on_progress,
            on_workers=effort.note_workers,
            jobs=reading.jobs or 0,
            find=reading.find(find),
            spark=spark,
        )


def spare_logs(paths: Sequence[str], file: str | None) -> None:
    """Raise UsageError where a file that is to be written is one of the logs to read."""
    if file is not None and any(source.is_file(file) for source in find_sources(paths)[0]):
        raise UsageError(f"{file} is one of the logs to read, so it cannot take the result")


def stop_if_unread(reading: LineOptions, output: PlaceOptions, *logs: Read) -> None:
    """End the command where of one of the logs not a line could be read, and say why: there is nothing to show, and no
    earlier result to replace."""
    if any(read.damaged and not read.inputs.lines for read in logs):
        raise typer.Exit(first_of(*(conclude(read, reading, output) for read in logs)))


def conclude(read: Read, reading: LineOptions, output: PlaceOptions) -> ExitCode:
    """Say what was odd about the logs that were read, and give the exit code that follows from it."""
    if not output.quiet:
        for warning in read.warnings:
            say(warning)
    if read.damaged:
        return ExitCode.UNREADABLE
    return ExitCode.FOUND if reading.strict and read.inputs.rejected else ExitCode.OK
