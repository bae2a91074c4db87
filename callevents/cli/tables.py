"""Writing the tables of an export: by this process, or by the executors of a cluster."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from callevents.cli.effort import Effort
from callevents.cli.engine import EngineOptions
from callevents.cli.folder import parts_of
from callevents.cli.options import CallFilters, PlaceOptions
from callevents.cli.run import analyzed, stop_if_unread
from callevents.model.assumptions import Assumptions
from callevents.model.settings import Filters
from callevents.model.summary import Inputs
from callevents.read.sources import find_sources
from callevents.render.export.files import Layout, write_files

if TYPE_CHECKING:
    from callevents.rebuild.log import Log


class Written(Struct, frozen=True):
    """What was written, and what is to be told of the logs."""

    layout: Layout
    rows: Mapping[str, int]
    inputs: Inputs
    assumptions: Assumptions
    damaged: bool
    warnings: Sequence[str]


def write_tables(
    paths: Sequence[str],
    filters: CallFilters,
    reading: EngineOptions,
    output: PlaceOptions,
    effort: Effort,
    place: str,
    layout: Layout,
) -> Written:
    """Read logs and write their tables to a place (see `cli.folder`)."""
    if reading.engine == "spark":
        return _on_spark(paths, filters, reading, output, place, layout)
    analysis = analyzed(paths, filters, reading, output, effort, text="")
    stop_if_unread(reading, output, analysis)
    with parts_of(place) as folder:
        rows = write_files(folder, analysis.tables(), layout)
    return Written(layout, rows, analysis.inputs, analysis.assumptions, analysis.damaged, analysis.warnings)


def _on_spark(
    paths: Sequence[str],
    filters: CallFilters,
    reading: EngineOptions,
    output: PlaceOptions,
    place: str,
    layout: Layout,
) -> Written:
    from callevents.report.analysis import Analysis
    from callevents.report.warnings import untimed_warning
    from callevents.run.spark import finish_on_spark

    chosen = filters.chosen(output.zone)
    write = partial(_write_part, place, layout, chosen)
    with reading.spark(show_log=output.debug) as context:
        parts, rest = finish_on_spark(
            context, *find_sources(paths), reading.reading(), reading.judging(), write, keep_text=""
        )
    told = Analysis(rest, chosen)
    warnings = (*told.warnings, *untimed_warning(sum(part.untimed for part in parts)))
    inputs = replace(
        rest.inputs,
        events=sum(part.inputs.events for part in parts),
        repeats=sum(part.inputs.repeats for part in parts),
        unassigned=sum(part.inputs.unassigned for part in parts),
    )
    rows = sum((Counter(part.rows) for part in parts), Counter[str]())
    return Written(replace(layout, part=0), rows, inputs, told.assumptions, told.damaged, warnings)


class _Part(NamedTuple):
    rows: Mapping[str, int]
    inputs: Inputs
    untimed: int


def _write_part(place: str, layout: Layout, filters: Filters, number: int, log: "Log") -> _Part:
    """Write the tables of a bucket, in an executor. The bucket without calls has a file of each table, also of an empty
    one."""
    from callevents.report.analysis import Analysis

    analysis = Analysis(log, filters)
    with parts_of(place) as folder:
        rows = write_files(folder, analysis.tables(), replace(layout, part=number), empty=not log.calls)
    return _Part(rows, analysis.inputs, analysis.untimed)
