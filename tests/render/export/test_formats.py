import csv
import io
import json
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from callevents.model.errors import MissingExtraError
from callevents.model.tables import TABLES, Column, Table
from callevents.render.export import parquet
from callevents.render.export.formats import TABLE_FORMATS, Row
from extras import needs

TABLE = Table(
    "things",
    "a thing",
    tuple(
        Column(kind.replace(" ", "_"), kind, "percent" if kind == "number" else None, f"a {kind}")
        for kind in ("text", "integer", "number", "boolean", "time", "list of text", "integers by name")
    ),
)
FULL = ("=1+1", 2**53 + 1, 0.5, True, 1_772_442_000_123, ("a", "b"), {"Agent": 3, "Customer": 4})
EMPTY: Row = (None, None, None, None, None, (), {})
HOSTILE: Row = ('a"b,c\nd\x1b[31m', -1, -0.25, False, 0, ("=2", "\u202e"), {})


def written(tmp_path: Path, format: str, *batches: list[Any]) -> Path:
    path = tmp_path / f"things{TABLE_FORMATS[format].ending}"
    with TABLE_FORMATS[format].opened(path, TABLE) as write:
        for batch in batches:
            write(batch)
    return path


def test_csv_has_a_header_and_disarmed_text(tmp_path: Path) -> None:
    text = written(tmp_path, "csv", [FULL], [EMPTY, HOSTILE]).read_text(encoding="utf-8")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows == [
        [column.name for column in TABLE.columns],
        ["'=1+1", "9007199254740993", "0.5", "true", "2026-03-02T09:00:00.123Z", "a; b", "Agent=3 Customer=4"],
        ["", "", "", "", "", "", ""],
        ['a"b,c\\nd\\x1b[31m', "-1", "-0.25", "false", "1970-01-01T00:00:00.000Z", "'=2; \\u202e", ""],
    ]
    assert text.count("\n") == 4


def test_ndjson_has_an_object_a_line_with_every_key(tmp_path: Path) -> None:
    lines = written(tmp_path, "ndjson", [FULL], [EMPTY, HOSTILE]).read_bytes().splitlines()
    full, empty, hostile = map(json.loads, lines)
    assert list(full) == list(empty) == [column.name for column in TABLE.columns]
    assert full["time"] == "2026-03-02T09:00:00.123Z"
    assert full["integers_by_name"] == FULL[6]
    assert empty["number"] is None
    assert hostile["text"] == HOSTILE[0]
    assert b"\\u202e" in lines[2]


def test_parquet_keeps_types_and_says_what_the_columns_are(tmp_path: Path) -> None:
    needs("pyarrow")
    from pyarrow import parquet as pq

    table = pq.read_table(written(tmp_path, "parquet", [FULL], [EMPTY, HOSTILE]))
    types = [str(field.type).partition(" (")[0] for field in table.schema]
    assert types == [
        "string", "int64", "double", "bool", "timestamp[ms, tz=UTC]", "list<element: string>", "map<string, int64",
    ]  # fmt: skip
    assert table.schema.field("number").metadata[b"unit"] == b"percent"
    assert table.schema.field("text").metadata[b"description"] == b"a text"
    full, empty, hostile = table.to_pylist()
    assert (full["text"], full["integer"], full["list_of_text"]) == ("=1+1", 2**53 + 1, ["a", "b"])
    assert full["time"].isoformat() == "2026-03-02T09:00:00.123000+00:00"
    assert dict(full["integers_by_name"]) == FULL[6]
    assert [*empty.values()] == [None, None, None, None, None, [], []]
    assert hostile["text"] == HOSTILE[0]


def test_parquet_is_written_in_row_groups_so_that_memory_stays_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs("pyarrow")
    from pyarrow import parquet as pq

    monkeypatch.setattr(parquet, "CELLS", 70)
    path = written(tmp_path, "parquet", *[[FULL]] * 25)
    file = pq.ParquetFile(path)
    assert [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)] == [10, 10, 5]


@pytest.mark.parametrize("format", TABLE_FORMATS)
def test_a_table_without_rows_is_a_file_that_names_its_columns(tmp_path: Path, format: str) -> None:
    if format == "parquet":
        needs("pyarrow")
        from pyarrow import parquet as pq

        table = pq.read_table(written(tmp_path, format))
        assert (table.num_rows, table.column_names) == (0, [column.name for column in TABLE.columns])
    else:
        assert written(tmp_path, format).exists()


@pytest.mark.parametrize("format", TABLE_FORMATS)
def test_a_file_name_that_is_no_text_is_written_all_the_same(tmp_path: Path, format: str) -> None:
    if format == "parquet":
        needs("pyarrow")
    path = tmp_path / "problems"
    row = ("CE101", "error", "title", "message", "log\udc80", 1, None)
    with TABLE_FORMATS[format].opened(path, TABLES["problems"]) as write:
        write([row])
    assert b"log\\udc80" in path.read_bytes().replace(b"\\\\", b"\\")


def test_parquet_without_pyarrow_names_the_extra() -> None:
    with (
        mock.patch.dict("sys.modules", {"pyarrow": None}),
        pytest.raises(MissingExtraError, match=r"callevents\[parquet\]"),
    ):
        TABLE_FORMATS["parquet"].check()
