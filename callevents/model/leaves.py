"""The leaves of a class of frozen values, and how values are made of lists of them.

A leaf is a field that is no such value itself, or may be None: `audio.input.mos` is one of a call, `audio` is none. As
in `value`, the functions are compiled from the fields: a loop over them would take many times as long.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any, get_type_hints

from msgspec.inspect import is_struct_type

from callevents.model.value import head

Maker = Callable[[Sequence[Sequence[Any]]], Iterator[Any]]
"""Makes values, one after the other, of the lists of their leaves."""


def leaves_of(cls: Any) -> tuple[tuple[str, Any], ...]:
    """Give the path and the type of each leaf of a class, in order."""
    return _leaves(cls, "")


@cache
def _leaves(cls: Any, prefix: str) -> tuple[tuple[str, Any], ...]:
    hints = get_type_hints(cls)
    return tuple(
        leaf
        for name in cls.__struct_fields__
        for leaf in (
            _leaves(hints[name], f"{prefix}{name}.") if is_struct_type(hints[name]) else ((prefix + name, hints[name]),)
        )
    )


@cache
def making(cls: Any) -> Maker:
    """Give the function that makes values of a class."""
    classes: dict[str, Any] = {}

    def written(of: Any, parts: Sequence[str]) -> str:
        classes[of.__name__] = of
        return f"{of.__name__}({', '.join(parts)})"

    return _compiled(cls, written, classes)


@cache
def writing(cls: Any) -> Maker:
    """Give the function that makes the dicts which `to_dict()` gives; the leaves are in JSON's terms already."""

    def written(of: Any, parts: Sequence[str]) -> str:
        named = (f"{name!r}: {part}" for name, part in zip(of.__struct_fields__, parts, strict=True))
        return f"{{{', '.join([*head(of), *named])}}}"

    return _compiled(cls, written, {})


def _compiled(cls: Any, written: Callable[[Any, Sequence[str]], str], known: dict[str, Any]) -> Maker:
    """Compile a loop over the rows of the leaves; written gives the source of a value from those of its fields.

    As in `value`, a loop over the fields would take many times as long.
    """
    names: list[str] = []

    def source(hint: Any) -> str:
        if is_struct_type(hint):
            hints = get_type_hints(hint)
            return written(hint, [source(hints[name]) for name in hint.__struct_fields__])
        names.append(f"leaf{len(names)}")
        return names[-1]

    expression = source(cls)
    compiled: Maker = eval(f"lambda leaves: ({expression} for {', '.join(names)}, in zip(*leaves))", known)
    return compiled
