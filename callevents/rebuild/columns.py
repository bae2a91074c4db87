"""The columns that a log is kept in while it is read: integers and floats, no object per event."""

from array import array
from collections.abc import Hashable, Sequence
from struct import pack
from typing import Any, TypeAlias, TypeVar

from msgspec import Struct, field

T = TypeVar("T", bound=Hashable)


Ints: TypeAlias = "array[int]"
Floats: TypeAlias = "array[float]"


def int8() -> Ints:
    """Give an empty column of whole numbers of 8 bits."""
    return array("b")


def int32() -> Ints:
    """Give an empty column of whole numbers of 32 bits."""
    return array("i")


def int64() -> Ints:
    """Give an empty column of whole numbers of 64 bits."""
    return array("q")


def float64() -> Floats:
    """Give an empty column of floating point numbers."""
    return array("d")


def extend(column: Any, values: Sequence[float]) -> None:
    """Add numbers to a column: in a fraction of the time that `array.extend` takes for a list."""
    if isinstance(values, array):
        column.extend(values)
    elif isinstance(values, range):
        import numpy as np

        column.frombytes(np.arange(values.start, values.stop, dtype=column.typecode).tobytes())
    else:
        column.frombytes(pack(f"{len(values)}{column.typecode}", *values))


class Table(Struct):
    """Columns of equal length; row n of the table is item n of each column."""

    def columns(self) -> dict[str, Any]:
        """Give the columns by name."""
        return {name: getattr(self, name) for name in self.__struct_fields__}


class EventColumns(Table):
    """A row per event.

    call, kind and origin are numbers of `Seen`'s tables (call -1: the event has no call id); time is in ms (or
    NO_TIME); place is the piece in the upper and the line within the piece in the lower 32 bits; participant is a
    number of `Seen.texts` or -1.
    """

    call: Ints = field(default_factory=int32)
    kind: Ints = field(default_factory=int32)
    time: Ints = field(default_factory=int64)
    place: Ints = field(default_factory=int64)
    origin: Ints = field(default_factory=int32)
    participant: Ints = field(default_factory=int32)


class SampleColumns(Table):
    """A row per audio sample: the row of its event, its channel (0 input, 1 output), its values (NaN: none)."""

    event: Ints = field(default_factory=int32)
    channel: Ints = field(default_factory=int8)
    lost: Floats = field(default_factory=float64)
    count: Floats = field(default_factory=float64)
    jitter: Floats = field(default_factory=float64)
    rtt: Floats = field(default_factory=float64)


class MessageColumns(Table):
    """A row per conversation event: the row of its event; who (numbers of `Seen.texts` or -1); its words.

    digest tells messages apart by id and text (0: the message has no id). body is the number of its id and text in
    `Seen.bodies`, or -1 where the text is not kept.
    """

    event: Ints = field(default_factory=int32)
    role: Ints = field(default_factory=int32)
    name: Ints = field(default_factory=int32)
    words: Ints = field(default_factory=int32)
    digest: Ints = field(default_factory=int64)
    body: Ints = field(default_factory=int32)


class CallTypeColumns(Table):
    """A row per event that names the call's type: the row of the event and the number of the type in `Seen.texts`."""

    event: Ints = field(default_factory=int32)
    call_type: Ints = field(default_factory=int32)


class OddityColumns(Table):
    """A row per field that could not be used: the row of its event, and the numbers of the problem and the field."""

    event: Ints = field(default_factory=int32)
    code: Ints = field(default_factory=int32)
    field: Ints = field(default_factory=int32)


class Numbered(dict[T, int]):
    """Gives each value a number, from 0 on, in the order they are first asked for."""

    def __missing__(self, value: T) -> int:
        number = self[value] = len(self)
        return number
