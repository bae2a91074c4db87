"""`callevents calls`."""

from typing import TYPE_CHECKING, Annotated

from callevents.cli import complete
from callevents.cli.engine import EngineOptions
from callevents.cli.exit import ExitCode
from callevents.cli.options import CallFilters, Logs, OutputOptions, option
from callevents.cli.run import show, sources
from callevents.model.errors import UsageError
from callevents.render.documents import Calls
from callevents.render.items import call_columns
from callevents.report.order import call_order

if TYPE_CHECKING:
    from callevents.model.call import Call
    from callevents.model.columnar import Columnar


def calls(
    *,
    logs: Logs = None,
    sort: Annotated[
        str | None,
        option(
            "--sort",
            help="Sort by a key of the call's JSON, such as mos or audio.input.packet_loss_pct; with - before it, "
            "descending. Unknown values come last. Default: the order of first events.",
            metavar="[-]KEY",
            autocompletion=complete.keys,
        ),
    ] = None,
    limit: Annotated[int, option("--limit", help="Show at most so many calls; 0 shows all.", metavar="N", min=0)] = 0,
    columns: Annotated[
        str | None,
        option(
            "--columns",
            help="Show these keys of the call's JSON as columns, in this order. JSON itself has all keys.",
            metavar="KEY,KEY,...",
            autocompletion=complete.columns,
        ),
    ] = None,
    filters: CallFilters,
    reading: EngineOptions,
    output: OutputOptions,
) -> ExitCode:
    """List the calls, one a row.

    Example: `callevents calls sample_logs --where 'mos < 3.5' --sort mos`
    """
    in_order = call_order(sort) if sort else None
    shown = call_columns(columns) if columns else ()
    if shown and output.chosen_format() in ("json", "ndjson"):
        raise UsageError("--columns is for tables, markdown, csv and tsv: JSON has all keys, of which jq picks some")

    def first(found: "Columnar[Call]") -> "Columnar[Call]":
        ordered = in_order(found) if in_order else found
        return ordered[:limit] if limit else ordered

    return show(
        sources(logs, "calls"),
        filters,
        reading,
        output,
        lambda analysis: Calls(first(analysis.calls), shown, analysis.strips, len(analysis.calls)),
    )
