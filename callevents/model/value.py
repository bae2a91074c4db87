"""Frozen values, and how they become the plain dicts that JSON holds, by the types of their fields.

A string in `Annotated` is a field's description: the JSON Schema, the help and the README are made from it.
Durations are integer milliseconds, shares are percent, times are milliseconds since the Unix epoch (UTC) and become ISO
8601 text in JSON. None is "unknown".
"""

import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Annotated, Any, NewType, Union, get_args, get_origin, get_type_hints

SCHEMA_VERSION = 1
DECIMALS = 6

Time = NewType("Time", int)
"""Milliseconds since the Unix epoch, UTC."""

Converter = Callable[[Any], Any]


class Value:
    """A frozen value of this package that can say itself in JSON's terms."""

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """Give the value as the dict that the JSON output holds: times as ISO 8601 text, floats rounded to 6
        decimals."""
        plain: dict[str, Any] = to_plain(self)
        return plain


def iso_time(time: int) -> str:
    """Write milliseconds since the Unix epoch as ISO 8601 UTC with milliseconds and `Z`.

    A time outside the years 1 to 9999 cannot be read by `read/` and does not occur.
    """
    seconds, millis = divmod(time, 1000)
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}.{millis:03d}Z"


def _round(number: float) -> float:
    return round(number, DECIMALS)


def to_plain(value: Any) -> Any:
    """Convert a frozen value (a dataclass) into a dict, its fields converted by their types."""
    convert = _fields_of(value.__class__)
    plain = {name: getattr(value, name) if to is None else to(getattr(value, name)) for name, to in convert}
    kind = getattr(value, "KIND", None)
    return plain if kind is None else {"schema_version": SCHEMA_VERSION, "kind": kind, **plain}


@cache
def _fields_of(cls: Any) -> tuple[tuple[str, Converter | None], ...]:
    hints = get_type_hints(cls)
    return tuple((field.name, _converter(hints[field.name])) for field in fields(cls))


def _converter(hint: Any) -> Converter | None:
    """Give the function that converts a field of this type, or None where the value is plain as it stands."""
    if get_origin(hint) is Annotated:
        hint = get_args(hint)[0]
    if get_origin(hint) in (Union, types.UnionType):
        return _optional(hint)
    if hint is Time:
        return iso_time
    if hint is float:
        return _round
    if is_dataclass(hint):
        return to_plain
    origin = get_origin(hint)
    if origin is tuple:
        inner = _converter(get_args(hint)[0])
        return list if inner is None else lambda items: [inner(item) for item in items]
    if origin in (Mapping, dict, typing.Mapping):
        inner_value = _converter(get_args(hint)[1])
        return dict if inner_value is None else lambda items: {k: inner_value(v) for k, v in items.items()}
    return None


def _optional(hint: Any) -> Converter | None:
    kinds = [kind for kind in get_args(hint) if kind is not type(None)]
    inner = _converter(kinds[0])
    if inner is None:
        return None
    return lambda value: None if value is None else inner(value)
