"""The lifecycles of all calls, in columns.

Most calls take one of few courses: started, connected, ended, and a hold or two. Each course is followed once
(`lifecycle.trace`), and what it means is told of every call that took it.
"""

from collections.abc import Callable, Sequence
from itertools import chain, pairwise
from typing import Any

import numpy as np
from msgspec import Struct

from callevents.model.event import LIFECYCLE, Kind
from callevents.model.problem import Code
from callevents.quality.arrays import Bools, Ints, Ints32, stretches
from callevents.rebuild.arrange import Events
from callevents.rebuild.findings import CODES
from callevents.rebuild.lifecycle import SPAN_KINDS, STAGES, Lifecycle, trace
from callevents.rebuild.repeats import swap_repeats
from callevents.rebuild.seen import CODE_NUMBER, NONE

_TOLD = np.isin(np.arange(len(Kind) + 1), [*LIFECYCLE, Kind.FLAGRAISE, Kind.FLAGLOWER])
"""By kind of event (the last item stands for all unknown ones): does it tell of the lifecycle?"""

_KIND_BITS = 5


class Spans(Struct, frozen=True, eq=False):
    """The spans of all calls, call by call, within a call in the order they were opened.

    kind is a number of SPAN_KINDS, party one of `Seen.texts` (-1: nobody). opened and closed are the places, among the
    sorted events, of the events that did it (closed -1: none did).
    """

    call: Ints
    kind: Ints
    party: Ints
    opened: Ints32
    closed: Ints32

    def of_kind(self, *kinds: int) -> Bools:
        """Tell which spans are of one of the kinds."""
        wanted: Bools = np.isin(np.arange(len(SPAN_KINDS)), kinds)[self.kind]
        return wanted

    def of_call(self, call: int) -> slice:
        """Give the rows of one call."""
        return slice(*np.searchsorted(self.call, (call, call + 1)).tolist())


class Lives(Struct, frozen=True, eq=False):
    """What the lifecycle events of each call mean (see `Lifecycle`). Events are told by their places among the sorted.

    By call: own; stage_at, with a column for each of STAGES (-1: not seen); unopened, with one for each of SPAN_KINDS;
    the ends on hold and on mute; and first_party, which tells where its participants begin in parties (numbers of
    `Seen.texts`). flags has, call by call, each flagraise and the flaglower that answered it (-1: none).
    """

    own: Ints
    parties: Ints
    first_party: Ints
    stage_at: Ints32
    spans: Spans
    unopened: Bools
    flags: Ints32
    ended_on_hold: Bools
    ended_on_mute: Bools
    repeats: Ints
    findings: Sequence[tuple[Code, Ints]]


def trace_all(events: Events, repeats: Ints32) -> Lives:
    """Follow the lifecycle of every call. repeats are the messages that were logged again."""
    told = _TOLD[np.minimum(events.kind, len(Kind))] & (events.call >= 0)
    told[repeats] = False
    swaps = np.flatnonzero(told & (events.kind == Kind.SWAP))
    swapped_again = swap_repeats(swaps, events.call, events.time)
    told[swapped_again] = False
    at = np.flatnonzero(told).astype(np.int32)
    first = np.searchsorted(events.call[at], np.arange(len(events.call_ids) + 1))
    names = _named(events.call[at].astype(np.int64), events.participant[at], len(events.call_ids))
    course, lives = _courses(events.kind[at], names.number, first)
    return _told(_Taken(lives, course, at, first, names), swapped_again)


class _Names(Struct, frozen=True, eq=False):
    """The participants that steps name, numbered within each call in the order they are named first.

    number is that of each step (-1: it names nobody). text has their numbers of `Seen.texts`, call by call, and first
    tells where those of a call begin.
    """

    number: Ints
    text: Ints
    first: Ints


def _named(call: Ints, participant: Ints32, calls: int) -> _Names:
    """Number the participants of the steps, which are in the order of calls."""
    naming = np.flatnonzero(participant != NONE)
    texts = int(participant.max(initial=0)) + 1
    pairs, first_naming, which = np.unique(
        call[naming] * texts + participant[naming], return_index=True, return_inverse=True
    )
    order = np.argsort(first_naming)
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    first = np.searchsorted(pairs[order] // texts, np.arange(calls + 1))
    number = np.full(len(call), NONE, dtype=np.int64)
    number[naming] = place[which] - first[call[naming]]
    return _Names(number, pairs[order] % texts, first)


def _courses(kind: Ints32, party: Ints, first: Ints) -> tuple[Ints, list[Lifecycle]]:
    """Give the number of the course that each call took, and what each course means: one at least."""
    steps = (kind | party + 1 << _KIND_BITS).astype(np.int32)
    written = steps.tobytes()
    numbers = {b"": 0}
    ends = pairwise((first * steps.itemsize).tolist())
    course = [numbers.setdefault(written[start:end], len(numbers)) for start, end in ends]
    return np.array(course, dtype=np.int64), list(map(_traced, numbers))


def _traced(course: bytes) -> Lifecycle:
    mask = (1 << _KIND_BITS) - 1
    return trace((step & mask, (step >> _KIND_BITS) - 1) for step in memoryview(course).cast("i"))


class _Taken:
    """The courses that calls took, to be told of each call.

    lives says what each course means, and course which of them each call took. at is the place of each step among the
    sorted events, and first tells where the steps of a call begin.
    """

    def __init__(self, lives: Sequence[Lifecycle], course: Ints, at: Ints32, first: Ints, names: _Names) -> None:
        self._lives = lives
        self._course = course
        # The last one serves -1, here and of the names.
        self._at, self._first = np.append(at, np.int32(NONE)), first
        self._text, self._first_text = np.append(names.text, NONE), names.first

    def by_call(self, of: Callable[[Lifecycle], Any]) -> Any:
        """Give for each call what its course has: one value, or of all courses equally many."""
        return np.array([of(life) for life in self._lives])[self._course]

    def rows(self, width: int, of: Callable[[Lifecycle], Sequence[tuple[int, ...]]]) -> tuple[Ints, Ints]:
        """Give the rows, of so many numbers each, that the courses of the calls have: their calls and their columns."""
        found = [of(life) for life in self._lives]
        count = np.array(list(map(len, found)), dtype=np.int64)
        numbers = chain.from_iterable(chain.from_iterable(found))
        rows = np.fromiter(numbers, dtype=np.int64, count=width * int(count.sum())).reshape(-1, width)
        each = count[self._course]
        call = np.repeat(np.arange(len(each)), each)
        return call, rows[stretches((np.cumsum(count) - count)[self._course], each)].T

    def places(self, call: Ints, step: Ints) -> Ints32:
        """Give the places of steps of calls; -1 stays -1."""
        return self._at[np.where(step < 0, NONE, self._first[call] + step)]

    def texts(self, call: Ints, party: Ints) -> Ints:
        """Give the participants of calls as numbers of `Seen.texts`; -1 stays -1."""
        return self._text[np.where(party < 0, NONE, self._first_text[call] + party)]


def _told(taken: _Taken, swapped_again: Ints) -> Lives:
    own = taken.by_call(lambda life: life.own)
    every = np.arange(len(own))
    whose, (party,) = taken.rows(1, lambda life: [(party,) for party in life.parties])
    of_finding, (code, finding) = taken.rows(2, lambda life: [(CODE_NUMBER[code], at) for code, at in life.findings])
    of_flag, flags = taken.rows(2, lambda life: sorted((up, _or_none(down)) for up, down in life.flags))
    of_repeat, (repeat,) = taken.rows(1, lambda life: [(at,) for at in life.repeats])
    stages = taken.by_call(lambda life: [life.stage_at.get(kind, NONE) for kind in STAGES])
    found = taken.places(of_finding, finding)
    return Lives(
        own=taken.texts(every, own),
        parties=taken.texts(whose, party),
        first_party=np.searchsorted(whose, np.arange(len(every) + 1)),
        stage_at=taken.places(every[:, None], stages),
        spans=_spans(taken),
        unopened=taken.by_call(lambda life: [kind in life.unopened for kind in range(len(SPAN_KINDS))]),
        flags=taken.places(of_flag, flags).T,
        ended_on_hold=taken.by_call(lambda life: life.ended_on_hold),
        ended_on_mute=taken.by_call(lambda life: life.ended_on_mute),
        repeats=np.concatenate([taken.places(of_repeat, repeat), swapped_again]),
        findings=[(CODES[number], found[code == number]) for number in np.flatnonzero(np.bincount(code)).tolist()],
    )


def _spans(taken: _Taken) -> Spans:
    call, (kind, party, opened, closed) = taken.rows(
        4,
        lambda life: [(span.kind, span.party, span.opened_by, _or_none(span.closed_by)) for span in life.spans],
    )
    # The numbers of places in their courses are not kept beside the kinds.
    return Spans(call, kind.copy(), taken.texts(call, party), taken.places(call, opened), taken.places(call, closed))


def _or_none(step: int | None) -> int:
    return NONE if step is None else step
