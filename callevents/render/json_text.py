"""The formats `json` and `ndjson`: the data itself, the same bytes on a terminal and piped."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from callevents.render.documents import Calls, Document, plain
from callevents.render.output import Output
from callevents.render.safe import visible

# DEL, C1, the bidi controls (U+061C, U+200E-F, U+202A-E, U+2066-9) and U+2028-9 in UTF-8; orjson escapes C0 itself.
_CONTROL = re.compile(rb"\x7f|\xc2[\x80-\x9f]|\xd8\x9c|\xe2\x80[\x8e\x8f\xa8-\xae]|\xe2\x81[\xa6-\xa9]")


def write_json(document: Document, output: Output) -> None:
    """Write one JSON document, indented; many calls as a list with a call a line, written as they come."""
    if isinstance(document, Calls):
        lead = b"["
        for block in _blocks(document.items, b",\n"):
            output.stream.write(lead + block[1:] if lead else block)
            lead = b""
        output.stream.write(b"[]\n" if lead else b"\n]\n")
    else:
        output.stream.write(json_bytes(plain(document), indent=True) + b"\n")


def write_ndjson(document: Document, output: Output) -> None:
    """Write a JSON object a line: an item each of a document that is a list, else the whole document."""
    from callevents.render.items import items_of

    items = items_of(document)
    for block in _blocks((document,) if items is None else items, b"\n"):
        output.stream.write(block[1:] + b"\n")


def _blocks(items: Iterable[Any], before: bytes) -> Iterator[bytes]:
    """Give items as lines of JSON, one or many at a time, with some text before each line."""
    from callevents.model.columnar import Columnar

    if isinstance(items, Columnar):
        from callevents.render.json_lines import json_lines

        return map(_escaped, json_lines(items, _dumps, before))
    return (before + json_bytes(plain(item)) for item in items)


def json_bytes(value: Any, *, indent: bool = False) -> bytes:
    r"""Write plain data as UTF-8 JSON with DEL, C1, bidi controls and U+2028-9 as \u escapes.

    A lone surrogate (an undecodable byte of a file name) cannot be written and becomes visible text.
    """
    return _escaped(_dumps(value, orjson.OPT_INDENT_2 if indent else 0))


def _dumps(value: Any, option: int = 0) -> bytes:
    try:
        return orjson.dumps(value, option=option)
    except TypeError:
        return orjson.dumps(_without_surrogates(value), option=option)


def _escaped(written: bytes) -> bytes:
    if written.isascii() and b"\x7f" not in written:
        return written
    return _CONTROL.sub(lambda match: b"\\u%04x" % ord(match[0].decode()), written)


def _without_surrogates(value: Any) -> Any:
    if isinstance(value, dict):
        return {_without_surrogates(key): _without_surrogates(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_without_surrogates(item) for item in value]
    if isinstance(value, str):
        return "".join(visible(char) if "\ud800" <= char <= "\udfff" else char for char in value)
    return value
