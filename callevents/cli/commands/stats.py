"""`callevents stats`."""

from typing import Annotated

from callevents.cli.exit import ExitCode
from callevents.cli.options import CallFilters, Logs, OutputOptions, ReadingOptions, option
from callevents.cli.run import show, sources

KEYS = ("channel", "call", "call-type", "participant", "agent", "hour", "day")


def stats(
    *,
    logs: Logs = None,
    by: Annotated[
        str, option("--by", help="A row for each of these; hour and day are of the call's start, UTC.", among=KEYS)
    ] = "channel",
    filters: CallFilters,
    reading: ReadingOptions,
    output: OutputOptions,
) -> ExitCode:
    """Show packet loss, jitter, RTT and MOS per channel.

    Example: `callevents stats sample_logs --by agent`
    """
    return show(sources(logs, "stats"), filters, reading, output, lambda analysis: analysis.stats(by))
