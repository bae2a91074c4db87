"""Many values of one class, kept as columns: a value is made when it is asked for.

A call with its audio figures is 9 objects with 120 references; a log has tens of thousands of calls. As columns of
numbers they take a tenth of the memory, are worked out and filtered all at once, and become JSON without a value in
between. How a value is made and how it is written follows from the fields of its class, as in `value`.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from math import isnan
from operator import attrgetter
from typing import Any, Generic, TypeVar, overload

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from callevents.model.bulk import iso_times, rounded
from callevents.model.leaves import leaves_of, making, writing
from callevents.model.paths import values_at
from callevents.model.value import UNKNOWN, Time, converter, required

T = TypeVar("T")

CHUNK = 1000
"""So many values are made of the columns at a time."""

_Rows = slice | NDArray[np.int64]
_Reader = Callable[[_Rows], list[Any]]


class Coded(Struct, frozen=True, eq=False):
    """A column of few different values: each is that of `values` whose place `codes` has. The last serves -1."""

    codes: NDArray[Any]
    values: Sequence[Any]


Column = NDArray[Any] | Coded | Sequence[Any]


def coded(values: Iterable[Hashable]) -> Coded:
    """Make the column of a leaf that has few different values."""
    places: dict[Hashable, int] = {}
    codes = np.array([places.setdefault(value, len(places)) for value in values], dtype=np.int32)
    return Coded(codes, tuple(places))


class Columnar(Sequence[T], Generic[T]):
    """A sequence of frozen values of a class, which equals the tuple of them.

    columns has a column for each leaf of the class, by its dotted path (`audio.input.mos`): a field that is itself such
    a value, and never None, has its leaves in columns too. rows chooses and orders the rows of the columns (None: all).
    """

    def __init__(self, cls: type[T], columns: Mapping[str, Column], rows: NDArray[np.int64] | None = None) -> None:
        self.kind: Any = cls
        self._columns = columns
        self._rows = rows

    @classmethod
    def of(cls, kind: type[T], values: Sequence[T]) -> "Columnar[T]":
        """Take values of a class."""
        return cls(kind, {path: list(map(attrgetter(path), values)) for path, _ in leaves_of(kind)})

    @classmethod
    def repeated(cls, value: T, times: int) -> "Columnar[T]":
        """Take the same value so many times."""
        once = np.zeros(times, dtype=np.int8)
        return cls(type(value), {path: Coded(once, (attrgetter(path)(value),)) for path, _ in leaves_of(type(value))})

    @classmethod
    def joined(cls, kind: type[T], parts: Sequence["Columnar[T]"]) -> "Columnar[T]":
        """Take the values of several sequences, at least one, one after the other.

        The sequences are used up: each of their columns is given up as soon as it is joined.
        """
        if len(parts) == 1:
            return parts[0]
        columns = [part.columns for part in parts]
        for part in parts:
            part._columns = {}
        return cls(kind, {path: _joined([part.pop(path) for part in columns]) for path, _ in leaves_of(kind)})

    def __len__(self) -> int:
        return _length(next(iter(self._columns.values()))) if self._rows is None else len(self._rows)

    @overload
    def __getitem__(self, place: int) -> T: ...

    @overload
    def __getitem__(self, place: slice) -> "Columnar[T]": ...

    def __getitem__(self, place: int | slice) -> "T | Columnar[T]":
        if isinstance(place, slice):
            return self.take(np.arange(len(self))[place])
        place = range(len(self))[place]
        row = place if self._rows is None else int(self._rows[place])
        leaves = [(_one(self._columns[path], row),) for path, _ in leaves_of(self.kind)]
        value: T = next(making(self.kind)(leaves))
        return value

    def __iter__(self) -> Iterator[T]:
        readers = [_reader(self._columns[path]) for path, _ in leaves_of(self.kind)]
        make = making(self.kind)
        return (value for rows in self._chunks() for value in make([read(rows) for read in readers]))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Columnar | tuple):
            return NotImplemented
        return len(self) == len(other) and all(mine == theirs for mine, theirs in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]  # it would have to be made of every value

    def __repr__(self) -> str:
        return f"<{len(self)} values of {self.kind.__name__}>"

    def take(self, places: NDArray[np.int64]) -> "Columnar[T]":
        """Give the values at these places, in this order."""
        return Columnar(self.kind, self._columns, places if self._rows is None else self._rows[places])

    def replaced(self, columns: Mapping[str, Column]) -> "Columnar[T]":
        """Give the same values, but for the columns of some leaves (all rows of them)."""
        return Columnar(self.kind, {**self._columns, **columns}, self._rows)

    def plain(self) -> Iterator[dict[str, Any]]:
        """Give each value as its `to_dict()` does."""
        readers = [_plain_reader(self._columns[path], hint) for path, hint in leaves_of(self.kind)]
        write = writing(self.kind)
        return (row for rows in self._chunks() for row in write([read(rows) for read in readers]))

    @property
    def columns(self) -> dict[str, Column]:
        """The columns of all leaves."""
        return {path: self.column(path) for path, _ in leaves_of(self.kind)}

    def column(self, path: str) -> Column:
        """Give the column of a leaf."""
        column = self._columns[path]
        if self._rows is None:
            return column
        if isinstance(column, Coded):
            return Coded(column.codes[self._rows], column.values)
        return column[self._rows] if isinstance(column, np.ndarray) else _reader(column)(self._rows)

    def coded(self, path: str) -> Coded:
        """Give the column of a leaf that has few different values; no code is below 0."""
        column = self.column(path)
        if not isinstance(column, Coded):
            return coded(self.values(path))
        return Coded(np.where(column.codes < 0, len(column.values) - 1, column.codes), column.values)

    def values(self, path: str) -> list[Any]:
        """Give the values of a leaf; None is unknown."""
        return _reader(self._columns[path])(self._all)

    def numbers(self, path: str) -> NDArray[np.float64]:
        """Give the numbers of a leaf; NaN is unknown."""
        return np.array(self.values(path), dtype=np.float64)

    def where(self, path: str, holds: Callable[[Any], bool]) -> NDArray[np.bool_]:
        """Tell by value whether something holds for its leaf."""
        column = self.column(path)
        if isinstance(column, Coded):
            of_code = np.array([holds(value) for value in column.values], dtype=np.bool_)
            result: NDArray[np.bool_] = of_code[column.codes]
            return result
        return np.array([holds(value) for value in self.values(path)], dtype=np.bool_)

    def at(self, path: str) -> list[list[Any]]:
        """Give by value what `values_at` gives of it; the path leads to a leaf or below one."""
        leaf = self._leaf(path)
        # Under the name "" the value is found by what is left of the path.
        return [values_at({"": value}, path[len(leaf) :]) for value in self.values(leaf)]

    def plain_at(self, paths: Sequence[str]) -> Iterator[tuple[list[Any], ...]]:
        """Give by value what `values_at` gives of its `to_dict()` at each of the paths, which lead as those of `at`."""
        hints = dict(leaves_of(self.kind))
        leaves = list(map(self._leaf, paths))
        readers = [_plain_reader(self._columns[leaf], hints[leaf]) for leaf in leaves]
        below = [path[len(leaf) :] for leaf, path in zip(leaves, paths, strict=True)]
        for rows in self._chunks():
            for values in zip(*(read(rows) for read in readers), strict=True):
                yield tuple(values_at({"": value}, path) for value, path in zip(values, below, strict=True))

    def _leaf(self, path: str) -> str:
        return next(leaf for leaf, _ in leaves_of(self.kind) if f"{path}.".startswith(f"{leaf}."))

    @property
    def _all(self) -> _Rows:
        return slice(None) if self._rows is None else self._rows

    def _chunks(self) -> Iterator[_Rows]:
        for start in range(0, len(self), CHUNK):
            chunk = slice(start, min(start + CHUNK, len(self)))
            yield chunk if self._rows is None else self._rows[chunk]


def _length(column: Column) -> int:
    return len(column.codes if isinstance(column, Coded) else column)


def _joined(columns: Sequence[Any]) -> Column:
    """Join columns of one leaf."""
    if isinstance(columns[0], np.ndarray):
        return np.concatenate(columns)
    if not isinstance(columns[0], Coded):
        return [value for column in columns for value in column]
    if all(column.values == columns[0].values for column in columns):
        return Coded(np.concatenate([column.codes for column in columns]), columns[0].values)
    codes: list[NDArray[Any]] = []
    values: list[Any] = []
    for column in columns:
        codes.append(np.where(column.codes < 0, len(column.values) - 1, column.codes) + len(values))
        values += column.values
    return Coded(np.concatenate(codes), values)


def _one(column: Column, row: int) -> Any:
    """Give the value in one row."""
    if isinstance(column, Coded):
        return column.values[column.codes[row]]
    value = column[row]
    if isinstance(column, np.ndarray):
        value = column.item(row)
        return None if value == UNKNOWN or isnan(value) else value
    return value


def _reader(column: Column) -> _Reader:
    """Give the function that reads the values in some rows."""
    if isinstance(column, Coded):
        codes, values = column.codes, column.values
        return lambda rows: [values[code] for code in codes[rows].tolist()]
    if isinstance(column, np.ndarray):
        return lambda rows: _known(column[rows]).tolist()
    return lambda rows: list(column[rows]) if isinstance(rows, slice) else [column[row] for row in rows.tolist()]


def _known(numbers: NDArray[Any]) -> NDArray[Any]:
    """Put None in the place of what is unknown."""
    unknown = np.isnan(numbers) if numbers.dtype.kind == "f" else numbers == UNKNOWN
    if unknown.any():
        numbers = numbers.astype(object)
        numbers[unknown] = None
    return numbers


def _plain_reader(column: Column, hint: Any) -> _Reader:
    """Give the function that reads the values in some rows as JSON has them; hint is their type."""
    kind, _ = required(hint)
    if isinstance(column, np.ndarray):
        if kind is float:
            return lambda rows: _known(rounded(column[rows])).tolist()
        return (lambda rows: iso_times(column[rows])) if kind is Time else _reader(column)
    convert = converter(hint)
    if convert is None:
        return _reader(column)
    if isinstance(column, Coded):
        return _reader(Coded(column.codes, list(map(convert, column.values))))
    read = _reader(column)
    return lambda rows: list(map(convert, read(rows)))
