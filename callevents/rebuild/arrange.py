"""The events in their final order: which call each belongs to, where it stands in its source, what comes before
what."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from callevents.model.event import LIFECYCLE, Kind
from callevents.quality.arrays import Ints, Ints32, begins, by_group, stretches
from callevents.read.times import NO_TIME
from callevents.rebuild.columns import Table
from callevents.rebuild.place import LATE, SOURCE_SHIFT, placed
from callevents.rebuild.seen import NONE, Piece, Seen


class Events(Struct, frozen=True):
    """The events sorted by call and by their order within it; those of no call (-1) come first.

    call is a number of `call_ids`, in the order in which calls are listed. agent is a number of `agents` (-1: none).
    """

    call_ids: tuple[str, ...]
    sources: tuple[str, ...]
    agents: tuple[str, ...]
    call: Ints32
    kind: NDArray[np.signedinteger]
    time: Ints
    piece: NDArray[np.signedinteger]
    line: NDArray[np.signedinteger]
    participant: Ints32
    agent: NDArray[np.signedinteger]
    first: Ints
    """By call: the time of its first event, or NO_TIME."""
    bounds: Ints
    """By call: where its events start in these columns; one more at the end."""
    base: Ints
    """By piece: what makes a line of it a position."""

    def positions(self, index: Ints | int) -> Ints:
        """Give the positions of events, which are in the order of sources and lines."""
        return _positions(self.piece[index], self.line[index], self.base)

    def place(self, index: int) -> tuple[str, int]:
        """Give the source and the line of an event."""
        return self.place_of(int(self.positions(index)))

    def place_of(self, position: int) -> tuple[str, int]:
        """Give the source and the line that a position stands for."""
        return self.sources[position >> SOURCE_SHIFT], position & ((1 << SOURCE_SHIFT) - 1)


def arrange(seen: Seen) -> tuple[Events, Ints32]:
    """Put what was seen in order. Two states that saw the same give the same.

    Gives the events, and by row of `seen.events` the place of its event among them.
    The columns of `seen.events` are used up: each is given up once it is in order, so that two of it are never kept.
    """
    table = give_up(seen, "events")
    base = _bases(seen.pieces)
    agents, agent_of = _origins(agent for agent, _ in seen.origins)
    call = table.pop("call")
    if NONE in call:
        _, session_of = _origins(session for _, session in seen.origins)
        origin, position = table["origin"], _positions(table["piece"], table["line"], base)
        call = placed(call, table["kind"], table["time"], position, agent_of[origin], session_of[origin])
        del origin, position
    listed = _listed(seen, call, table["kind"], table["time"])
    del call
    rows = listed.rows
    kind, time = table.pop("kind")[rows], table.pop("time")[rows]
    piece, line = table.pop("piece")[rows], table.pop("line")[rows]
    astray, turn = _turn(listed, kind, time, _positions(piece, line, base))
    for column in (rows, kind, time, piece, line):
        column[astray] = column[turn]
    places = np.empty(len(rows), dtype=np.int32)
    places[rows] = np.arange(len(rows), dtype=np.int32)
    events = Events(
        call_ids=listed.ids,
        sources=_sources(seen.pieces),
        agents=agents,
        call=listed.call,
        kind=kind,
        time=time,
        piece=piece,
        line=line,
        participant=table.pop("participant")[rows],
        agent=agent_of.astype(np.min_scalar_type(-len(agents) - 1))[table.pop("origin")[rows]],
        first=listed.first,
        bounds=np.searchsorted(listed.call, np.arange(len(listed.ids) + 1, dtype=np.int32)),
        base=base,
    )
    return events, places


def give_up(seen: Seen, name: str) -> dict[str, NDArray[Any]]:
    """Give the columns of a table by name, and keep none of them: the memory of one that is taken out is free again as
    soon as nobody uses it."""
    table: Table = getattr(seen, name)
    setattr(seen, name, type(table)())
    arrays = {name: np.asarray(column) for name, column in table.columns().items()}
    # An array's 64 bits are C's long long, numpy's own are its long: what mixes them is slow.
    return {name: column.view(column.dtype.str) for name, column in arrays.items()}


def in_order(places: Ints32, event: Ints32) -> tuple[Ints32, Ints32]:
    """Put the rows of a table in the order of the events that they are of, those of one event as they are.

    places are those that `arrange` gives. event has the events by their row in `Seen.events`, ascending. Gives the rows
    in order, and of each the place of its event.
    """
    first = begins(event)
    turn = np.full(len(places), NONE, dtype=np.int32)
    turn[places[event[first]]] = np.arange(len(first), dtype=np.int32)
    index = np.flatnonzero(turn != NONE).astype(np.int32)
    turn = turn[index]
    if len(first) == len(event):
        return turn, index
    count = np.diff(np.append(first, len(event)))[turn]
    return stretches(first[turn], count).astype(np.int32), np.repeat(index, count)


def _sources(pieces: Sequence[Piece]) -> tuple[str, ...]:
    return tuple(sorted({piece.source for piece in pieces}))


def _bases(pieces: Sequence[Piece]) -> Ints:
    """Give for each piece what is added to a line of it for the position in its source: pieces of one source follow
    each other by their start."""
    rank = {source: number << SOURCE_SHIFT for number, source in enumerate(_sources(pieces))}
    before = [rank[piece.source] + lines for piece, lines in zip(pieces, lines_before(pieces), strict=True)]
    return np.array(before, dtype=np.int64)


def _positions(piece: NDArray[np.signedinteger], line: NDArray[np.signedinteger], base: Ints) -> Ints:
    """Turn lines of pieces into positions in sources."""
    position: Ints = base[piece]
    position += line
    return position


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


def _origins(names: Iterable[str | None]) -> tuple[tuple[str, ...], Ints32]:
    """Give the different names of agents, or of sessions, and by origin the number of its name (-1: none)."""
    of_origin = list(names)
    listed = tuple(sorted({name for name in of_origin if name}))
    number = {name: place for place, name in enumerate(listed)}
    return listed, np.array([number.get(name or "", NONE) for name in of_origin], dtype=np.int32)


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
    has_effect = np.zeros(len(ids) + 1, dtype=np.bool_)  # the last item serves -1, here and below
    has_effect[call[kind < Kind.INTELLIGENCESIGNAL]] = True
    found = np.flatnonzero(has_effect[:NONE])
    first = np.full(len(ids) + 1, LATE)
    timed = time != NO_TIME
    np.minimum.at(first, call.compress(timed), time.compress(timed))
    first = first[found]
    order = _by_first([ids[number] for number in found.tolist()], first)
    found, first = found[order], first[order]
    first[first == LATE] = NO_TIME
    number = np.full(len(ids) + 1, NONE, dtype=np.int32)
    number[found] = np.arange(len(found))
    call = number[call]
    rows = by_group(call + 1, len(found) + 1)
    return _Listed(tuple(ids[number] for number in found.tolist()), first, rows, call[rows])


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


def _turn(listed: _Listed, kind: Ints32, time: Ints, position: Ints) -> tuple[Ints, Ints]:
    """Sort the events of each call by time if every lifecycle event of it has one, else by position; ties by position.
    Those of no call are sorted by position.

    Gives the places of the events of calls that are not in order, and of the events that belong there.
    """
    call, moment = listed.call, time.copy()
    untimed = np.zeros(len(listed.ids) + 1, dtype=np.bool_)
    untimed[NONE] = True
    without = np.flatnonzero(time == NO_TIME)
    untimed[call[without[_LIFECYCLE[np.minimum(kind[without], len(Kind))]]]] = True
    moment[without] = LATE
    moment[untimed[call]] = 0
    # Most logs are written in order, but for a few calls.
    earlier = (moment[1:] < moment[:-1]) | ((moment[1:] == moment[:-1]) & (position[1:] < position[:-1]))
    mixed = np.zeros(len(listed.ids) + 1, dtype=np.bool_)
    mixed[call[1:][earlier & (call[1:] == call[:-1])]] = True
    astray = np.flatnonzero(mixed[call])
    return astray, astray[np.lexsort((position[astray], moment[astray], call[astray]))]


_LIFECYCLE = np.isin(np.arange(len(Kind) + 1), [*LIFECYCLE])
"""By kind of event, the last item standing for all unknown ones: is it of the lifecycle?"""
