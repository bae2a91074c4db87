"""Frozen values, and how they become the plain dicts that JSON holds, by the types of their fields.

A string in `Annotated` is a field's description: the JSON Schema, the help and the README are made from it.
Durations are integer milliseconds, shares are percent, times are milliseconds since the Unix epoch (UTC) and become ISO
8601 text in JSON. None is "unknown".
"""

import types
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from typing import Annotated, Any, NewType, Union, get_args, get_origin, get_type_hints

from msgspec import Struct
from msgspec.inspect import is_struct_type

SCHEMA_VERSION = 1
DECIMALS = 6

UNKNOWN = -(2**63)
"""Stands for None in columns of integers; in columns of floats NaN does."""

Time = NewType("Time", int)
"""Milliseconds since the Unix epoch, UTC."""

Converter = Callable[[Any], Any]


class Choices(Struct, frozen=True):
    """In `Annotated`, after the description: the values that a text may have, and what each means; name is that of the
    definition in the JSON Schema."""

    name: str
    meanings: Mapping[str, str]


class Value(Struct, frozen=True):
    """A frozen value of this package that can say itself in JSON's terms."""

    def to_dict(self) -> dict[str, Any]:
        """Give the value as JSON holds it: times as ISO 8601 text, floats rounded to 6 decimals."""
        plain: dict[str, Any] = to_plain(self)
        return plain


def iso_time(time: int) -> str:
    """Write milliseconds since the Unix epoch as ISO 8601 UTC with milliseconds and `Z`.

    A time outside the years 1 to 9999 cannot be read by `read/` and does not occur.
    """
    minute, millis = divmod(time, 60_000)
    return f"{_iso_minute(minute)}{millis // 1000:02d}.{millis % 1000:03d}Z"


@lru_cache(maxsize=4096)
def _iso_minute(minute: int) -> str:
    moment = datetime.fromtimestamp(0, UTC) + timedelta(minutes=minute)
    return f"{moment:%Y-%m-%dT%H:%M:}".rjust(len("2026-03-02T09:14:"), "0")


def to_plain(value: Any) -> Any:
    """Convert a frozen value into a dict, its fields converted by their types."""
    return converter_of(value.__class__)(value)


@cache
def converter_of(cls: Any) -> Converter:
    """Give the function that converts values of a class of frozen values.

    It is compiled from the fields, as dataclasses compile their own methods: a log has tens of thousands of calls, each
    with a hundred fields, and a loop over the fields would take five times as long.
    """
    hints = get_type_hints(cls)
    parts = head(cls)
    known: dict[str, Any] = {"round": round}
    for name in cls.__struct_fields__:
        hint, optional = required(hints[name])
        convert = converter(hint)
        written = taken = f"value.{name}"
        if hint is float:
            written = f"round({taken}, {DECIMALS})"
        elif convert is not None:
            known[f"to_{name}"] = convert
            written = f"to_{name}({taken})"
        if optional and written != taken:
            written = f"None if {taken} is None else {written}"
        parts.append(f"{name!r}: {written}")
    compiled: Converter = eval(f"lambda value: {{{', '.join(parts)}}}", known)  # made of field names only
    return compiled


def head(cls: Any) -> list[str]:
    """Give what comes before the fields in the source of a document's dict; of other values nothing does."""
    return [f"'schema_version': {SCHEMA_VERSION}, 'kind': {cls.KIND!r}"] if hasattr(cls, "KIND") else []


def required(hint: Any) -> tuple[Any, bool]:
    """Give the type without `Annotated` and without None, and whether None was allowed."""
    if get_origin(hint) is Annotated:
        hint = get_args(hint)[0]
    if get_origin(hint) not in (Union, types.UnionType):
        return hint, False
    return next(kind for kind in get_args(hint) if kind is not type(None)), True


def converter(hint: Any) -> Converter | None:
    """Give the function that converts a value of this type, or None where the value is plain as it stands."""
    hint, optional = required(hint)
    if optional:
        inner = converter(hint)
        return inner and (lambda value: None if value is None else inner(value))
    if hint is Time:
        return iso_time
    if hint is float:
        return lambda value: round(value, DECIMALS)
    if is_struct_type(hint):
        return converter_of(hint)
    origin = get_origin(hint)
    if origin is tuple:
        item = converter(get_args(hint)[0])
        return list if item is None else lambda items: [item(one) for one in items]
    if origin is Mapping:
        of_value = converter(get_args(hint)[1])
        return dict if of_value is None else lambda items: {key: of_value(value) for key, value in items.items()}
    return None
