"""The order that calls are listed in."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from callevents.model.call import Call
from callevents.model.columnar import Columnar
from callevents.model.paths import KeyPath, find_path

Order = Callable[[Columnar[Call]], Columnar[Call]]
"""Puts calls in order."""


def call_order(field: str) -> Order:
    """Make the order by a key path of a call's JSON; with "-" before it, descending.

    Calls that have no value there come last, either way; calls with the same value keep their order. Text sorts without
    regard to case; stages and grades sort as they are listed, not as text. Raises UsageError for an unknown key.
    """
    path = field.removeprefix("-")
    key = find_path(Call, path)

    def ordered(calls: Columnar[Call]) -> Columnar[Call]:
        ranks = [_rank(values, key) for values in calls.at(path)]
        known = [place for place, rank in enumerate(ranks) if rank]
        known.sort(key=ranks.__getitem__, reverse=field.startswith("-"))
        unknown = [place for place, rank in enumerate(ranks) if not rank]
        return calls.take(np.array([*known, *unknown], dtype=np.int64))

    return ordered


def _rank(values: Sequence[Any], key: KeyPath) -> list[Any]:
    known = (value for value in values if value is not None)
    if key.choices:
        return [key.choices.index(value) for value in known]
    return [value.casefold() if isinstance(value, str) else value for value in known]
