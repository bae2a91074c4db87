"""The tables of an export and their columns, made from the fields of the values whose rows they hold."""

import types
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from typing import Annotated, Any, ClassVar, NamedTuple, Union, get_args, get_origin, get_type_hints

from msgspec.inspect import is_struct_type

from callevents.model.assumptions import Assumptions
from callevents.model.call import Call
from callevents.model.detail import Interval, Message, Span
from callevents.model.problem import Problem
from callevents.model.summary import Inputs
from callevents.model.value import Time, Value

_TYPES = {int: "integer", float: "number", bool: "boolean", Time: "time"}
_UNITS = {"_ms": "milliseconds", "_pct": "percent"}


class Column(Value, frozen=True):
    """A column: its name, the type of its values, their unit, and what they are. Any value may be missing (null)."""

    name: str
    type: Annotated[str, "text, integer, number, boolean, time, list of text, or integers by name"]
    unit: str | None
    description: str


class Table(Value, frozen=True):
    """A table: what a row is, and its columns. paths lead from a value to its columns, but to those of `key`."""

    name: str
    description: Annotated[str, "what a row is"]
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()


def _table(name: str, description: str, cls: type, *key: Column) -> Table:
    found = tuple(_columns(cls, "", ()))
    columns = tuple(Column(path.replace(".", "_"), kind, _unit(path, kind), text) for path, kind, text in found)
    return Table(
        name, description, (*key, *columns), tuple(one.name for one in key), tuple(path for path, _, _ in found)
    )


def _columns(cls: Any, prefix: str, above: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    """Give the path, the type and the description of each field; a list of objects is left to a table of its own."""
    hints = get_type_hints(cls, include_extras=True)
    for name in cls.__struct_fields__:
        hint, said = hints[name], name.replace("_", " ")
        if get_origin(hint) is Annotated:
            hint, said = get_args(hint)[:2]
        if get_origin(hint) in (Union, types.UnionType):
            hint = next(kind for kind in get_args(hint) if kind is not type(None))
        if is_struct_type(hint):
            yield from _columns(hint, f"{prefix}{name}.", (*above, said))
        elif not (get_origin(hint) is tuple and is_struct_type(get_args(hint)[0])):
            if isinstance(hint, type) and issubclass(hint, Enum):
                said += f": {', '.join(hint)}"
            yield prefix + name, _type(hint), ": ".join((*above, said))


def _type(hint: Any) -> str:
    origin = get_origin(hint)
    if origin is tuple:
        return "list of text"
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return "integers by name"
    return _TYPES.get(hint, "text")


def _unit(path: str, kind: str) -> str | None:
    if kind == "time":
        return "UTC, to the millisecond"
    if kind not in ("integer", "number") or path.endswith(".count"):
        return None
    return next(
        (unit for part in reversed(path.split(".")) for end, unit in _UNITS.items() if part.endswith(end)), None
    )


_CALL_ID = Column("call_id", "text", None, "id of the call: the row of the table calls")

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        _table("calls", "a call", Call),
        _table("intervals", "an audio sample of a call, after cleaning", Interval, _CALL_ID),
        _table("spans", "a hold, mute, conference or another stretch of a call; no end: it has none", Span, _CALL_ID),
        _table("conversation", "an utterance, a note, a raised or a lowered flag of a call", Message, _CALL_ID),
        _table("problems", "a problem of the log, of one of its lines, or of a call", Problem),
    )
}


Row = tuple[Any, ...]
"""The values of a row, as the columns of its table have them: times in ms since the Unix epoch, None for unknown."""


class Rows(NamedTuple):
    """Some rows of a table, all of calls of one day (UTC, of the call's first event; None where no time is known)."""

    table: str
    day: str | None
    rows: Sequence[Row]


class ExportedTable(Value, frozen=True):
    """A table as it was written."""

    name: str
    description: Annotated[str, "what a row is"]
    path: Annotated[str, "where its files lie in the folder of the export"]
    rows: int
    columns: tuple[Column, ...]


class Export(Value, frozen=True):
    """What an export holds: the file export.json of its folder, which is written last."""

    KIND: ClassVar[str] = "export"

    format: Annotated[str, "parquet, csv or ndjson"]
    partition_by: Annotated[str | None, "day: of the call's first event, in UTC"]
    inputs: Inputs
    tables: tuple[ExportedTable, ...]
    assumptions: Assumptions
