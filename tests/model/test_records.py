"""Dataclasses made by `model.records` behave as those of the standard library, whose twins are the truth here."""

import copy
import dataclasses
import inspect
import pickle
from collections.abc import Mapping
from typing import Any, ClassVar

import pytest

from callevents.model.records import dataclass


def _plain() -> Any:
    """Give a class that is no dataclass yet: making one changes it."""

    class Plain:
        """A value."""

        KIND: ClassVar[str] = "plain"

        name: str
        size: int | None = None
        edges: Mapping[str, int] = dataclasses.field(default_factory=dict)

    return Plain


class _Keyed:
    """Options."""

    width: int = 3
    file: str


class _Shown:
    """A value that says itself."""

    code: str

    def __repr__(self) -> str:
        return "shown"


Ours: Any = dataclass(frozen=True, slots=True)(_plain())
Theirs: Any = dataclasses.dataclass(frozen=True, slots=True)(_plain())


def test_values_are_equal_and_hashed_and_shown_by_their_fields() -> None:
    assert Ours("a", 1) == Ours("a", size=1) != Ours("b", 1)
    assert Ours("a") != Theirs("a")
    assert repr(Ours("a", 1, {"x": 2})) == repr(Theirs("a", 1, {"x": 2}))
    assert hash(Ours("a", 1, ())) == hash(Theirs("a", 1, ()))


def test_a_value_cannot_be_changed() -> None:
    value = Ours("a")
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'name'"):
        value.name = "b"
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot delete field 'name'"):
        del value.name
    with pytest.raises(dataclasses.FrozenInstanceError):
        value.other = 1
    assert not hasattr(value, "__dict__")


def test_it_is_a_dataclass_to_those_who_ask() -> None:
    value = Ours("a")
    assert dataclasses.is_dataclass(value)
    assert list(map(str, dataclasses.fields(Ours))) == list(map(str, dataclasses.fields(Theirs)))
    assert Ours.__match_args__ == Theirs.__match_args__ == ("name", "size", "edges")
    assert dataclasses.asdict(Ours("a")) == {"name": "a", "size": None, "edges": {}}
    assert dataclasses.replace(Ours("a"), size=2) == Ours("a", 2)


def test_it_says_how_it_is_made_before_and_after_the_first_value() -> None:
    fresh: Any = dataclass(frozen=True, slots=True)(_plain())
    expected = str(inspect.signature(Theirs))
    assert str(inspect.signature(fresh)) == expected
    fresh("a")
    assert str(inspect.signature(fresh)) == expected


def test_a_default_is_made_anew_for_each_value() -> None:
    one, other = Ours("a"), Ours("a")
    assert one.edges is not other.edges


def test_what_cannot_be_made_is_refused_as_a_call_is() -> None:
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'name'"):
        Ours()
    with pytest.raises(TypeError, match="unexpected keyword argument 'colour'"):
        Ours("a", colour=1)


def test_keyword_only_fields_take_no_places_and_need_no_order() -> None:
    keyed: Any = dataclass(frozen=True, slots=True, kw_only=True)(_Keyed)
    assert keyed(file="f").width == 3
    with pytest.raises(TypeError):
        keyed(3, "f")


def test_what_a_class_defines_itself_stays() -> None:
    shown: Any = dataclass(frozen=True)(_Shown)
    assert repr(shown("a")) == "shown"
    assert shown("a") == shown("a")


def test_values_of_a_class_without_equality_are_equal_to_themselves_only() -> None:
    single: Any = dataclass(frozen=True, eq=False)(_plain())
    assert single("a") != single("a")


def test_a_value_that_is_not_frozen_can_be_changed_and_has_no_hash() -> None:
    open_value: Any = dataclass(slots=True)(_plain())("a")
    open_value.name = "b"
    assert (open_value.name, open_value.size) == ("b", None)
    with pytest.raises(TypeError, match="unhashable"):
        hash(open_value)


@dataclass(frozen=True, slots=True)
class _Known:
    """A value that can be found by its name, as pickling needs."""

    name: str
    inner: tuple[int, ...] = ()


def test_values_are_pickled_and_copied() -> None:
    value = _Known("a", (1, 2))
    assert pickle.loads(pickle.dumps(value)) == value
    assert copy.deepcopy(value) == value
