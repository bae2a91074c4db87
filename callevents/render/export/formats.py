"""How the rows of a table become a file: Parquet, CSV or NDJSON."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from msgspec import Struct

from callevents.model.tables import Table
from callevents.model.value import iso_time
from callevents.render.delimited import cell
from callevents.render.export.parquet import open_parquet, pyarrow
from callevents.render.json_text import json_bytes

Row = Sequence[Any]
Write = Callable[[Sequence[Row]], None]
"""Takes rows of a table: as many as there are, the more at once the better."""


class TableFormat(Struct, frozen=True):
    """A format of tables: its name, what it is good for, the ending of its files, and how a file is written.

    check raises MissingExtraError where the format needs a package that is not installed.
    """

    name: str
    description: str
    ending: str
    opened: Callable[[Path, Table], AbstractContextManager[Write]]
    check: Callable[[], object] = bool


@contextmanager
def _open_csv(path: Path, table: Table) -> Iterator[Write]:
    """RFC 4180 with a header; lists are joined by "; ", and text that a spreadsheet would run is disarmed."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([column.name for column in table.columns])
        yield lambda rows: writer.writerows([*map(cell, row)] for row in _told(table, rows))


@contextmanager
def _open_ndjson(path: Path, table: Table) -> Iterator[Write]:
    names = [column.name for column in table.columns]
    with path.open("wb") as file:
        yield lambda rows: file.writelines(
            json_bytes(dict(zip(names, row, strict=True))) + b"\n" for row in _told(table, rows)
        )


def _told(table: Table, rows: Iterable[Row]) -> Iterator[Row]:
    """Give the rows with their times as ISO 8601 text in UTC, as in JSON."""
    times = [place for place, column in enumerate(table.columns) if column.type == "time"]
    for row in rows:
        told = list(row)
        for place in times:
            if told[place] is not None:
                told[place] = iso_time(told[place])
        yield told


TABLE_FORMATS: dict[str, TableFormat] = {
    format.name: format
    for format in (
        TableFormat("parquet", "typed and compressed columns", ".parquet", open_parquet, pyarrow),
        TableFormat("csv", "comma-separated values with a header", ".csv", _open_csv),
        TableFormat("ndjson", "one JSON object a line", ".ndjson", _open_ndjson),
    )
}
