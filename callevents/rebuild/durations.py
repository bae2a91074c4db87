"""The times and durations of calls, from their stages and spans: whole milliseconds, or UNKNOWN."""

from collections.abc import Mapping

import numpy as np
from msgspec import Struct

from callevents.model.value import UNKNOWN
from callevents.quality.arrays import Bools, Ints, Ints32
from callevents.read.times import NO_TIME
from callevents.rebuild.lifecycle import CONFERENCE, FLAG, HOLD, MUTE, RECORDING_PAUSED, SPAN_KINDS
from callevents.rebuild.lives import Lives
from callevents.rebuild.seen import NONE

_TOTALS = {
    HOLD: "hold_ms",
    MUTE: "mute_ms",
    RECORDING_PAUSED: "recording_paused_ms",
    CONFERENCE: "conference_ms",
    FLAG: "flag_open_ms",
}
"""The kinds of span that are measured."""

_CUSTOMER_HOLD = len(SPAN_KINDS)
"""Holds of the call's own participant are measured once more, as a kind of their own."""

_KINDS = len(SPAN_KINDS) + 1


class Durations(Struct, frozen=True, eq=False):
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
    spans = _measured(lives, time, connected, ended)
    # Talk and hold together are the connected time, which is known even where their shares are not.
    handle = np.where(lives.stage_at[:, -1] == NONE, connected_ms, _sum(connected_ms, wrap_up))
    columns = {
        "started": started,
        "connected": connected,
        "ended": ended,
        "wrap_up_ended": wrapped_up,
        "ring_ms": ring,
        "connected_ms": connected_ms,
        "talk_ms": _sum(connected_ms, spans.totals[:, HOLD], -1),
        **{name: spans.totals[:, kind] for kind, name in _TOTALS.items()},
        "customer_hold_ms": spans.totals[:, _CUSTOMER_HOLD],
        "longest_hold_ms": spans.longest_hold,
        "wrap_up_ms": wrap_up,
        "handle_ms": np.where(handled, handle, UNKNOWN),
        # Copies: a view would keep the counts of all other kinds.
        "holds": spans.counts[:, HOLD].copy(),
        "mutes": spans.counts[:, MUTE].copy(),
    }
    return Durations(columns, np.concatenate([lives.stage_at[:, 1:][backwards], spans.backwards]))


class _Measured(Struct, frozen=True, eq=False):
    """The spans as they are measured: by call and kind, how long at least one of them lasted, and how many there were;
    by call, the longest hold; and the places of the events that ended one before it began."""

    totals: Ints
    counts: Ints
    longest_hold: Ints
    backwards: Ints


def _measured(lives: Lives, time: Ints, connected: Ints, ended: Ints) -> _Measured:
    """Measure the spans; holds only between two moments of each call (NO_TIME: no bound)."""
    spans, calls = lives.spans, len(lives.own)
    rows = np.flatnonzero(spans.of_kind(*_TOTALS))
    own = rows[(spans.kind[rows] == HOLD) & (spans.party[rows] == lives.own[spans.call[rows]])]
    kind = np.append(spans.kind[rows], np.full(len(own), _CUSTOMER_HOLD))
    rows = np.append(rows, own)
    call, start, end = spans.call[rows], _times(time, spans.opened[rows]), _times(time, spans.closed[rows])
    has_both = (start != NO_TIME) & (end != NO_TIME)
    known = has_both & (end >= start)
    group = call * _KINDS + kind
    counts = np.bincount(group, minlength=calls * _KINDS).reshape(calls, _KINDS)

    is_hold = kind == HOLD
    longest = np.zeros(calls, dtype=np.int64)
    np.maximum.at(longest, call[is_hold & known], (end - start)[is_hold & known])
    is_hold |= kind == _CUSTOMER_HOLD
    start = np.where(is_hold, np.maximum(start, connected[call]), start)  # NO_TIME lies before all times
    end = np.where(is_hold & (ended[call] != NO_TIME), np.minimum(end, ended[call]), end)
    totals = covered(start[known], end[known], group[known], calls * _KINDS)
    totals[group[~known]] = UNKNOWN
    totals = totals.reshape(calls, _KINDS)

    # Where a span of the kind began before the log, the others do not tell how long it was.
    unopened = lives.unopened[:, [*range(len(SPAN_KINDS)), HOLD]]
    totals[unopened] = UNKNOWN
    totals[_holds_of_anybody(lives, counts[:, HOLD]), _CUSTOMER_HOLD] = UNKNOWN
    counted = (kind != _CUSTOMER_HOLD) & ~unopened[call, kind]
    return _Measured(
        totals=totals,
        counts=counts,
        longest_hold=np.where(totals[:, HOLD] == UNKNOWN, UNKNOWN, longest),
        backwards=spans.closed[rows[counted & has_both & ~known]],
    )


def _holds_of_anybody(lives: Lives, holds: Ints) -> Bools:
    """Tell of which calls with holds it is not known whose they were: the log names no own participant, or nobody for
    one of the holds."""
    nameless = lives.spans.call[lives.spans.of_kind(HOLD) & (lives.spans.party == NONE)]
    unknown: Bools = (holds > 0) & (lives.own == NONE)
    unknown[nameless] = True
    return unknown


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


def _sum(one: Ints, other: Ints, sign: int = 1) -> Ints:
    return np.where((one == UNKNOWN) | (other == UNKNOWN), UNKNOWN, one + sign * other)


def _times(time: Ints, places: Ints32) -> Ints:
    """Give the times of events by their places; that of none (-1) is NO_TIME."""
    return np.where(places == NONE, NO_TIME, time[places])
