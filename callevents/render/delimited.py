"""The formats `csv` and `tsv`: the figures as they are in JSON, a row an item, a column a key."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from callevents.render.documents import Document, plain
from callevents.render.items import columns_of, items_of, values_of
from callevents.render.output import Output
from callevents.render.safe import spreadsheet_text


def write_csv(document: Document, output: Output) -> None:
    r"""Write a header and the rows as RFC 4180 has them, in UTF-8, but with lines that end in `\n`.

    A document that is one thing (a summary, one call) becomes the columns `key` and `value`. Lists are texts joined by
    "; ", and a text that a spreadsheet would run is disarmed with an apostrophe.
    """
    _write(document, output, ",")


def write_tsv(document: Document, output: Output) -> None:
    """Write what `write_csv` writes with tabs for commas. No cell holds a tab or a newline."""
    _write(document, output, "\t")


def _write(document: Document, output: Output, delimiter: str) -> None:
    text = io.TextIOWrapper(output.stream, encoding="utf-8", newline="", write_through=False)
    try:
        writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
        items = items_of(document)
        if items is None:
            writer.writerow(("key", "value"))
            writer.writerows((spreadsheet_text(path), cell(value)) for path, value in _leaves(plain(document)))
        else:
            paths = columns_of(document)
            writer.writerow([spreadsheet_text(path) for path in paths])
            writer.writerows(map(cell, row) for row in values_of(items, paths))
        text.flush()
    finally:
        text.detach()


def cell(value: Any) -> str | int | float:
    """Give a value of JSON as a cell: lists joined by "; ", objects as `key=value`, null as nothing."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    return spreadsheet_text(_text(value))


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return " ".join(f"{key}={_text(item)}" for key, item in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(map(_text, value))
    return str(value)


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Give the leaves of plain data with their dotted paths; the items of a list of objects are numbered from 0."""
    inner: Iterable[tuple[Any, Any]] = ()
    if isinstance(value, Mapping):
        inner = value.items()
    elif isinstance(value, list) and value and isinstance(value[0], Mapping):
        inner = enumerate(value)
    else:
        yield path, value
    for name, item in inner:
        yield from _leaves(item, f"{path}.{name}" if path else str(name))
