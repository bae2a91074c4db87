"""Many values as JSON, a line each, straight from their columns: neither the values nor their dicts are made.

All lines are alike but for their leaves. So a block of lines is laid out as a table of bytes, in which each leaf has a
slot as wide as its longest text in the block. What a slot has too much is NUL, which no JSON text holds, and is taken
out at the end.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from callevents.model.bulk import iso_bytes, rounded
from callevents.model.columnar import Coded, Column, Columnar
from callevents.model.leaves import leaves_of, writing
from callevents.model.value import UNKNOWN, Time, converter, required

LINES = 1000
"""The most lines in a block: more take more memory, and are not written faster."""

MOST_BYTES = 1 << 23
"""The most bytes in a table of more than one text: a few long texts must not make all slots wide."""

Texts = NDArray[np.bytes_] | list[bytes]
Write = Callable[[Any], bytes]
"""Writes as JSON what is in JSON's terms."""

_MARK = "\0"
_FIRST, _NEXT, _LAST = b'[{"\\u0000":', b'},{"\\u0000":', b"}]"
_NULL = b"null"


def json_lines(values: Columnar[Any], write: Write, before: bytes) -> Iterator[bytes]:
    """Give blocks of lines, with some text before each line: what `write` makes of each value's `to_dict()`."""
    leaves = leaves_of(values.kind)
    # The text between the leaves is cut out of the line of a value whose leaves are all marks.
    marked = next(writing(values.kind)([[_MARK]] * len(leaves)))
    between = write(marked).split(write(_MARK))
    between[0] = before + between[0]
    slots = _Slots([(values.column(path), hint) for path, hint in leaves], write)
    for start in range(0, len(values), LINES):
        yield from _blocks(between, slots.texts(slice(start, min(start + LINES, len(values)))))


def _blocks(between: Sequence[bytes], leaves: Sequence[Texts]) -> Iterator[bytes]:
    """Join the texts of each row, with the texts between them; in halves where the lines would take too much room."""
    lines = len(leaves[0])
    widths = [max(map(len, texts)) if isinstance(texts, list) else texts.itemsize for texts in leaves]
    if lines > 1 and lines * (sum(map(len, between)) + sum(widths)) > MOST_BYTES:
        for half in (slice(None, lines // 2), slice(lines // 2, None)):
            yield from _blocks(between, [texts[half] for texts in leaves])
        return
    slots = [(f"between {n}", f"S{len(text)}") for n, text in enumerate(between)]
    for n, width in enumerate(widths):
        slots.insert(2 * n + 1, (f"leaf {n}", f"S{width}"))
    line = np.zeros(1, dtype=slots)
    for n, text in enumerate(between):
        line[f"between {n}"] = text
    block = line.repeat(lines)
    for n, texts in enumerate(leaves):
        block[f"leaf {n}"] = texts
    yield block.tobytes().translate(None, b"\0")


class _Slots:
    """Writes the leaves of columns, given with the types of their values."""

    def __init__(self, leaves: Sequence[tuple[Column, Any]], write: Write) -> None:
        self._columns = [column for column, _ in leaves]
        self._converters = [converter(hint) for _, hint in leaves]
        self._write = write
        # What is coded is written once for each of its values.
        self._coded = {
            n: _narrow(self._written(n, column.values))
            for n, column in enumerate(self._columns)
            if isinstance(column, Coded)
        }
        kinds = [
            required(hint)[0] if isinstance(column, np.ndarray) and column.dtype != object else None
            for column, hint in leaves
        ]
        # Columns of one kind are written at once: on few rows most of the time goes into calling numpy.
        self._groups = (
            (_float_texts, [n for n, kind in enumerate(kinds) if kind is float]),
            (_int_texts, [n for n, kind in enumerate(kinds) if kind is int]),
            (_time_texts, [n for n, kind in enumerate(kinds) if kind is Time]),
        )
        self._others = [n for n, kind in enumerate(kinds) if kind is None and n not in self._coded]

    def texts(self, rows: slice) -> list[Texts]:
        """Write some rows of each leaf."""
        columns: list[Any] = self._columns
        texts: dict[int, Texts] = {}
        for write, group in self._groups:
            if group:
                texts |= zip(group, write(np.stack([columns[n][rows] for n in group])), strict=True)
        for n, coded in self._coded.items():
            codes = columns[n].codes[rows]
            texts[n] = [coded[code] for code in codes.tolist()] if isinstance(coded, list) else coded[codes]
        for n in self._others:
            texts[n] = self._written(n, columns[n][rows])
        return [texts[n] for n in range(len(columns))]

    def _written(self, n: int, values: Sequence[Any]) -> list[bytes]:
        convert = self._converters[n]
        plain = values if convert is None else list(map(convert, values))
        # One call for all: no text holds what stands between two, for a quote within a text has a backslash before it.
        texts = self._write([{_MARK: value} for value in plain])[len(_FIRST) : -len(_LAST)].split(_NEXT)
        return texts if len(texts) == len(plain) else list(map(self._write, plain))


def _narrow(texts: list[bytes]) -> Texts:
    """Put texts into an array, unless some are so long that it would be very large."""
    return np.array(texts) if len(texts) * max(map(len, texts), default=0) <= MOST_BYTES else texts


def _float_texts(table: NDArray[np.float64]) -> list[Texts]:
    return _texts(rounded(table.ravel()).reshape(table.shape))


def _int_texts(table: NDArray[Any]) -> list[Texts]:
    return _texts(table)


def _texts(table: NDArray[Any]) -> list[Texts]:
    """Write each row of a table of numbers."""
    written = orjson.dumps(table.ravel(), option=orjson.OPT_SERIALIZE_NUMPY)[1:-1]
    written = written.replace(str(UNKNOWN).encode(), _NULL)
    ends = np.append(np.flatnonzero(np.frombuffer(written, dtype=np.uint8) == ord(",")), len(written))
    starts = np.append(0, ends[:-1] + 1)
    lengths = (ends - starts).astype(np.uint8)
    width = int(lengths.max())
    # A text is as much as the longest takes, from where it starts, less what comes after its end.
    windows = np.ndarray(len(written), dtype=f"S{width}", buffer=written + b"\0" * width, strides=(1,))
    texts = windows[starts]
    characters = texts.view(np.uint8).reshape(-1, width)
    characters *= np.arange(width, dtype=np.uint8) < lengths[:, None]
    widths = lengths.reshape(table.shape).max(axis=1).tolist()
    return [_cut(row, width) for row, width in zip(texts.reshape(table.shape), widths, strict=True)]


def _cut(texts: NDArray[np.bytes_], width: int) -> NDArray[np.bytes_]:
    """Give the same texts, none of which is longer, as a narrower column."""
    return np.ndarray(len(texts), dtype=f"S{width}", buffer=texts, strides=texts.strides)


def _time_texts(table: NDArray[np.int64]) -> list[Texts]:
    times = table.ravel()
    bare = iso_bytes(times)
    texts = np.zeros(len(times), dtype=f"S{bare.itemsize + 2}")
    characters = texts.view(np.uint8).reshape(len(times), -1)
    characters[:, 1:-1] = bare.view(np.uint8).reshape(len(times), -1)
    characters[:, [0, -1]] = ord('"')
    texts[times == UNKNOWN] = _NULL
    return list(texts.reshape(table.shape))
