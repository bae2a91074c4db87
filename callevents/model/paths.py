"""The key paths of a document (`audio.input.mos`), known from the fields of its class, and the values at a path."""

import types
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from enum import Enum
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from msgspec import Struct
from msgspec.inspect import is_struct_type

from callevents.model.errors import UsageError

ANY_KEY = "*"
"""Stands in a path for the keys of a mapping, which no type can list: `words_by_role.*`."""

SHORTEST = 3
"""Fewer characters are in too many texts to tell which one is meant."""


class KeyPath(Struct, frozen=True):
    """One leaf of a document: its dotted path, the type of its value, and the values it may have where they are few.

    kind is float, int, str, bool or Time; of a list, that of its items.
    """

    path: str
    kind: Any
    choices: tuple[str, ...] = ()
    description: str = ""

    @property
    def is_number(self) -> bool:
        """Whether values at this path are numbers."""
        return self.kind in (int, float)


@cache
def paths_of(cls: type) -> Mapping[str, KeyPath]:
    """List the key paths of a document class (of this room), by their dotted path.

    The keys of a field that the class names as INLINED lie beside the others, as they do in JSON.
    """
    return {leaf.path: leaf for leaf in _leaves(cls, "", "")}


def find_path(cls: type, path: str) -> KeyPath:
    """Look a dotted path up in a document class. Raises UsageError, with the nearest, where there is none such."""
    known = paths_of(cls)
    names = path.split(".")
    for candidate in (path, ".".join([*names[:-1], ANY_KEY])):
        if candidate in known:
            return known[candidate]
    listed = [leaf for leaf in known if ANY_KEY not in leaf]
    wanted = path.lower()
    longer = [leaf for leaf in listed if leaf.startswith(wanted)]
    around = holding(wanted, listed)
    # Of a distribution the mean is meant.
    means = [leaf for leaf in around if leaf.endswith(".mean")]
    near = longer or means or around or get_close_matches(wanted, listed, n=1, cutoff=0.5)
    hint = f'; did you mean "{near[0]}"?' if near else ""
    raise UsageError(f'there is no field "{path}"{hint}')


def holding(wanted: str, known: Iterable[str]) -> list[str]:
    """Give the texts that hold the wanted one, large and small letters alike; none where it is too short to tell."""
    return [one for one in known if len(wanted) >= SHORTEST and wanted.casefold() in one.casefold()]


def values_at(document: Any, path: str) -> list[Any]:
    """Give the values at a path of a document (a dict or a frozen value): one, or those of all items of a list."""
    found = [document]
    for name in path.split("."):
        found = [value for item in found for value in _step(item, name)]
    return found


def _step(item: Any, name: str) -> tuple[Any, ...] | list[Any]:
    value = item.get(name) if isinstance(item, Mapping) else getattr(item, name, None)
    return value if isinstance(value, list | tuple) else (value,)


def _leaves(hint: Any, path: str, description: str) -> list[KeyPath]:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _leaves(arguments[0], path, next((text for text in arguments[1:] if isinstance(text, str)), ""))
    if origin in (Union, types.UnionType):
        return _leaves(next(kind for kind in arguments if kind is not type(None)), path, description)
    if origin is tuple:
        return _leaves(arguments[0], path, description)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _leaves(arguments[1], f"{path}.{ANY_KEY}", description)
    if is_struct_type(hint):
        prefix = f"{path}." if path else ""
        hints = get_type_hints(hint, include_extras=True)
        beside = getattr(hint, "INLINED", None)
        return [
            leaf
            for name in hint.__struct_fields__
            for leaf in _leaves(hints[name], path if name == beside else prefix + name, "")
        ]
    if isinstance(hint, type) and issubclass(hint, Enum):
        return [KeyPath(path, str, tuple(member.value for member in hint), description)]
    return [KeyPath(path, hint, (), description)]
