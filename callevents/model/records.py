"""`dataclass` of this package: dataclasses as the standard library has them, made in a tenth of the time.

The standard library compiles up to six methods for each class when its module is imported. For the hundred classes
that a command imports, of which it makes values of half, that took longer than reading a small log. Here the methods
that can be alike for all classes are, and `__init__` is compiled when it is first asked for.
"""

from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError, field, fields
from dataclasses import dataclass as standard
from reprlib import recursive_repr
from typing import Any, NoReturn, TypeVar, dataclass_transform

C = TypeVar("C")

_set: Callable[[object, str, Any], None] = object.__setattr__


@dataclass_transform(field_specifiers=(field,))
def dataclass(
    *, frozen: bool = False, slots: bool = False, eq: bool = True, kw_only: bool = False
) -> Callable[[type[C]], type[C]]:
    """Make a dataclass; the parameters are those of `dataclasses.dataclass`.

    `dataclasses.fields`, `replace`, `asdict` and `is_dataclass` take it as any other. What a class defines itself
    stays; there is no `__post_init__`.
    """

    def make(cls: type[C]) -> type[C]:
        own = set(cls.__dict__)
        made: type[C] = standard(init=False, repr=False, eq=False, slots=slots, kw_only=kw_only)(cls)
        methods: dict[str, Any] = {"__init__": _Init(made, frozen), "__repr__": _repr}
        if eq:
            methods |= {"__eq__": _eq, "__hash__": _hash if frozen else None}
        if frozen:
            methods |= {"__setattr__": _setattr, "__delattr__": _delattr}
            # Without a `__dict__` pickling needs to be told what a value's state is, and how it is set.
            methods |= {"__getstate__": _values, "__setstate__": _setstate} if slots else {}
        for name in methods.keys() - own:
            setattr(made, name, methods[name])
        return made

    return make


class _Init:
    """The `__init__` of a class until it is asked for; then it is written, and takes this one's place."""

    def __init__(self, owner: type, frozen: bool) -> None:
        self._owner, self._frozen = owner, frozen

    def __get__(self, value: object, cls: type) -> Any:
        method = _written(self._owner, self._frozen)
        setattr(self._owner, "__init__", method)  # noqa: B010 - mypy knows no other way to set it
        return method.__get__(value, cls)


def _written(cls: Any, frozen: bool) -> Any:
    """Write the `__init__` of a dataclass."""
    known: dict[str, Any] = {"_set": _set, "_factory": _FACTORY}
    parameters, body = {False: ["self"], True: ["*"]}, ["pass"]
    for each in fields(cls):
        name, default = each.name, ""
        value = name
        if each.default_factory is not MISSING:
            known[f"_make_{name}"], default = each.default_factory, "=_factory"
            value = f"_make_{name}() if {name} is _factory else {name}"
        elif each.default is not MISSING:
            known[f"_default_{name}"], default = each.default, f"=_default_{name}"
        parameters[each.kw_only is True].append(f"{name}{default}")
        body.append(f"_set(self, {name!r}, {value})" if frozen else f"self.{name} = {value}")
    listed = [*parameters[False], *(parameters[True] if len(parameters[True]) > 1 else ())]
    exec(f"def __init__({', '.join(listed)}):\n " + "\n ".join(body), known)  # made of field names only
    init = known["__init__"]
    init.__qualname__, init.__module__ = f"{cls.__qualname__}.__init__", cls.__module__
    init.__annotations__ = {each.name: each.type for each in fields(cls)} | {"return": None}
    return init


class _Factory:
    def __repr__(self) -> str:
        return "<factory>"


_FACTORY = _Factory()
"""Stands in a signature for a default that is made anew for each value."""


def _values(value: Any) -> list[Any]:
    return [getattr(value, each.name) for each in fields(value)]


@recursive_repr()
def _repr(self: Any) -> str:
    shown = (f"{each.name}={getattr(self, each.name)!r}" for each in fields(self))
    return f"{self.__class__.__qualname__}({', '.join(shown)})"


def _eq(self: Any, other: object) -> bool:
    return tuple(_values(self)) == tuple(_values(other)) if other.__class__ is self.__class__ else NotImplemented


def _hash(self: Any) -> int:
    return hash(tuple(_values(self)))


def _setattr(self: Any, name: str, value: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _delattr(self: Any, name: str) -> NoReturn:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _setstate(self: Any, state: list[Any]) -> None:
    for each, value in zip(fields(self), state, strict=True):
        _set(self, each.name, value)
