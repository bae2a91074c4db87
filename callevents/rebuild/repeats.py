"""Which messages and audio events were logged again."""

import numpy as np
from numpy.typing import NDArray

from callevents.read.times import NO_TIME

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

WITHIN_MS = 500
"""Two equal audiostats or swap events of a call are one event logged twice if they lie no further apart."""


def message_repeats(index: Ints, call: Ints, kind: Ints, digest: Ints) -> Ints:
    """Give the events that repeat a message: the same call, type, id and text again (a digest of 0 has no id, and no
    repeat).

    index is each message's place among the sorted events; call and kind are those of the sorted events.
    """
    chosen = np.flatnonzero((digest != 0) & (call[index] >= 0))
    order = chosen[np.lexsort((index[chosen], digest[chosen], kind[index[chosen]], call[index[chosen]]))]
    at = index[order]
    same = (call[at][1:] == call[at][:-1]) & (kind[at][1:] == kind[at][:-1]) & (digest[order][1:] == digest[order][:-1])
    again: Ints = at[1:][same]
    return again


def audio_repeats(index: Ints, values: NDArray[np.float64], call: Ints, time: Ints) -> Ints:
    """Give the audiostats events that repeat an earlier one: the same call and the same list of samples within 500 ms.

    index is the place among the sorted events of each sample's event, in the order of the samples; values has a row per
    sample: its channel and its figures.
    """
    if not len(index):
        return np.empty(0, dtype=np.int64)
    starts = _starts(index)
    ends = np.append(starts[1:], len(index))
    events = index[starts]
    usable = (call[events] >= 0) & (time[events] != NO_TIME)
    starts, ends, events = starts[usable], ends[usable], events[usable]
    # NaN is made comparable, so that "no value" equals "no value".
    values = np.nan_to_num(values, nan=-np.inf)
    likeness = _likeness(values, index)[usable]
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
        near = time[events[after]] - time[events[original]] <= WITHIN_MS
        if near and np.array_equal(values[starts[original] : ends[original]], values[starts[after] : ends[after]]):
            kept[after] = original
            repeats.append(int(events[after]))
    return np.array(sorted(repeats), dtype=np.int64)


def swap_repeats(swaps: Ints, call: Ints, time: Ints) -> Ints:
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


def _starts(index: Ints) -> Ints:
    return np.flatnonzero(np.concatenate(([True], index[1:] != index[:-1])))


def _likeness(values: NDArray[np.float64], index: Ints) -> NDArray[np.uint64]:
    """Give each event's samples as one number, so that equal lists lie side by side when sorted; equality is tested
    afterwards."""
    starts = _starts(index)
    within = np.arange(len(index)) - np.repeat(starts, np.diff(np.append(starts, len(index))))
    mixed = (within + 1).astype(np.uint64)
    for column in values.T:
        mixed = mixed * np.uint64(0x9E3779B97F4A7C15) ^ np.ascontiguousarray(column).view(np.uint64)
        mixed ^= mixed >> np.uint64(29)
    return np.add.reduceat(mixed * np.uint64(0xBF58476D1CE4E5B9), starts)
