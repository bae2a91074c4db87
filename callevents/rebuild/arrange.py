"""The events in their final order: which call each belongs to, where it stands in its source, what comes before
what."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from callevents.model.event import LIFECYCLE, Kind
from callevents.quality.arrays import begins, by_group, stretches
from callevents.read.times import NO_TIME
from callevents.rebuild.place import placed
from callevents.rebuild.seen import NONE, PIECE_SHIFT, Piece, Seen

Ints = NDArray[np.int64]
Ints32 = NDArray[np.int32]

SOURCE_SHIFT = 40
"""A position is the source's rank by its name above, and the line in the source (from 1) in the lower 40 bits."""

LATE = np.iinfo(np.int64).max


class Events(Struct, frozen=True):
    """The events sorted by call and by their order within it; those of no call (-1) come first.

    call is a number of `call_ids`, in the order in which calls are listed. agent is a number of `agents` (-1: none).
    """

    call_ids: tuple[str, ...]
    sources: tuple[str, ...]
    agents: tuple[str, ...]
    call: Ints32
    kind: Ints32
    time: Ints
    position: Ints
    participant: Ints32
    agent: Ints32
    sorted_row: Ints32
    """By row of `Seen.events`: the place in these columns."""
    first: Ints
    """By call: the time of its first event, or NO_TIME."""
    bounds: Ints
    """By call: where its events start in these columns; one more at the end."""

    def place(self, index: int) -> tuple[str, int]:
        """Give the source and the line of an event."""
        return self.place_of(int(self.position[index]))

    def place_of(self, position: int) -> tuple[str, int]:
        """Give the source and the line that a position stands for."""
        return self.sources[position >> SOURCE_SHIFT], position & ((1 << SOURCE_SHIFT) - 1)


def arrange(seen: Seen) -> Events:
    """Put what was seen in order. Two states that saw the same give the same."""
    table = seen.events
    kind, time, call = (np.asarray(column) for column in (table.kind, table.time, table.call))
    sources, position = _positions(seen, np.asarray(table.place))
    agents, agent = _origins(seen, [agent for agent, _ in seen.origins])
    if NONE in call:
        _, session = _origins(seen, [session for _, session in seen.origins])
        call = placed(call, kind, time, position, agent, session)
    listed = _listed(seen, call, kind, time)
    rows: Ints = listed.rows
    columns: list[NDArray[Any]] = [
        column[rows] for column in (kind, time, position, np.asarray(table.participant), agent)
    ]
    turn = _turn(listed, *columns[:3])
    if turn is not None:
        rows, *columns = (column[turn] for column in (rows, *columns))
    sorted_row = np.empty(len(rows), dtype=np.int32)
    sorted_row[rows] = np.arange(len(rows), dtype=np.int32)
    return Events(
        call_ids=listed.ids,
        sources=sources,
        agents=agents,
        call=listed.call,
        kind=columns[0],
        time=columns[1],
        position=columns[2],
        participant=columns[3],
        agent=columns[4],
        sorted_row=sorted_row,
        first=listed.first,
        bounds=np.searchsorted(listed.call, np.arange(len(listed.ids) + 1)),
    )


def in_order(events: Events, event: Ints32) -> tuple[Ints, Ints]:
    """Put the rows of a table in the order of the events that they are of, those of one event as they are.

    event has the events by their row in `Seen.events`, ascending. Gives the rows in order, and of each the place of its
    event.
    """
    first = begins(event)
    turn = np.full(len(events.call), NONE, dtype=np.int32)
    turn[events.sorted_row[event[first]]] = np.arange(len(first), dtype=np.int32)
    places = np.flatnonzero(turn != NONE)
    turn = turn[places]
    if len(first) == len(event):
        return turn.astype(np.int64), places
    count = np.diff(np.append(first, len(event)))[turn]
    return stretches(first[turn], count), np.repeat(places, count)


def _positions(seen: Seen, place: Ints) -> tuple[tuple[str, ...], Ints]:
    """Turn places in pieces into positions in sources: pieces of one source follow each other by their start."""
    sources = tuple(sorted({piece.source for piece in seen.pieces}))
    rank = {source: number << SOURCE_SHIFT for number, source in enumerate(sources)}
    if not len(place):
        return sources, place
    base = np.array(lines_before(seen.pieces), dtype=np.int64) + [rank[piece.source] for piece in seen.pieces]
    return sources, base[place >> PIECE_SHIFT] + (place & ((1 << PIECE_SHIFT) - 1))


def lines_before(pieces: Sequence[Piece]) -> list[int]:
    """Give for each piece how many lines of its source come before it.

    Of several pieces with the same start, only one may have lines counted.
    """
    before = [0] * len(pieces)
    lines: Counter[str] = Counter()
    order = sorted((piece.source, piece.start, piece.lines, number) for number, piece in enumerate(pieces))
    for source, _, count, number in order:
        before[number] = lines[source]
        lines[source] += count
    return before


def _origins(seen: Seen, names: Sequence[str | None]) -> tuple[tuple[str, ...], Ints32]:
    """Give the different names of agents, or of sessions, and by event the number of its name (-1: none)."""
    listed = tuple(sorted({name for name in names if name}))
    number = {name: place for place, name in enumerate(listed)}
    of_origin = np.array([number.get(name or "", NONE) for name in names], dtype=np.int32)
    return listed, of_origin[np.asarray(seen.events.origin)]


class _Listed(Struct, frozen=True, eq=False):
    """The calls in the order they are listed: their ids and the times of their first events (NO_TIME: none has one);
    and the events of no call (-1), then those of each call: their rows in `Seen.events` and their calls."""

    ids: tuple[str, ...]
    first: Ints
    rows: Ints
    call: Ints32


def _listed(seen: Seen, call: Ints32, kind: Ints32, time: Ints) -> _Listed:
    """List the calls by their first event, then by id; those without times last.

    An id that only events without effect on calls carry makes no call: its events are of no call.
    """
    ids = list(seen.calls)
    groups = len(ids) + 1
    grouped, count = by_group(call + 1, groups), np.bincount(call + 1, minlength=groups)
    start = (np.cumsum(count) - count)[1:]
    end = start + count[1:]
    without_effect = np.bincount(call[kind >= Kind.INTELLIGENCESIGNAL] + 1, minlength=groups)
    found = np.flatnonzero((count > without_effect)[1:])
    moment = np.append(time[grouped], LATE)
    moment[moment == NO_TIME] = LATE
    first = (
        np.minimum.reduceat(moment, np.stack([start[found], end[found]], axis=1).ravel())[::2] if len(found) else found
    )
    order = _by_first([ids[number] for number in found.tolist()], first)
    found, first = found[order], first[order]
    first[first == LATE] = NO_TIME
    is_call = np.zeros(groups, dtype=np.bool_)
    is_call[found] = True
    homeless = np.flatnonzero(~is_call[call])
    return _Listed(
        ids=tuple(ids[number] for number in found.tolist()),
        first=first,
        rows=np.concatenate([homeless, grouped[stretches(start[found], (end - start)[found])]]),
        call=np.repeat(np.arange(NONE, len(found), dtype=np.int32), [len(homeless), *(end - start)[found]]),
    )


def _by_first(ids: Sequence[str], first: Ints) -> Ints:
    """Give the order of calls by their first time, then by id."""
    order = np.argsort(first)
    same = np.zeros(len(order), dtype=np.bool_)
    same[1:] = first[order][1:] == first[order][:-1]
    same[:-1] |= same[1:]
    # Few calls begin at the same moment, so that few texts have to be compared.
    alike = order[same].tolist()
    rank = np.zeros(len(order), dtype=np.int64)
    rank[sorted(alike, key=ids.__getitem__)] = np.arange(len(alike))
    return np.lexsort((rank, first))


def _turn(listed: _Listed, kind: Ints32, time: Ints, position: Ints) -> Ints | None:
    """Sort the events of each call by time if every lifecycle event of it has one, else by position; ties by position.
    Those of no call are sorted by position. None: they are in order."""
    call, moment = listed.call, time.copy()
    untimed = np.zeros(len(listed.ids) + 1, dtype=np.bool_)
    untimed[NONE] = True
    without = np.flatnonzero(time == NO_TIME)
    untimed[call[without[_LIFECYCLE[np.minimum(kind[without], len(Kind))]]]] = True
    moment[without] = LATE
    moment[untimed[call]] = 0
    # Most logs are written in order.
    later = (moment[1:] > moment[:-1]) | ((moment[1:] == moment[:-1]) & (position[1:] >= position[:-1]))
    if (later | (call[1:] != call[:-1])).all():
        return None
    return np.lexsort((position, moment, call))


_LIFECYCLE = np.isin(np.arange(len(Kind) + 1), [*LIFECYCLE])
"""By kind of event, the last item standing for all unknown ones: is it of the lifecycle?"""
