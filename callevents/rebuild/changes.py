"""The calls that changed since the last look, rebuilt from a state that grows.

To finish a whole shift anew several times a second would take too long. A call is rebuilt when it has new events, from
all events of it and no others: `finish` makes the same call of them as of the whole log.
"""

from array import array
from collections.abc import Iterable

import numpy as np
from msgspec.structs import replace

from callevents.model.event import LIFECYCLE, Kind
from callevents.model.settings import Judging
from callevents.quality.arrays import Ints
from callevents.read.times import NO_TIME
from callevents.rebuild.arrange import arrange
from callevents.rebuild.finish import finish
from callevents.rebuild.log import Log
from callevents.rebuild.part import Parts
from callevents.rebuild.seen import NONE, Seen

TAIL = 20_000
"""How many of the latest events are looked at again to find the call of those without a call id."""

_TIMED = [*(int(kind) for kind in LIFECYCLE), int(Kind.AUDIOSTATS)]


class Changes:
    """Follows a state that grows at its end, and that is merged with none.

    Events without a call id are placed among the latest events only. A call that such an event is placed at too late,
    or wrongly, is rebuilt as it should be when the whole state is finished, and only then.
    """

    def __init__(self, seen: Seen, judging: Judging) -> None:
        self._seen = seen
        self._judging = judging
        self._parts = Parts(seen)
        self._call = array("i")
        """By event: the call it counts for, as far as that is known, or -1."""
        self._rows: dict[int, array[int]] = {}
        """By call: its events, in no order."""
        self._last = NO_TIME
        self._firsts: dict[int, tuple[int, int, int]] = {}
        """The first event of each problem that a log has once: its piece, line and row, by kind of event (-1: no
        time)."""

    def rebuilt(self) -> tuple[Log, frozenset[str]] | None:
        """Rebuild the calls that changed since this was last asked; None where none did.

        Gives a log and the ids of the calls that changed. Other calls of that log are incomplete and count for nothing,
        and so do its `inputs`.
        """
        table = self._seen.events
        known = len(self._call)
        if len(table.call) == known:
            return None
        start = max(0, known - TAIL)
        placed = self._placed(start)
        changed = self._move(start, placed[: known - start])
        new = placed[known - start :]
        self._call.frombytes(new.astype(np.int32).tobytes())
        changed |= self._add(known, new)
        self._note_firsts(known)
        self._last = max(self._last, int(np.asarray(table.time)[known:].max()))
        changed.discard(NONE)
        if not changed:
            return None
        log = finish(self._part(changed), self._judging)
        log = replace(log, whole=replace(log.whole, last=self._last))
        return log, frozenset(self._parts.call_id(number) for number in changed)

    def _placed(self, start: int) -> Ints:
        """Give the call of each event from a row on; those without a call id are placed among them."""
        call = np.asarray(self._seen.events.call)[start:].astype(np.int64)
        homeless = call == NONE
        if not homeless.any():
            return call
        events, places = arrange(self._parts.of(np.arange(start, start + len(call)), call))
        numbers = np.array([*(self._seen.calls[call_id] for call_id in events.call_ids), NONE], dtype=np.int64)
        return np.where(homeless, numbers[events.call[places]], call)

    def _move(self, start: int, placed: Ints) -> set[int]:
        """Give events that are placed anew to their calls; the calls that win or lose one."""
        before = np.array(self._call[start:], dtype=np.int64)
        changed: set[int] = set()
        for place in np.flatnonzero(before != placed).tolist():
            row, old, new = start + place, int(before[place]), int(placed[place])
            if old != NONE:
                self._rows[old].remove(row)
            if new != NONE:
                self._rows.setdefault(new, array("i")).append(row)
            self._call[row] = new
            changed |= {old, new}
        return changed

    def _add(self, start: int, calls: Ints) -> set[int]:
        """Give new events to their calls; those calls."""
        order = np.argsort(calls, kind="stable")
        numbers, first = np.unique(calls[order], return_index=True)
        rows = (order + start).astype(np.int32)
        for number, mine in zip(numbers.tolist(), np.split(rows, first[1:]), strict=True):
            if number != NONE:
                self._rows.setdefault(number, array("i")).frombytes(mine.tobytes())
        return set(numbers.tolist())

    def _note_firsts(self, start: int) -> None:
        """Note the events that stand for a problem of the whole log: no other call may have that problem."""
        table = self._seen.events
        columns = (table.kind, table.time, table.piece, table.line)
        kind, time, piece, line = (np.asarray(column)[start:].astype(np.int64) for column in columns)
        untimed = (time == NO_TIME) & np.isin(kind, _TIMED)
        for mask, key in ((untimed, np.full(len(kind), NONE)), (kind >= len(Kind), kind)):
            rows = np.flatnonzero(mask)
            for row in rows[np.unique(key[rows], return_index=True)[1]].tolist():
                first = (int(piece[row]), int(line[row]), start + row)
                self._firsts[int(key[row])] = min(first, self._firsts.get(int(key[row]), first))

    def _part(self, changed: Iterable[int]) -> Seen:
        """Give the state of the changed calls, and of the events that stand for problems of the whole log."""
        mine = np.concatenate([np.asarray(self._rows[number]) for number in changed if number in self._rows])
        rows = np.union1d(mine, np.array([row for *_, row in self._firsts.values()], dtype=np.int64)).astype(np.int64)
        call = np.asarray(self._call)[rows].astype(np.int64)
        # An event of no call must not be placed anew among these few calls.
        return self._parts.of(rows, np.where(call == NONE, len(self._seen.calls), call))
