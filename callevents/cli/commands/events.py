"""`callevents events`."""

from callevents.cli.effort import Effort
from callevents.cli.exit import ExitCode
from callevents.cli.options import EventFilters, Logs, ReadingOptions, SurfaceOptions
from callevents.cli.output import opened
from callevents.cli.progress import progress
from callevents.cli.run import conclude, sources, spare_logs, stop_if_unread


def events(
    *,
    logs: Logs = None,
    filters: EventFilters,
    reading: ReadingOptions,
    output: SurfaceOptions,
) -> ExitCode:
    """Print the matching events as they stand in the log.

    Each line's own bytes, unchanged; only on a terminal are control characters made visible.

    Example: `callevents events sample_logs --type hold --type resume --call-id ID`
    """
    paths = sources(logs, "events")
    spare_logs(paths, output.file)
    from callevents.report.lines import MatchingLines

    effort = Effort()
    with opened(output) as surface:
        with progress(output.quiet) as on_progress:
            lines = MatchingLines(
                paths,
                reading.reading(),
                filters.chosen(output.zone),
                on_progress,
                effort.note_workers,
                reading.jobs or 0,
                reading.find(None),
            )
        stop_if_unread(reading, output, lines)
        write = surface.stream.write
        for line in lines:
            write((surface.shown(line.decode(errors="replace")).encode() if surface.is_terminal else line) + b"\n")
    effort.say(reading, lines.inputs)
    return conclude(lines, reading, output)
