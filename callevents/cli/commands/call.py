"""`callevents call`."""

from shlex import quote
from typing import Annotated

import typer

from callevents.cli import complete
from callevents.cli.exit import ExitCode
from callevents.cli.options import EventFilters, Logs, OutputOptions, ReadingOptions
from callevents.cli.run import show, sources
from callevents.model.errors import UsageError
from callevents.read.sources import exists, is_missing


def call(
    *,
    call: Annotated[
        str,
        typer.Argument(
            metavar="CALL_ID", help="The call's id, or the beginning of it.", autocompletion=complete.call_ids
        ),
    ],
    logs: Logs = None,
    filters: EventFilters,
    reading: ReadingOptions,
    output: OutputOptions,
) -> ExitCode:
    """Show one call in full.

    Its facts, its timeline, its audio over time per channel, the conversation, and its problems.

    Example: `callevents call ead04727 sample_logs`
    """
    if logs and exists(call) and all(map(is_missing, logs)):
        raise UsageError(f"the id of the call stands before LOG: callevents call {quote(logs[0])} {quote(call)}")
    return show(
        # Without a LOG, what there is may have been meant as one.
        sources(logs, "call CALL_ID", quote(call) if exists(call) else "sample_logs"),
        filters,
        reading,
        output,
        lambda analysis: analysis.call(call),
        text=call,
        find=(call,),
    )
