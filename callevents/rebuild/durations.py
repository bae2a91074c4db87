"""The times and durations of calls, from their stages and spans: whole milliseconds, or UNKNOWN."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from callevents.model.bulk import UNKNOWN
from callevents.quality.arrays import Bools
from callevents.read.times import NO_TIME
from callevents.rebuild.arrange import Ints
from callevents.rebuild.lifecycle import CONFERENCE, FLAG, HOLD, MUTE, RECORDING_PAUSED
from callevents.rebuild.lives import Lives, Spans
from callevents.rebuild.seen import NONE

_TOTALS = {
    MUTE: "mute_ms",
    RECORDING_PAUSED: "recording_paused_ms",
    CONFERENCE: "conference_ms",
    FLAG: "flag_open_ms",
}


@dataclass(frozen=True, slots=True, eq=False)
class Durations:
    """The times and durations of calls, in columns named as in `model.call.Call`.

    backwards has the places of the events that ended something before it began; such a duration is unknown.
    """

    columns: Mapping[str, Ints]
    backwards: Ints


def durations(lives: Lives, time: Ints, handled: Bools) -> Durations:
    """Work out the durations of the calls. time is that of the sorted events; handled says which outcomes are that."""
    times = _times(time, lives.stage_at)
    started, connected, ended, wrapped_up = times.T
    steps = times[:, 1:] - times[:, :-1]
    known = (times[:, 1:] != NO_TIME) & (times[:, :-1] != NO_TIME)
    backwards = known & (steps < 0)
    ring, connected_ms, wrap_up = np.where(known & ~backwards, steps, UNKNOWN).T

    lasting = _Lasting(lives, time)
    of_kind = lives.spans.of_kind
    holds = _holds(lives, lasting, (connected, ended))
    # Talk and hold together are the connected time, which is known even where their shares are not.
    handle = np.where(lives.stage_at[:, -1] == NONE, connected_ms, _sum(connected_ms, wrap_up))
    columns = {
        "started": started,
        "connected": connected,
        "ended": ended,
        "wrap_up_ended": wrapped_up,
        "ring_ms": ring,
        "connected_ms": connected_ms,
        "talk_ms": _sum(connected_ms, holds["hold_ms"], -1),
        **holds,
        **{name: _begun(lives, kind, lasting.total(of_kind(kind))) for kind, name in _TOTALS.items()},
        "wrap_up_ms": wrap_up,
        "handle_ms": np.where(handled, handle, UNKNOWN),
        "mutes": lasting.count(of_kind(MUTE)),
    }
    return Durations(columns, np.concatenate([lives.stage_at[:, 1:][backwards], lasting.backwards]))


class _Lasting:
    """The spans of the calls with their times, where both are known and in order."""

    def __init__(self, lives: Lives, time: Ints) -> None:
        spans = lives.spans
        self._spans: Spans = spans
        self._calls = len(lives.own)
        self._start, self._end = _times(time, spans.opened), _times(time, spans.closed)
        has_both = (self._start != NO_TIME) & (self._end != NO_TIME)
        self._known = has_both & (self._end >= self._start)
        measured = spans.of_kind(HOLD, *_TOTALS) & ~lives.unopened[spans.call, spans.kind]
        self.backwards = spans.closed[measured & has_both & ~self._known]

    def total(self, chosen: Bools, within: tuple[Ints, Ints] | None = None) -> Ints:
        """Give by call the time that at least one of the chosen spans covers, within two moments (NO_TIME: no bound);
        unknown where one of the spans is."""
        mine = chosen & self._known
        call, start, end = self._spans.call[mine], self._start[mine], self._end[mine]
        if within is not None:
            first, last = (moments[call] for moments in within)
            start = np.maximum(start, first)  # NO_TIME lies before all times
            end = np.where(last == NO_TIME, end, np.minimum(end, last))
        total = covered(start, end, call, self._calls)
        total[self._spans.call[chosen & ~self._known]] = UNKNOWN
        return total

    def longest(self, chosen: Bools) -> Ints:
        """Give by call the length of the longest of the chosen spans; 0 where there is none."""
        mine = chosen & self._known
        longest = np.zeros(self._calls, dtype=np.int64)
        np.maximum.at(longest, self._spans.call[mine], (self._end - self._start)[mine])
        return longest

    def count(self, chosen: Bools) -> Ints:
        """Give by call the number of the chosen spans."""
        return np.bincount(self._spans.call[chosen], minlength=self._calls)


def covered(start: Ints, end: Ints, group: Ints, groups: int) -> Ints:
    """Give by group (0 .. groups - 1) the time that at least one of its spans covers; one that ends first covers none.

    Exact for spans within 2**53 ms.
    """
    if not len(group):
        return np.zeros(groups, dtype=np.int64)
    order = np.lexsort((start, group))
    start, end, group = start[order], end[order], group[order]
    # How far the spans so far reach. The ends by their rank, so that a number holds the group and an end.
    ends, rank = np.unique(end, return_inverse=True)
    reached = ends[np.maximum.accumulate(group * len(ends) + rank) % len(ends)]
    new_from = start.copy()
    follows = group[1:] == group[:-1]
    new_from[1:][follows] = np.maximum(start[1:], reached[:-1])[follows]
    return np.bincount(group, weights=np.maximum(end - new_from, 0), minlength=groups).astype(np.int64)


def _holds(lives: Lives, lasting: _Lasting, connected: tuple[Ints, Ints]) -> dict[str, Ints]:
    """Give the holds of calls, and their durations within the connected time."""
    spans = lives.spans
    holds = spans.of_kind(HOLD)
    total, count = lasting.total(holds, connected), lasting.count(holds)
    of_customer = lasting.total(holds & (spans.party == lives.own[spans.call]), connected)
    # Whose holds they were is not known where the log names no own participant, or nobody for one of the holds.
    nameless = lasting.count(holds & (spans.party == NONE)) > 0
    of_customer[(count > 0) & ((lives.own == NONE) | nameless)] = UNKNOWN
    return {
        "hold_ms": _begun(lives, HOLD, total),
        "customer_hold_ms": _begun(lives, HOLD, of_customer),
        "longest_hold_ms": _begun(lives, HOLD, np.where(total == UNKNOWN, UNKNOWN, lasting.longest(holds))),
        "holds": count,
    }


def _begun(lives: Lives, kind: int, total: Ints) -> Ints:
    """Give a total, unknown where a span of the kind began before the log."""
    return np.where(lives.unopened[:, kind], UNKNOWN, total)


def _sum(one: Ints, other: Ints, sign: int = 1) -> Ints:
    return np.where((one == UNKNOWN) | (other == UNKNOWN), UNKNOWN, one + sign * other)


def _times(time: Ints, places: Ints) -> Ints:
    """Give the times of events by their places; that of none (-1) is NO_TIME."""
    return np.where(places == NONE, NO_TIME, time[places])
