"""`callevents flags`."""

from callevents.cli.exit import ExitCode
from callevents.cli.options import CallFilters, Logs, OutputOptions, ReadingOptions
from callevents.cli.run import show, sources


def flags(
    *,
    logs: Logs = None,
    filters: CallFilters,
    reading: ReadingOptions,
    output: OutputOptions,
) -> ExitCode:
    """List the flags: who raised and who lowered them, how long they were open, and which still are.

    Example: `callevents flags sample_logs --since -2h`
    """
    return show(sources(logs, "flags"), filters, reading, output, lambda analysis: analysis.flags(), text="")
