"""The order that calls are listed in."""

from collections.abc import Callable, Sequence
from typing import Any

from callevents.model.call import Call
from callevents.model.paths import KeyPath, find_path, values_at

Order = Callable[[Sequence[Call]], tuple[Call, ...]]
"""Puts calls in order."""


def call_order(field: str) -> Order:
    """Make the order by a key path of a call's JSON; with "-" before it, descending.

    Calls that have no value there come last, either way; calls with the same value keep their order. Text sorts without
    regard to case; stages and grades sort as they are listed, not as text. Raises UsageError for an unknown key.
    """
    path = field.removeprefix("-")
    key = find_path(Call, path)

    def ordered(calls: Sequence[Call]) -> tuple[Call, ...]:
        placed = [(_place(call, path, key), call) for call in calls]
        known = [pair for pair in placed if pair[0]]
        known.sort(key=lambda pair: pair[0], reverse=field.startswith("-"))
        return tuple(call for _, call in known) + tuple(call for place, call in placed if not place)

    return ordered


def _place(call: Call, path: str, key: KeyPath) -> list[Any]:
    values = [value for value in values_at(call, path) if value is not None]
    if key.choices:
        return [key.choices.index(value) for value in values]
    return [value.casefold() if isinstance(value, str) else value for value in values]
