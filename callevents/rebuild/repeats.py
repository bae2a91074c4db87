"""Which messages and audio events were logged again."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from callevents.quality.arrays import begins, stretches
from callevents.read.times import NO_TIME

Ints = NDArray[np.int64]
Ints32 = NDArray[np.int32]
Bools = NDArray[np.bool_]

WITHIN_MS = 500
"""Two equal audiostats or swap events of a call are one event logged twice if they lie no further apart."""


def message_repeats(index: Ints, call: Ints32, kind: Ints32, digest: Ints) -> Ints:
    """Give the events that repeat a message: the same call, type, id and text again (a digest of 0 has no id, and no
    repeat).

    index is each message's place among the sorted events; call and kind are those of the sorted events.
    """
    ordered = np.sort(digest)
    # Few digests occur twice: only their messages are looked at closely.
    twice = ordered[1:][ordered[1:] == ordered[:-1]]
    chosen = np.flatnonzero(np.isin(digest, twice[twice != 0]) & (call[index] >= 0))
    order = chosen[np.lexsort((index[chosen], digest[chosen], kind[index[chosen]], call[index[chosen]]))]
    at = index[order]
    same = (call[at][1:] == call[at][:-1]) & (kind[at][1:] == kind[at][:-1]) & (digest[order][1:] == digest[order][:-1])
    again: Ints = at[1:][same]
    return again


def audio_repeats(index: Ints, order: Ints, columns: Sequence[NDArray[Any]], call: Ints32, time: Ints) -> Ints:
    """Give the audiostats events that repeat an earlier one: the same call and the same list of samples within 500 ms.

    columns have the channel and the figures of samples; order puts them in the order of the sorted events, and index is
    then the place of the event of each.
    """
    starts = begins(index)
    events = index[starts]
    whose, moments = call[events], time[events]
    near = _near(whose * 2 + columns[0][order[starts]], np.where(whose >= 0, moments, NO_TIME))
    if not len(near):
        return np.empty(0, dtype=np.int64)
    ends = np.append(starts[1:], len(index))[near]
    starts, events = starts[near], events[near]
    rows = stretches(starts, ends - starts)
    # NaN is made comparable, so that "no value" equals "no value".
    values = np.nan_to_num(np.column_stack([column[order[rows]] for column in columns]), nan=-np.inf)
    likeness = _likeness(values, index[rows])
    ends = np.cumsum(ends - starts)
    starts = np.append(0, ends[:-1])
    order = np.lexsort((time[events], likeness, call[events]))
    first, then = order[:-1], order[1:]
    maybe = (
        (call[events[first]] == call[events[then]])
        & (likeness[first] == likeness[then])
        & (time[events[then]] - time[events[first]] <= WITHIN_MS)
    )
    repeats: list[int] = []
    kept: dict[int, int] = {}
    for before, after in zip(first[maybe].tolist(), then[maybe].tolist(), strict=True):
        original = kept.get(before, before)
        in_time = time[events[after]] - time[events[original]] <= WITHIN_MS
        if in_time and np.array_equal(values[starts[original] : ends[original]], values[starts[after] : ends[after]]):
            kept[after] = original
            repeats.append(int(events[after]))
    return np.array(sorted(repeats), dtype=np.int64)


def _near(group: Ints, time: Ints) -> Ints:
    """Give the rows with another row of their group near in time; a row without a time is near none.

    A repeat begins with the same channel as what it repeats, and from one to the other lead steps of no more than 500
    ms. Such steps are rare: a channel is logged every few seconds.
    """
    rows = np.flatnonzero(time != NO_TIME)
    rows = rows[np.argsort(group[rows], kind="stable")]
    if _steps(group, time, rows).min(initial=0) < 0:
        rows = rows[np.lexsort((time[rows], group[rows]))]
    near = np.zeros(len(rows), dtype=np.bool_)
    near[1:] = _steps(group, time, rows) <= WITHIN_MS
    near[:-1] |= near[1:]
    result: Ints = np.sort(rows[near])
    return result


def _steps(group: Ints, time: Ints, rows: Ints) -> Ints:
    """Give the time from each row to the next; from one group to another it is longer than any."""
    group, time = group[rows], time[rows]
    steps: Ints = np.where(group[1:] == group[:-1], time[1:] - time[:-1], np.iinfo(np.int64).max)
    return steps


def swap_repeats(swaps: Ints, call: Ints32, time: Ints) -> Ints:
    """Give the swaps that repeat the last one of their call that was none, within 500 ms of it.

    swaps are places among the sorted events, in order; call and time are those of the sorted events.
    """
    again: list[int] = []
    last: tuple[int, int] | None = None
    for place, whose, moment in zip(swaps.tolist(), call[swaps].tolist(), time[swaps].tolist(), strict=True):
        if last and last[0] == whose and NO_TIME not in (last[1], moment) and abs(moment - last[1]) <= WITHIN_MS:
            again.append(place)
        else:
            last = whose, moment
    return np.array(again, dtype=np.int64)


def _likeness(values: NDArray[np.float64], index: Ints) -> NDArray[np.uint64]:
    """Give each event's samples as one number, so that equal lists lie side by side when sorted; equality is tested
    afterwards."""
    starts = begins(index)
    within = np.arange(len(index)) - np.repeat(starts, np.diff(np.append(starts, len(index))))
    mixed = (within + 1).astype(np.uint64)
    for column in values.T:
        mixed = mixed * np.uint64(0x9E3779B97F4A7C15) ^ np.ascontiguousarray(column).view(np.uint64)
        mixed ^= mixed >> np.uint64(29)
    return np.add.reduceat(mixed * np.uint64(0xBF58476D1CE4E5B9), starts)
