"""`callevents notes`."""

from callevents.cli.exit import ExitCode
from callevents.cli.options import CallFilters, Logs, OutputOptions, ReadingOptions
from callevents.cli.run import show, sources


def notes(
    *,
    logs: Logs = None,
    filters: CallFilters,
    reading: ReadingOptions,
    output: OutputOptions,
) -> ExitCode:
    """List the notes, across calls or of one.

    Example: `callevents notes sample_logs --format csv`
    """
    return show(sources(logs, "notes"), filters, reading, output, lambda analysis: analysis.notes(), text="")
