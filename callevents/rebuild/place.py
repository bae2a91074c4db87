"""Finding the call of an event that has no call id."""

import numpy as np

from callevents.model.event import Kind
from callevents.quality.arrays import Ints, Ints32
from callevents.read.times import NO_TIME

LATE = np.iinfo(np.int64).max
"""Later than any time, and behind any position."""

SOURCE_SHIFT = 40
"""A position is the source's rank by its name above, and the line in the source (from 1) in the lower 40 bits."""


def placed(call: Ints32, kind: Ints32, time: Ints, position: Ints, agent: Ints32, session: Ints32) -> Ints32:
    """Give the call of each event, where an event without a call id (-1) takes the only call that can have sent it.

    Candidates are the calls with an event of the same session (where the event names none: of the same agent; else: of
    the same source) whose stretch from the first event to callended (else to the last event) contains the event: by
    time, or by position in the source for an event without a time. With none or several, the event stays without a
    call.
    """
    homeless = np.flatnonzero(call < 0)
    if not len(homeless):
        return call
    known = np.flatnonzero((call >= 0) & (kind < Kind.INTELLIGENCESIGNAL))
    result = call.copy()
    source = position >> SOURCE_SHIFT
    has_session = session[homeless] >= 0
    has_agent = ~has_session & (agent[homeless] >= 0)
    for column, chosen in ((session, has_session), (agent, has_agent), (source, ~has_session & ~has_agent)):
        key = column.astype(np.int64)
        events = homeless[chosen]
        timed = time[events] != NO_TIME
        for moment, part in ((time, events[timed]), (position, events[~timed])):
            if len(part):
                # Positions are told apart by source, so that a stretch of lines lies within one file.
                place = (
                    key if moment is time else key * len(np.unique(source)) + np.unique(source, return_inverse=True)[1]
                )
                result[part] = _only_containing(part, known, place, moment, call, kind)
    return result


def _only_containing(events: Ints, known: Ints, key: Ints, moment: Ints, call: Ints32, kind: Ints32) -> Ints:
    """Give for each event the only call with its key whose stretch contains its moment, or -1."""
    known = known[moment[known] != NO_TIME]
    start, end = _stretches(known, moment, call, kind)
    numbers = int(call.max(initial=-1)) + 1
    key_of_pair, call_of_pair = np.divmod(np.unique(key[known] * numbers + call[known]), max(numbers, 1))
    result = np.full(len(events), -1, dtype=np.int64)
    order = np.argsort(key[events], kind="stable")
    values, first = np.unique(key[events][order], return_index=True)
    for value, asking in zip(values.tolist(), np.split(order, first[1:]), strict=True):
        calls = call_of_pair[slice(*np.searchsorted(key_of_pair, (value, value + 1)))]
        begun = calls[np.argsort(start[calls], kind="stable")]
        over = calls[np.argsort(end[calls], kind="stable")]
        at = moment[events[asking]]
        after = np.searchsorted(start[begun], at, side="right")
        before = np.searchsorted(end[over], at, side="left")
        # Calls begun less calls over are those that contain the moment; where it is one, the sums of their numbers
        # differ by it.
        number = np.concatenate(([0], np.cumsum(begun)))[after] - np.concatenate(([0], np.cumsum(over)))[before]
        result[asking] = np.where(after - before == 1, number, -1)
    return result


def _stretches(known: Ints, moment: Ints, call: Ints32, kind: Ints32) -> tuple[Ints, Ints]:
    """Give by call its first moment, and that of its first callended or else its last."""
    calls = int(call.max(initial=-1)) + 1
    start = np.full(calls, LATE)
    last = np.full(calls, NO_TIME)
    ended = np.full(calls, LATE)
    np.minimum.at(start, call[known], moment[known])
    np.maximum.at(last, call[known], moment[known])
    ends = known[kind[known] == Kind.CALLENDED]
    np.minimum.at(ended, call[ends], moment[ends])
    return start, np.where(ended == LATE, last, ended)
