"""Reading many lines at once, where all are of plain shapes: column by column, not line by line.

So are read plain lines that are not read as typed values (see `read.typed`), until their keys are known or because no
struct can hold what they have. Lines that hold anything else are left to the general way, which says what is wrong.
"""

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

import orjson

from callevents.read.shapes import Origin, Plain, Shapes
from callevents.read.times import NO_TIME, own_time, parse_time, parse_times


class Events(NamedTuple):
    """Events in columns of equal length: line numbers (from 1), times (ms or NO_TIME), types as written, details,
    origins."""

    lines: Sequence[int]
    times: Sequence[int]
    names: Sequence[str]
    details: Sequence[dict[str, Any]]
    origins: Sequence[Origin]


_NAMES = {str, type(None)}

Row = tuple[Any, Any, Any, Any, Any]
"""Type, detail, time, agent and session of a line, as they stand there."""


def plain_batch(numbers: Sequence[int], lines: Sequence[bytes], shapes: Shapes) -> Events | None:
    """Read lines, given with their numbers, that are all of plain shapes already known; None where one is not."""
    try:
        # Where the first line is not plain, none may be: that is told before all are parsed.
        if not lines or tuple(orjson.loads(lines[0])) not in shapes.plain:
            return None
        entries = list(map(orjson.loads, lines))
    except (ValueError, TypeError):
        return None
    if set(map(type, entries)) != {dict}:
        return None
    rows = _rows(entries, shapes.plain)
    if rows is None:
        return None
    names, details, stamps, agents, sessions = zip(*rows, strict=True)
    if set(map(type, names)) != {str} or set(map(type, details)) != {dict}:
        return None
    if not (set(map(type, agents)) <= _NAMES and set(map(type, sessions)) <= _NAMES):
        return None
    times: Sequence[int] = parse_times(stamps)
    if NO_TIME in times:
        if any(stamp is not None and parse_time(stamp) == NO_TIME for stamp in stamps):
            return None
        times = [own_time(detail) if time == NO_TIME else time for time, detail in zip(times, details, strict=True)]
    origins = [(agent or None, session or None) for agent, session in zip(agents, sessions, strict=True)]
    return Events(numbers, times, names, details, origins)


def _rows(entries: list[dict[str, Any]], plain: dict[tuple[str, ...], Plain]) -> list[Row] | None:
    shapes = list(map(tuple, entries))
    try:
        readers = {shape: _reader(plain[shape]) for shape in set(shapes)}
    except KeyError:
        return None
    if len(readers) == 1:
        return list(map(readers[shapes[0]], entries))
    return [readers[shape](entry) for shape, entry in zip(shapes, entries, strict=True)]


def _reader(plain: Plain) -> Callable[[dict[str, Any]], Row]:
    """Give the function that takes the row out of a line of this shape; names that the shape lacks give None."""
    if None not in plain:
        return itemgetter(*plain)
    present = [name for name in plain if name is not None]
    take = itemgetter(*present)
    at = [present.index(name) if name is not None else None for name in plain]

    def row(entry: dict[str, Any]) -> Row:
        values = take(entry)
        return tuple(None if place is None else values[place] for place in at)  # type: ignore[return-value]

    return row
