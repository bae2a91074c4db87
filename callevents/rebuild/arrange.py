"""The events in their final order: which call each belongs to, where it stands in its source, what comes before
what."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from callevents.model.event import LIFECYCLE, Kind
from callevents.read.times import NO_TIME
from callevents.rebuild.place import placed
from callevents.rebuild.seen import NONE, PIECE_SHIFT, Piece, Seen

Ints = NDArray[np.int64]

SOURCE_SHIFT = 40
"""A position is the source's rank by its name above, and the line in the source (from 1) in the lower 40 bits."""

LATE = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Events:
    """The events sorted by call and by their order within it; those of no call (-1) come first.

    call is a number of `call_ids`, in the order in which calls are listed. row is the event's row in `Seen.events`.
    agent is a number of `agents` (-1: none).
    """

    call_ids: tuple[str, ...]
    sources: tuple[str, ...]
    agents: tuple[str, ...]
    call: Ints
    kind: Ints
    time: Ints
    position: Ints
    participant: Ints
    agent: Ints
    row: Ints
    sorted_row: Ints
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
    kind = np.array(table.kind, dtype=np.int64)
    time = np.array(table.time, dtype=np.int64)
    call = np.array(table.call, dtype=np.int64)
    sources, position = _positions(seen, np.array(table.place, dtype=np.int64))
    agents, agent, session = _origins(seen)
    call = placed(call, kind, time, position, agent, session)
    call_ids, call, first = _listed(seen, call, kind, time)
    order = _order(call, kind, time, position, len(call_ids))
    sorted_row = np.empty_like(order)
    sorted_row[order] = np.arange(len(order))
    call = call[order]
    return Events(
        call_ids=call_ids,
        sources=sources,
        agents=agents,
        call=call,
        kind=kind[order],
        time=time[order],
        position=position[order],
        participant=np.array(table.participant, dtype=np.int64)[order],
        agent=agent[order],
        row=order,
        sorted_row=sorted_row,
        first=first,
        bounds=np.searchsorted(call, np.arange(len(call_ids) + 1)),
    )


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


def _origins(seen: Seen) -> tuple[tuple[str, ...], Ints, Ints]:
    """Give the agents' names, and by event the number of its agent and of its session (-1: none)."""
    agents = tuple(sorted({agent for agent, _ in seen.origins if agent}))
    sessions = sorted({session for _, session in seen.origins if session})
    agent_number = {name: number for number, name in enumerate(agents)}
    session_number = {name: number for number, name in enumerate(sessions)}
    origin = np.array(seen.events.origin, dtype=np.int64)
    by_origin = np.array(
        [
            (agent_number.get(agent or "", NONE), session_number.get(session or "", NONE))
            for agent, session in seen.origins
        ],
        dtype=np.int64,
    ).reshape(-1, 2)
    return agents, by_origin[origin, 0], by_origin[origin, 1]


def _listed(seen: Seen, call: Ints, kind: Ints, time: Ints) -> tuple[tuple[str, ...], Ints, Ints]:
    """Number the calls in the order they are listed: by their first event, then by id; those without times last.

    An id that only events without effect on calls carry makes no call: its events are of no call.
    """
    ids = list(seen.calls)
    makes_call = (kind < Kind.INTELLIGENCESIGNAL) & (call != NONE)
    is_call = np.zeros(len(ids) + 1, dtype=bool)
    is_call[call[makes_call]] = True
    first = np.full(len(ids) + 1, LATE)
    timed = (time != NO_TIME) & (call != NONE)
    np.minimum.at(first, call[timed], time[timed])
    listed = sorted(np.flatnonzero(is_call[:-1]).tolist(), key=lambda number: (first[number], ids[number]))
    number = np.full(len(ids) + 1, NONE, dtype=np.int64)
    number[listed] = np.arange(len(listed))
    first = first[listed]
    first[first == LATE] = NO_TIME
    return tuple(ids[n] for n in listed), number[call], first


def _order(call: Ints, kind: Ints, time: Ints, position: Ints, calls: int) -> Ints:
    """Sort by call, then by time if every lifecycle event of the call has one, else by position; ties by position."""
    lifecycle = np.isin(kind, [int(kind) for kind in LIFECYCLE])
    untimed = np.zeros(calls + 1, dtype=bool)
    untimed[call[lifecycle & (time == NO_TIME)]] = True
    untimed[NONE] = True
    moment = np.where(time == NO_TIME, LATE, time)
    moment[untimed[call]] = 0
    # Most logs are written in order, and then grouping by call is all that is left to do: a fraction of a full sort.
    order = np.argsort(call, kind="stable")
    call, moment, position = call[order], moment[order], position[order]
    later = (moment[1:] > moment[:-1]) | ((moment[1:] == moment[:-1]) & (position[1:] >= position[:-1]))
    if (later | (call[1:] != call[:-1])).all():
        return order
    return order[np.lexsort((position, moment, call))]
