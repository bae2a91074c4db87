"""`callevents transcript`."""

from callevents.cli.exit import ExitCode
from callevents.cli.options import CallFilters, Logs, OutputOptions, ReadingOptions
from callevents.cli.run import show, sources


def transcript(
    *,
    logs: Logs = None,
    filters: CallFilters,
    reading: ReadingOptions,
    output: OutputOptions,
) -> ExitCode:
    """List the utterances, across calls or of one.

    Example: `callevents transcript sample_logs --call-id ID`
    """
    return show(sources(logs, "transcript"), filters, reading, output, lambda analysis: analysis.transcript(), text="")
