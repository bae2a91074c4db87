"""`callevents export`."""

from typing import Annotated

from msgspec.structs import replace

from callevents.cli.effort import Effort
from callevents.cli.engine import EngineOptions
from callevents.cli.exit import ExitCode
from callevents.cli.folder import MANIFEST, parts_of, replacing
from callevents.cli.options import OUTPUT, CallFilters, Logs, SurfaceOptions, option
from callevents.cli.output import opened
from callevents.cli.run import conclude, sources
from callevents.cli.tables import write_tables
from callevents.model.errors import UsageError
from callevents.model.settings import Reading
from callevents.model.tables import TABLES, Export, ExportedTable
from callevents.render.export.files import Layout
from callevents.render.export.formats import TABLE_FORMATS
from callevents.render.json_text import json_bytes


class WholeReading(EngineOptions, frozen=True, kw_only=True):
    """How lines are read and audio is judged, where every bad line is wanted."""

    def reading(self) -> Reading:
        """Give how lines are read."""
        return replace(super().reading(), listed=None)


class FolderOptions(SurfaceOptions, frozen=True, kw_only=True):
    """Where the tables go."""

    file: Annotated[
        str | None,
        option(
            "-o",
            "--output",
            help="The directory that takes the tables; it must not hold anything.",
            panel=OUTPUT,
            metavar="DIR",
        ),
    ] = None


def export(
    *,
    logs: Logs = None,
    format: Annotated[
        str,
        option(
            "--format", help=f"The format of the tables: {', '.join(TABLE_FORMATS)}.", panel=OUTPUT, among=TABLE_FORMATS
        ),
    ] = "parquet",
    partition_by: Annotated[
        str | None,
        option(
            "--partition-by",
            help="A folder for each day (of the call's first event, UTC).",
            panel=OUTPUT,
            among=("day",),
        ),
    ] = None,
    overwrite: Annotated[bool, option("--overwrite", help="Replace an earlier export.", panel=OUTPUT)] = False,
    filters: CallFilters,
    reading: WholeReading,
    output: FolderOptions,
) -> ExitCode:
    """Write the calls as tables for other tools: calls, intervals, spans, conversation, problems.

    The directory is complete or not there. Its file export.json says what each column is, with type and unit.

    Example: `callevents export sample_logs -o tables --format csv`
    """
    paths = sources(logs, "export")
    if output.file is None:
        raise UsageError("export writes several files: name a directory for them with -o DIR")
    layout = Layout(TABLE_FORMATS[format], by_day=partition_by == "day")
    layout.format.check()
    effort = Effort()
    with replacing(output.file, overwrite) as place:
        written = write_tables(paths, filters, reading, output, effort, place, layout)
        tables = tuple(
            ExportedTable(
                table.name,
                table.description,
                written.layout.pattern(table.name),
                written.rows[table.name],
                table.columns,
            )
            for table in TABLES.values()
        )
        manifest = Export(format, partition_by, written.inputs, tables, written.assumptions)
        with parts_of(place) as folder:
            (folder / MANIFEST).write_bytes(json_bytes(manifest.to_dict(), indent=True) + b"\n")
    with opened(replace(output, file=None)) as surface:
        for table in tables:
            line = f"{table.rows:>12,}  {table.name:<12}  {output.file}/{table.path}"
            surface.stream.write(surface.shown(line).encode() + b"\n")
    effort.say(reading, written.inputs)
    return conclude(written, reading, output)
