"""Which messages and audio events were logged again."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from callevents.quality.arrays import Ints, Ints32, begins, ranks, stretches
from callevents.read.times import NO_TIME

Values = Callable[[Ints], NDArray[np.float64]]

WITHIN_MS = 500
"""Two equal audiostats or swap events of a call are one event logged twice if they lie no further apart."""


def message_repeats(index: Ints32, call: Ints32, kind: Ints32, digest: Ints) -> Ints32:
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
    again: Ints32 = at[1:][same]
    return again


def audio_repeats(index: Ints32, values: Values, call: Ints32, time: Ints, suspects: Ints32) -> Ints:
    """Give the audiostats events that repeat an earlier one: the same call and the same list of samples within 500 ms.

    index is the place among the sorted events of each sample's event, in the order of the samples; values gives of some
    samples a row each: the channel and the figures. suspects are the events that may repeat another or be repeated.
    """
    if not len(suspects):
        return np.empty(0, dtype=np.int64)
    starts = np.searchsorted(index, suspects)
    sizes = np.searchsorted(index, suspects, side="right") - starts
    rows = stretches(starts, sizes)
    # What is equal must have the same bits: "no value" and "no value", 0 and -0.
    listed = np.nan_to_num(values(rows), nan=-np.inf) + 0.0
    likeness = _likeness(listed, index[rows])
    ends = np.cumsum(sizes)
    starts = ends - sizes
    order = np.lexsort((time[suspects], likeness, call[suspects]))
    first, then = order[:-1], order[1:]
    maybe = (
        (call[suspects[first]] == call[suspects[then]])
        & (likeness[first] == likeness[then])
        & (time[suspects[then]] - time[suspects[first]] <= WITHIN_MS)
    )
    repeats: list[int] = []
    kept: dict[int, int] = {}
    for before, after in zip(first[maybe].tolist(), then[maybe].tolist(), strict=True):
        original = kept.get(before, before)
        in_time = time[suspects[after]] - time[suspects[original]] <= WITHIN_MS
        if in_time and np.array_equal(listed[starts[original] : ends[original]], listed[starts[after] : ends[after]]):
            kept[after] = original
            repeats.append(int(suspects[after]))
    return np.array(sorted(repeats), dtype=np.int64)


def near_in_time(index: Ints32, group: Ints32, time: Ints) -> Ints32:
    """Give the events with a sample near in time to the one before or after it of the same channel: within 500 ms.

    index is the event of each sample, by its place among the sorted; group the channel, by which the samples are
    sorted; time the time of each. A repeat begins with the same channel as what it repeats, and from one to the other
    lead steps that are no longer. They are rare: a channel is logged every few seconds.
    """
    known = time != NO_TIME
    if not known.all():
        index, group, time = index[known], group[known], time[known]
    same = group[1:] == group[:-1]
    steps = time[1:] - time[:-1]
    if (same & (steps < 0)).any():
        order = np.lexsort((time, group))
        index, time = index[order], time[order]
        steps = time[1:] - time[:-1]
    pairs = np.flatnonzero(same & (steps <= WITHIN_MS))
    near = np.sort(np.append(index[pairs], index[pairs + 1]))
    return near[begins(near)]


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


def _likeness(values: NDArray[np.float64], index: Ints32) -> NDArray[np.uint64]:
    """Give each event's samples as one number, so that equal lists lie side by side when sorted; equality is tested
    afterwards."""
    starts = begins(index)
    mixed = (ranks(index) + 1).astype(np.uint64)
    for column in values.T:
        mixed = mixed * np.uint64(0x9E3779B97F4A7C15) ^ np.ascontiguousarray(column).view(np.uint64)
        mixed ^= mixed >> np.uint64(29)
    return np.add.reduceat(mixed * np.uint64(0xBF58476D1CE4E5B9), starts)
