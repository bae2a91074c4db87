"""The common axis of a call's picture: time, or where the log tells no times the order of the events."""

from msgspec import Struct

from callevents.render.glyphs import Glyphs
from callevents.render.words import duration, offset

_SECOND, _MINUTE, _HOUR, _DAY = 1000, 60_000, 3_600_000, 86_400_000
_STEPS = (
    *(n * _SECOND for n in (1, 2, 5, 10, 15, 30)),
    *(n * _MINUTE for n in (1, 2, 5, 10, 15, 30)),
    *(n * _HOUR for n in (1, 2, 3, 6, 12)),
    *(n * _DAY for n in (1, 2, 7, 14, 28, 91, 182, 364)),
)
_PER_EVENT = 4
"""By order, the columns that an event takes at most."""


class Axis(Struct, frozen=True):
    """A stretch of time (ms), or of places among the events, over so many columns. zero is what labels count from."""

    first: int
    last: int
    zero: int
    columns: int
    timed: bool

    def column(self, at: int) -> int:
        """Give the column in which a moment lies."""
        at = min(max(at, self.first), self.last)
        return min((at - self.first) * self.columns // max(self.last - self.first, 1), self.columns - 1)

    def stretch(self, start: int, end: int) -> tuple[int, int]:
        """Give the columns of a stretch: the first, and the one after the last. It takes one column at least."""
        first = self.column(start)
        return first, max(self.column(end - 1) + 1 if end > start else 0, first + 1)

    def ticks(self) -> dict[int, str]:
        """Give the columns of round moments and their labels, so far apart that each label fits before the next."""
        widest = max(len(self._label(at)) for at in (self.first, self.last))
        least = (widest + 3) * (self.last - self.first) / self.columns
        step = self._step(least)
        start = -(-(self.first - self.zero) // step) * step + self.zero
        found: dict[int, str] = {}
        for at in range(start, self.last + 1, step):
            column, label = self.column(at), self._label(at)
            if column + 1 + len(label) <= self.columns:
                found[column] = label
        return found

    def scale(self) -> str:
        """Say what a column stands for."""
        if not self.timed:
            return "by order: the log tells no times"
        return f"one column is {duration((self.last - self.first) / self.columns)}"

    def _label(self, at: int) -> str:
        return offset(at - self.zero) if self.timed else f"{at - self.zero:,}"

    def _step(self, least: float) -> int:
        if not self.timed:
            digits = 10 ** len(str(int(least)))
            return next(step for step in (1, 2, 5, digits // 10, digits // 5, digits // 2, digits) if step >= least)
        return next((step for step in _STEPS if step >= least), -(-int(least) // _STEPS[-1]) * _STEPS[-1])


def time_axis(first: int, last: int, zero: int, columns: int) -> Axis:
    """Give the axis of a stretch of time; of at least a second, so that a call of no length can be drawn."""
    return Axis(first, max(last, first + _SECOND), zero, columns, timed=True)


def order_axis(events: int, columns: int) -> Axis:
    """Give the axis of so many events in their order."""
    return Axis(0, max(events, 1), -1, min(columns, max(events, 1) * _PER_EVENT), timed=False)


def axis_cells(axis: Axis, glyphs: Glyphs) -> list[str]:
    """Write the axis: a tick and its label at each round moment."""
    cells = [" "] * axis.columns
    for column, label in axis.ticks().items():
        cells[column : column + 1 + len(label)] = [glyphs.tick, *label]
    return cells
