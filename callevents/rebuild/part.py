"""A part of what was seen: some events with all that belongs to them, as a state of its own."""

from collections.abc import Hashable, Sequence
from itertools import islice
from typing import Any, TypeVar

import numpy as np

from callevents.quality.arrays import Ints, stretches
from callevents.rebuild import columns
from callevents.rebuild.seen import NONE, Seen

T = TypeVar("T", bound=Hashable)
NOWHERE = ""
"""A call id that no event can have."""


class Parts:
    """Gives parts of a state that grows. What a part costs depends on its own size, hardly on that of the whole.

    Rejected lines and faults are of no event, and so of no part.
    """

    def __init__(self, whole: Seen) -> None:
        self._whole = whole
        self._calls: list[str] = []
        self._origins: list[Any] = []
        self._texts: list[str] = []

    def call_id(self, number: int) -> str:
        """Give the id of a call by its number."""
        return _values(self._whole.calls, self._calls)[number]

    def of(self, rows: Ints, call: Ints) -> Seen:
        """Give the state of some events, by their rows in ascending order; call is the call that each counts for.

        A call is a number of the whole's `calls`, or -1; one more than those stands for a call of its own, NOWHERE.
        """
        whole = self._whole
        part = Seen()
        part.kinds, part.bodies, part.pieces = whole.kinds, whole.bodies, whole.pieces
        tables = {name: _taken(getattr(whole, name), rows) for name in ("samples", "messages", "call_types")}
        tables["oddities"] = _taken(whole.oddities, rows, in_order=False)
        events = {name: np.asarray(column)[rows] for name, column in whole.events.columns().items()}
        part.calls, events["call"] = _renumbered(call, [*_values(whole.calls, self._calls), NOWHERE])
        part.origins, events["origin"] = _renumbered(events["origin"], _values(whole.origins, self._origins))
        tables["events"] = events
        texts = [(name, column) for name, names in _TEXTS.items() for column in names]
        part.texts, numbers = _renumbered(
            np.concatenate([tables[name][column] for name, column in texts]), _values(whole.texts, self._texts)
        )
        ends = np.cumsum([len(tables[name][column]) for name, column in texts])
        for (name, column), moved in zip(texts, np.split(numbers, ends[:-1]), strict=True):
            tables[name][column] = moved
        for name, taken in tables.items():
            _fill(getattr(part, name), taken)
        return part


_TEXTS = {
    "events": ("participant",),
    "messages": ("role", "name"),
    "call_types": ("call_type",),
    "oddities": ("field",),
}
"""The columns that hold numbers of `Seen.texts`."""


def _taken(table: columns.Table, rows: Ints, *, in_order: bool = True) -> dict[str, Any]:
    """Take the items of some events out of a table, renumbered by the place of their event among the rows.

    in_order tells that the table's items are in the order of their events; else they are put in order.
    """
    values = {name: np.asarray(column) for name, column in table.columns().items()}
    event = values["event"]
    order = None if in_order else np.argsort(event, kind="stable")
    if order is not None:
        event = event[order]
    # Of the same type, so that the column is not converted as a whole.
    wanted = rows.astype(event.dtype)
    start = np.searchsorted(event, wanted, side="left")
    count = np.searchsorted(event, wanted, side="right") - start
    item = stretches(start, count)
    if order is not None:
        item = order[item]
    return {name: value[item] for name, value in values.items()} | {"event": np.repeat(np.arange(len(rows)), count)}


def _renumbered(numbers: Ints, values: Sequence[T]) -> tuple[columns.Numbered[T], Ints]:
    """Number the values that are used from 0 on: the table of them, and the column in its numbers; -1 stays -1."""
    used = np.unique(numbers)
    used = used[used != NONE]
    table = columns.Numbered({values[number]: place for place, number in enumerate(used.tolist())})
    return table, np.where(numbers == NONE, NONE, np.searchsorted(used, numbers))


def _values(table: columns.Numbered[T], known: list[T]) -> list[T]:
    """Give the values of a table by their numbers; known are those of before, which is kept up to date."""
    known += reversed(list(islice(reversed(table), len(table) - len(known))))
    return known


def _fill(table: columns.Table, values: dict[str, Any]) -> None:
    for name, column in table.columns().items():
        column.extend(values[name])
