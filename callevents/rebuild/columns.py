"""The columns that a log is kept in while it is read: integers and floats, no object per event."""

from array import array
from collections.abc import Hashable, Iterator, Sequence
from functools import partial
from struct import error as StructError
from struct import pack
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct, field

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = Sequence[float | None] | NDArray[np.generic]

T = TypeVar("T", bound=Hashable)

_WIDER = {"b": "h", "h": "i", "i": "q", "q": "d"}
_NAN = float("nan")


class Column:
    """A column of numbers, each in as few bytes as hold every one of them: whole numbers of 8, 16, 32 or 64 bits, else
    floating point numbers, of which NaN stands for None.

    numpy takes it as an array, which must be gone before the column grows. code is that of `array.array` for its first
    numbers.
    """

    __slots__ = ("_numbers",)

    def __init__(self, code: str = "b") -> None:
        self._numbers: array[Any] = array(code)

    @classmethod
    def of(cls, numbers: "Numbers") -> "Column":
        """Make the column of some numbers."""
        column = cls()
        column.extend(numbers)
        return column

    def __len__(self) -> int:
        """Give how many numbers there are."""
        return len(self._numbers)

    def __iter__(self) -> Iterator[Any]:
        """Go through the numbers."""
        return iter(self._numbers)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> "NDArray[Any]":
        """Give the numbers as an array, where it can be as a view of them."""
        import numpy as np

        found = np.frombuffer(self._numbers, dtype=self._numbers.typecode)
        return found.astype(dtype or found.dtype, copy=bool(copy))

    def append(self, number: int) -> None:
        """Add a number."""
        try:
            self._numbers.append(number)
        except OverflowError:
            self.extend((number,))

    def extend(self, numbers: "Numbers") -> None:
        """Add numbers: in a fraction of the time that `array.extend` takes for a list."""
        if isinstance(numbers, array) and numbers.typecode == self._numbers.typecode:
            self._numbers.extend(numbers)
        elif isinstance(numbers, range):
            import numpy as np

            self._extend_from(np.arange(numbers.start, numbers.stop, numbers.step))
        elif isinstance(numbers, Sequence):
            self._pack(numbers)
        else:
            self._extend_from(numbers)

    def _pack(self, numbers: "Sequence[float | None] | array[Any]") -> None:
        code = self._numbers.typecode
        try:
            self._numbers.frombytes(pack(f"{len(numbers)}{code}", *numbers))
        except StructError:
            if code != "d":
                self._widen()
                self._pack(numbers)
            else:
                self._numbers.extend(_NAN if number is None else number for number in numbers)

    def _extend_from(self, numbers: "NDArray[Any]") -> None:
        if len(numbers):
            whole = numbers.dtype.kind in "iu"
            least, most = (int(numbers.min()), int(numbers.max())) if whole else (0, 0)
            while self._numbers.typecode != "d" and not (whole and self._holds(least) and self._holds(most)):
                self._widen()
            self._numbers.frombytes(numbers.astype(self._numbers.typecode).tobytes())

    def _holds(self, number: int) -> bool:
        try:
            pack(self._numbers.typecode, number)
        except StructError:
            return False
        return True

    def _widen(self) -> None:
        self._numbers = array(_WIDER[self._numbers.typecode], self._numbers)


_rows = partial(Column, "i")
_large = partial(Column, "q")


class Table(Struct):
    """Columns of equal length; row n of the table is item n of each column."""

    def columns(self) -> dict[str, Any]:
        """Give the columns by name."""
        return {name: getattr(self, name) for name in self.__struct_fields__}


class EventColumns(Table):
    """A row per event.

    call, kind and origin are numbers of `Seen`'s tables (call -1: the event has no call id); time is in ms (or
    NO_TIME); piece is a number of `Seen.pieces`, and line the line in it (from 1); participant is a number of
    `Seen.texts` or -1.
    """

    call: Column = field(default_factory=_rows)
    kind: Column = field(default_factory=Column)
    time: Column = field(default_factory=_large)
    piece: Column = field(default_factory=Column)
    line: Column = field(default_factory=_rows)
    origin: Column = field(default_factory=Column)
    participant: Column = field(default_factory=Column)


class SampleColumns(Table):
    """A row per audio sample: the row of its event, its channel (0 input, 1 output), its values (NaN: none)."""

    event: Column = field(default_factory=_rows)
    channel: Column = field(default_factory=Column)
    lost: Column = field(default_factory=Column)
    count: Column = field(default_factory=Column)
    jitter: Column = field(default_factory=Column)
    rtt: Column = field(default_factory=Column)


class MessageColumns(Table):
    """A row per conversation event: the row of its event; who (numbers of `Seen.texts` or -1); its words.

    digest tells messages apart by id and text (0: the message has no id). body is the number of its id and text in
    `Seen.bodies`, or -1 where the text is not kept.
    """

    event: Column = field(default_factory=_rows)
    role: Column = field(default_factory=Column)
    name: Column = field(default_factory=Column)
    words: Column = field(default_factory=Column)
    digest: Column = field(default_factory=_large)
    body: Column = field(default_factory=Column)


class CallTypeColumns(Table):
    """A row per event that names the call's type: the row of the event and the number of the type in `Seen.texts`."""

    event: Column = field(default_factory=_rows)
    call_type: Column = field(default_factory=Column)


class OddityColumns(Table):
    """A row per field that could not be used: the row of its event, and the numbers of the problem and the field."""

    event: Column = field(default_factory=_rows)
    code: Column = field(default_factory=Column)
    field: Column = field(default_factory=Column)


class Numbered(dict[T, int]):
    """Gives each value a number, from 0 on, in the order they are first asked for."""

    def __missing__(self, value: T) -> int:
        number = self[value] = len(self)
        return number
