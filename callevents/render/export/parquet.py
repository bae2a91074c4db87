"""The rows of a table as Parquet."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from callevents.model.errors import MissingExtraError
from callevents.model.tables import Table

CELLS = 1 << 20
"""How many values of a file are held before they are written, as one row group."""


@contextmanager
def open_parquet(path: Path, table: Table) -> Iterator[Any]:
    """Open a Parquet file: give the function that takes rows. Each column's metadata tells its unit and description.

    Raises MissingExtraError where pyarrow is not installed.
    """
    arrow, parquet = pyarrow()
    schema = arrow.schema(
        [
            arrow.field(
                column.name,
                _type(arrow, column.type),
                metadata={"description": column.description, **({"unit": column.unit} if column.unit else {})},
            )
            for column in table.columns
        ]
    )
    held: list[Sequence[Any]] = []

    def flush() -> None:
        columns = zip(*held, strict=True) if held else [()] * len(schema)
        arrays = [_array(arrow, values, field.type) for values, field in zip(columns, schema, strict=True)]
        file.write_table(arrow.Table.from_arrays(arrays, schema=schema))
        held.clear()

    def write(rows: Sequence[Sequence[Any]]) -> None:
        held.extend(rows)
        if len(held) * len(schema) >= CELLS:
            flush()

    with parquet.ParquetWriter(path, schema, compression="zstd") as file:
        yield write
        flush()


def _array(arrow: Any, values: Sequence[Any], kind: Any) -> Any:
    try:
        return arrow.array(values, kind)
    except UnicodeEncodeError:
        # An undecodable byte of a file name: the same as in JSON.
        return arrow.array([value and value.encode(errors="backslashreplace").decode() for value in values], kind)


def pyarrow() -> Any:
    """Give the modules pyarrow and pyarrow.parquet. Raises MissingExtraError."""
    try:
        import pyarrow as arrow
        from pyarrow import parquet
    except ImportError:
        raise MissingExtraError(
            "Parquet needs pyarrow: pip install 'callevents[parquet]'. --format csv and ndjson need nothing more"
        ) from None
    return arrow, parquet


def _type(arrow: Any, kind: str) -> Any:
    return {
        "text": arrow.string(),
        "integer": arrow.int64(),
        "number": arrow.float64(),
        "boolean": arrow.bool_(),
        "time": arrow.timestamp("ms", tz="UTC"),
        "list of text": arrow.list_(arrow.string()),
        "integers by name": arrow.map_(arrow.string(), arrow.int64()),
    }[kind]
