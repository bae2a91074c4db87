"""What must be known of a whole log before its calls can be finished apart from each other.

Nearly all that `finish` concludes about a call, it concludes from the events of that call. Beside them it takes: how
many lines of a source come before a piece; the counts, the last time and the first places that are told once for a log
(`log.Whole`); and, for events without a call id, how far each call reaches. The outline of a state holds just that; it
merges, and is small: no more than a few events of each call.

The call of an event without a call id depends only on where calls begin and end, and on who takes part (`place`). So it
is found among the calls' outermost events, and then the event counts for that call as if it had had its id.
"""

from collections import Counter
from copy import copy

import numpy as np
from msgspec import Struct

from callevents.model.event import NEED_TIME, Kind
from callevents.quality.arrays import Bools, Ints
from callevents.read.times import NO_TIME
from callevents.rebuild.arrange import arrange
from callevents.rebuild.columns import CallTypeColumns, MessageColumns, Numbered, OddityColumns, SampleColumns
from callevents.rebuild.finish import first_without_time, firsts_of_unknown_types
from callevents.rebuild.log import Whole
from callevents.rebuild.part import Parts
from callevents.rebuild.place import LATE
from callevents.rebuild.seen import NONE, Rejects, Seen
from callevents.rebuild.split import apart, with_own_texts


class Outline(Struct):
    """The outline of a state.

    seen has its pieces with their counts, bad lines and faults, the events without a call id, and of other events those
    that may be the first of a problem that a log has once. counts has the events by type, untimed those without a
    needed time, and last is the last time (NO_TIME: none).
    """

    seen: Seen
    counts: Counter[str]
    untimed: int
    last: int

    @property
    def needs_places(self) -> bool:
        """Whether there are events without a call id, so that it takes in what `outermost` gives of each state."""
        return NONE in self.seen.events.call

    def merge(self, other: "Outline") -> None:
        """Add another outline, which must not be used any more."""
        self.seen.merge(other.seen)
        self.counts += other.counts
        self.untimed += other.untimed
        self.last = max(self.last, other.last)


def outline(seen: Seen) -> Outline:
    """Give the outline of what was seen of some pieces."""
    call, kind, time, piece, line = _columns(seen)
    untimed = (time == NO_TIME) & np.isin(kind, [*NEED_TIME])
    rows = np.union1d(
        np.flatnonzero(call == NONE),
        [*_firsts(untimed, kind * 0, piece, line), *_firsts(kind >= len(Kind), kind, piece, line)],
    ).astype(np.int64)
    part = with_own_texts(Parts(seen).of(rows, call[rows]))
    part.kinds = Numbered(seen.kinds)
    part.pieces = [*seen.pieces]
    part.listed, part.faults = seen.listed, [*seen.faults]
    part.rejects = {code: Rejects(rejects.count, [*rejects.first]) for code, rejects in seen.rejects.items()}
    counts = np.bincount(kind, minlength=len(seen.kinds)).tolist()
    return Outline(
        part,
        Counter({name: count for name, count in zip(seen.kinds, counts, strict=True) if count}),
        int(untimed.sum()),
        int(time.max(initial=NO_TIME)),
    )


def outermost(seen: Seen) -> Seen:
    """Give, of the events of each call, agent, session and piece, those that may begin or end the call's stretch.

    An outline that needs places takes these in by `outline.seen.merge`.
    """
    call, kind, time, piece, line = _columns(seen)
    known = np.flatnonzero((call != NONE) & (kind < Kind.INTELLIGENCESIGNAL))
    origin = np.array(seen.events.origin, dtype=np.int64)[known]
    group = np.unique(np.stack([call[known], origin, piece[known]]), axis=1, return_inverse=True)[1]
    # A row without a time is the last one by either.
    by_time, from_end = (np.where(time == NO_TIME, LATE, moment)[known] for moment in (time, -time))
    rows = [np.flatnonzero((kind == Kind.CALLENDED) & (call != NONE))]
    for moment in (by_time, from_end, line[known], -line[known]):
        order = np.lexsort((moment, group))
        rows.append(known[order[np.unique(group[order], return_index=True)[1]]])
    chosen = np.unique(np.concatenate(rows))
    part = apart(Parts(seen).of(chosen, call[chosen]))
    part.samples, part.messages = SampleColumns(), MessageColumns()
    part.call_types, part.oddities = CallTypeColumns(), OddityColumns()
    return part


class Settled(Struct, frozen=True):
    """What an outline leads to: what is told once for the log; the events that found their call (now with its id); the
    events of no call, with all pieces, bad lines and faults; and what every bucket is to be merged with."""

    whole: Whole
    placed: Seen
    rest: Seen
    frame: Seen


def settle(outline: Outline) -> Settled:
    """Find the calls of the events without a call id. The outline must not be used any more."""
    seen = outline.seen
    events, places = arrange(copy(seen))
    firsts = (*firsts_of_unknown_types(events), *first_without_time(events))
    numbers = np.array([*(seen.calls[call_id] for call_id in events.call_ids), NONE], dtype=np.int64)
    found = numbers[events.call[places]]
    homeless = np.array(seen.events.call, dtype=np.int64) == NONE
    parts = Parts(seen)
    with_call, without = (np.flatnonzero(homeless & mask) for mask in (found != NONE, found == NONE))
    rest, frame = parts.of(without, found[without]), Seen()
    rest.listed, rest.rejects, rest.faults = seen.listed, seen.rejects, seen.faults
    frame.pieces, frame.kinds = [*seen.pieces], Numbered(seen.kinds)
    return Settled(
        Whole(outline.counts, outline.untimed, outline.last, frozenset(map(events.place, firsts))),
        apart(parts.of(with_call, found[with_call])),
        rest,
        frame,
    )


def _columns(seen: Seen) -> list[Ints]:
    table = seen.events
    columns = (table.call, table.kind, table.time, table.piece, table.line)
    return [np.array(column, dtype=np.int64) for column in columns]


def _firsts(mask: Bools, key: Ints, piece: Ints, line: Ints) -> list[int]:
    """Give the first row of each key and piece where the mask holds."""
    rows = np.flatnonzero(mask)
    order = rows[np.lexsort((line[rows], piece[rows], key[rows]))]
    both = np.stack([key[order], piece[order]])
    result: list[int] = order[np.unique(both, axis=1, return_index=True)[1]].tolist()
    return result
