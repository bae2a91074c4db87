from pathlib import Path

import pytest

from callevents.model.tables import TABLES, Rows
from callevents.render.export.files import Layout, write_files
from callevents.render.export.formats import TABLE_FORMATS

CSV = TABLE_FORMATS["csv"]
SPAN = ("c", "hold", None, 0, 1)


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


ROWS = (
    Rows("spans", "2026-03-02", [SPAN]),
    Rows("spans", "2026-03-03", [SPAN, SPAN]),
    Rows("spans", None, [SPAN]),
)


@pytest.mark.parametrize(
    ("by_day", "part", "path", "pattern"),
    [
        (False, None, "calls.csv", "calls.csv"),
        (False, 12, "calls/part-00012.csv", "calls/*.csv"),
        (True, None, "calls/day=2026-03-02/part-00000.csv", "calls/*/*.csv"),
        (True, 3, "calls/day=2026-03-02/part-00003.csv", "calls/*/*.csv"),
    ],
)
def test_files_are_called_as_readers_of_partitioned_tables_expect(
    by_day: bool, part: int | None, path: str, pattern: str
) -> None:
    layout = Layout(CSV, by_day=by_day, part=part)
    assert layout.path("calls", "2026-03-02") == path
    assert layout.pattern("calls") == pattern


def test_without_partitions_there_is_one_file_a_table_also_for_one_without_rows(tmp_path: Path) -> None:
    counts = write_files(tmp_path, ROWS, Layout(CSV, by_day=False))
    assert names(tmp_path) == {f"{table}.csv" for table in TABLES}
    assert counts == dict.fromkeys(TABLES, 0) | {"spans": 4}
    assert len((tmp_path / "spans.csv").read_text().splitlines()) == 5


def test_by_day_there_is_a_folder_a_day_and_one_for_calls_without_times(tmp_path: Path) -> None:
    write_files(tmp_path, ROWS, Layout(CSV, by_day=True))
    lines = {path.parent.name: len(path.read_text().splitlines()) for path in tmp_path.glob("spans/*/*.csv")}
    assert lines == {"day=2026-03-02": 2, "day=2026-03-03": 3, "day=__HIVE_DEFAULT_PARTITION__": 2}
    assert len([*tmp_path.glob("calls/*/*.csv")]) == 1
