"""`callevents stats`."""

from typing import Annotated

from callevents.cli.alarm import FailIf, alarm
from callevents.cli.engine import EngineOptions
from callevents.cli.exit import ExitCode
from callevents.cli.options import CallFilters, Logs, OutputOptions, option
from callevents.cli.run import show, sources
from callevents.model.stats import StatsRow

KEYS = ("channel", "call", "call-type", "participant", "agent", "hour", "day")


def stats(
    *,
    logs: Logs = None,
    by: Annotated[
        str, option("--by", help="A row for each of these; hour and day are of the call's start, UTC.", among=KEYS)
    ] = "channel",
    fail_if: FailIf = None,
    filters: CallFilters,
    reading: EngineOptions,
    output: OutputOptions,
) -> ExitCode:
    """Show packet loss, jitter, RTT and MOS per channel, and outcomes and durations of the calls.

    Example: `callevents stats sample_logs --by agent`
    """
    rings = alarm(fail_if, StatsRow, quiet=output.quiet)
    return show(
        sources(logs, "stats"),
        filters,
        reading,
        output,
        lambda analysis: analysis.stats(by),
        found=lambda result: rings((_name(row), row.to_dict()) for row in result.rows),
    )


def _name(row: StatsRow) -> str:
    return row.channel if row.key in (None, row.channel) else f"{row.key}, {row.channel}"
