"""The files of an export: which rows go where."""

from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path

from msgspec import Struct

from callevents.model.tables import TABLES, Rows
from callevents.render.export.formats import TableFormat, Write

NO_DAY = "__HIVE_DEFAULT_PARTITION__"
"""The folder of rows without a day: what readers of partitioned tables take for null."""


class Layout(Struct, frozen=True):
    """How the files of an export are called: `calls.csv`; `calls/part-00000.csv` where there are many parts;
    `calls/day=2026-03-02/part-00000.csv` by day.

    part is the number of the part that is written; None where the export has only one.
    """

    format: TableFormat
    by_day: bool
    part: int | None = None

    def path(self, table: str, day: str | None) -> str:
        """Give the path of the file for rows of a table and a day."""
        if self.part is None and not self.by_day:
            return f"{table}{self.format.ending}"
        folders = [table, f"day={day or NO_DAY}"] if self.by_day else [table]
        return "/".join([*folders, f"part-{self.part or 0:05d}{self.format.ending}"])

    def pattern(self, table: str) -> str:
        """Give the pattern of all files of a table."""
        if self.part is None and not self.by_day:
            return self.path(table, None)
        return "/".join([table, *["*"] * self.by_day, f"*{self.format.ending}"])


def write_files(folder: Path, rows: Iterable[Rows], layout: Layout, *, empty: bool = True) -> Mapping[str, int]:
    """Write rows to files in a folder; give how many rows of each table there were.

    The rows of a table come in the order of their days, so that one file of each is open at a time. A table without
    rows becomes a file without rows, unless `empty` is False. Raises OSError.
    """
    counts: Counter[str] = Counter(dict.fromkeys(TABLES, 0))
    with ExitStack() as stack:
        files = {name: stack.enter_context(_Files(folder, name, layout)) for name in TABLES}
        for table, day, some in rows:
            counts[table] += len(some)
            files[table].on(day if layout.by_day else None)(some)
        for name in TABLES:
            if empty and not counts[name]:
                files[name].on(None)
    return counts


class _Files(ExitStack):
    """The files of a table: one open at a time."""

    def __init__(self, folder: Path, table: str, layout: Layout) -> None:
        super().__init__()
        self._folder = folder
        self._table = table
        self._layout = layout
        self._day: str | None = None
        self._write: Write | None = None

    def on(self, day: str | None) -> Write:
        """Give the function that takes rows of a day."""
        if self._write is None or day != self._day:
            self.close()
            path = self._folder / self._layout.path(self._table, day)
            path.parent.mkdir(parents=True, exist_ok=True)
            self._write = self.enter_context(self._layout.format.opened(path, TABLES[self._table]))
            self._day = day
        return self._write
