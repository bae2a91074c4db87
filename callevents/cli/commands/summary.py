"""`callevents summary`."""

from datetime import tzinfo
from typing import TYPE_CHECKING

from callevents.cli.alarm import FailIf, alarm
from callevents.cli.engine import EngineOptions
from callevents.cli.exit import ExitCode
from callevents.cli.options import CallFilters, Logs, OutputOptions
from callevents.cli.run import show, sources
from callevents.model.summary import Summary
from callevents.render.documents import Overview

if TYPE_CHECKING:
    from callevents.report.analysis import Analysis


def summary(
    *,
    logs: Logs = None,
    fail_if: FailIf = None,
    filters: CallFilters,
    reading: EngineOptions,
    output: OutputOptions,
) -> ExitCode:
    """Show the whole log at a glance.

    What was read, calls by outcome and grade, durations, packet loss, jitter and RTT per channel, flags and notes, the
    worst calls, and problems.

    Example: `callevents summary sample_logs`
    """
    rings = alarm(fail_if, Summary, quiet=output.quiet)
    return show(
        sources(logs, "summary"),
        filters,
        reading,
        output,
        lambda analysis: overview(analysis, output.zone),
        found=lambda shown: rings(("", one.to_dict()) for one in (shown.summary,)),
    )


def overview(analysis: "Analysis", tz: tzinfo) -> Overview:
    """Give the summary with the calls that it names, and the calls over time by the clocks of the zone."""
    result = analysis.summary()
    place = {call_id: n for n, call_id in enumerate(analysis.calls.values("call_id"))}
    worst = tuple(analysis.calls[place[call_id]] for call_id in result.worst_calls)
    return Overview(result, worst, analysis.calls_over_time(tz))
