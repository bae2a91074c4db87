"""The columns that a log is kept in while it is read: integers and floats, no object per event."""

from array import array
from collections.abc import Hashable
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar

T = TypeVar("T", bound=Hashable)


def _column(code: str) -> Any:
    return field(default_factory=lambda: array(code))


class Table:
    """Columns of equal length; row n of the table is item n of each column."""

    def columns(self) -> dict[str, Any]:
        """Give the columns by name."""
        return {column.name: getattr(self, column.name) for column in fields(self)}  # type: ignore[arg-type]


@dataclass(slots=True)
class EventColumns(Table):
    """A row per event.

    call, kind and origin are numbers of `Seen`'s tables (call -1: the event has no call id); time is in ms (or NO_TIME); place is
    the piece in the upper and the line within the piece in the lower 32 bits; participant is a number of `Seen.texts` or -1.
    """

    call: "array[int]" = _column("i")
    kind: "array[int]" = _column("i")
    time: "array[int]" = _column("q")
    place: "array[int]" = _column("q")
    origin: "array[int]" = _column("i")
    participant: "array[int]" = _column("i")


@dataclass(slots=True)
class SampleColumns(Table):
    """A row per audio sample: the row of its event, its channel (0 input, 1 output), its values (NaN: none)."""

    event: "array[int]" = _column("i")
    channel: "array[int]" = _column("b")
    lost: "array[float]" = _column("d")
    count: "array[float]" = _column("d")
    jitter: "array[float]" = _column("d")
    rtt: "array[float]" = _column("d")


@dataclass(slots=True)
class MessageColumns(Table):
    """A row per conversation event: the row of its event; who (numbers of `Seen.texts` or -1); its words.

    digest tells messages apart by id and text (0: the message has no id). body is the number of its id and text in
    `Seen.bodies`, or -1 where the text is not kept.
    """

    event: "array[int]" = _column("i")
    role: "array[int]" = _column("i")
    name: "array[int]" = _column("i")
    words: "array[int]" = _column("i")
    digest: "array[int]" = _column("q")
    body: "array[int]" = _column("i")


@dataclass(slots=True)
class CallTypeColumns(Table):
    """A row per event that names the call's type: the row of the event and the number of the type in `Seen.texts`."""

    event: "array[int]" = _column("i")
    call_type: "array[int]" = _column("i")


@dataclass(slots=True)
class OddityColumns(Table):
    """A row per field that could not be used: the row of its event, and the numbers of the problem and the field."""

    event: "array[int]" = _column("i")
    code: "array[int]" = _column("i")
    field: "array[int]" = _column("i")


class Numbered(dict[T, int]):
    """Gives each value a number, from 0 on, in the order they are first asked for."""

    def __missing__(self, value: T) -> int:
        number = self[value] = len(self)
        return number
