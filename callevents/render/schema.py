"""The JSON Schema of each document, made from the types and descriptions of the model's fields."""

import types
from collections.abc import Mapping
from enum import Enum
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from msgspec import Struct

from callevents.model.call import Call
from callevents.model.check import Check
from callevents.model.compare import Comparison
from callevents.model.detail import CallDetail
from callevents.model.errors import UsageError
from callevents.model.messages import Flags, Notes, Transcript
from callevents.model.stats import Stats
from callevents.model.summary import Summary
from callevents.model.value import SCHEMA_VERSION, Choices, Time

DOCUMENTS: dict[str, type[Struct]] = {
    "summary": Summary,
    "calls": Call,
    "call": CallDetail,
    "stats": Stats,
    "compare": Comparison,
    "transcript": Transcript,
    "notes": Notes,
    "flags": Flags,
    "check": Check,
}
"""The documents by name. `calls` is a list of its kind."""

# What a value leaves out by hand in `to_dict`.
_NOT_WRITTEN: dict[type[Struct], tuple[str, ...]] = {CallDetail: ("timeline", "places")}

_PLAIN: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    Time: {"type": "string", "format": "date-time"},
}


def schema(name: str) -> dict[str, Any]:
    """Give the JSON Schema (draft 2020-12) of the named document. Raises UsageError where there is none of that name.

    Every key is required, and more keys are allowed: a later version may add some.
    """
    if name not in DOCUMENTS:
        raise UsageError(f"there is no schema {name!r}; choose one of {', '.join(DOCUMENTS)}")
    definitions: dict[str, Any] = {}
    root = _object(DOCUMENTS[name], definitions)
    if name == "calls":
        root = {"type": "array", "items": root}
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"callevents {name}"}
    return head | root | {"$defs": definitions}


def _object(cls: type[Struct], definitions: dict[str, Any]) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    kind = getattr(cls, "KIND", None)
    if kind is not None:
        properties = {"schema_version": {"const": SCHEMA_VERSION}, "kind": {"const": kind}}
    hints = get_type_hints(cls, include_extras=True)
    for name in cls.__struct_fields__:
        if name == getattr(cls, "INLINED", None):
            properties |= _object(hints[name], definitions)["properties"]
        elif name not in _NOT_WRITTEN.get(cls, ()):
            properties[name] = _described(hints[name], definitions)
    return {
        "description": (cls.__doc__ or "").partition("\n")[0],
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": True,
    }


def _described(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    if get_origin(hint) is Annotated:
        inner, description, *more = get_args(hint)
        return {"description": description, **(_choices(more[0], definitions) if more else _type(inner, definitions))}
    return _type(hint, definitions)


def _type(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _nullable(_type(next(kind for kind in arguments if kind is not type(None)), definitions))
    if hint in _PLAIN:
        return dict(_PLAIN[hint])
    if origin is tuple and arguments[-1] is Ellipsis:
        return {"type": "array", "items": _described(arguments[0], definitions)}
    if origin is tuple:
        return {"type": "array", "prefixItems": [_type(one, definitions) for one in arguments], "items": False}
    if origin is not None and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": _type(arguments[1], definitions)}
    if issubclass(hint, Enum):
        return {"enum": [member.value for member in hint]}
    name: str = hint.__name__
    if name not in definitions:
        definitions[name] = _object(hint, definitions)
    return {"$ref": f"#/$defs/{name}"}


def _choices(choices: Choices, definitions: dict[str, Any]) -> dict[str, Any]:
    values = [{"const": value, "description": meaning} for value, meaning in choices.meanings.items()]
    definitions[choices.name] = {"oneOf": values}
    return {"$ref": f"#/$defs/{choices.name}"}


def _nullable(one: dict[str, Any]) -> dict[str, Any]:
    if "type" in one:
        return one | {"type": [one["type"], "null"]}
    return {"anyOf": [one, {"type": "null"}]}
