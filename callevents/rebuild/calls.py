"""Each call from its parts: stages, durations, counts, audio, problems."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from callevents.model.call import Call, Outcome, Stage
from callevents.model.columnar import Coded, Column, Columnar, coded
from callevents.model.event import LIFECYCLE, Kind
from callevents.quality.figures import CallQuality
from callevents.read.times import NO_TIME
from callevents.rebuild.arrange import Events, Ints
from callevents.rebuild.lifecycle import Lifecycle, Step, trace
from callevents.rebuild.log import Bools
from callevents.rebuild.seen import NONE, Seen

_STAGES = (
    (Kind.WRAPUPENDED, Stage.WRAPPED_UP),
    (Kind.CALLENDED, Stage.ENDED),
    (Kind.CALLCONNECTED, Stage.CONNECTED),
    (Kind.CALLSTARTED, Stage.STARTED),
)
_TIMES = {
    "started": Kind.CALLSTARTED,
    "connected": Kind.CALLCONNECTED,
    "ended": Kind.CALLENDED,
    "wrap_up_ended": Kind.WRAPUPENDED,
}
_MESSAGES = {"transcripts": Kind.TRANSCRIPT, "notes": Kind.NOTE, "flags": Kind.FLAGRAISE}
_HANDLED_BY = sum(1 << kind for kind in (Kind.CALLCONNECTED, Kind.HOLD, Kind.SWAP, Kind.CONFERENCE, Kind.TRANSCRIPT))
_MISSED_TYPES = frozenset({"inbound", "transfer"})
_UNANSWERED_TYPES = frozenset({"outbound", "callback", "dialedcallback"})


def steps_by_call(events: Events, repeats: Ints) -> list[list[Step]]:
    """Give for each call the events that its lifecycle is told from, in order: messages logged again are left out."""
    index, steps = _steps(events, repeats, slice(None))
    bounds = np.searchsorted(events.call[index], np.arange(len(events.call_ids) + 1)).tolist()
    return [steps[start:end] for start, end in pairwise(bounds)]


def steps_of_call(events: Events, repeats: Ints, call: int) -> list[Step]:
    """Give the same for one call."""
    return _steps(events, repeats, slice(*events.bounds[call : call + 2].tolist()))[1]


def _steps(events: Events, repeats: Ints, part: slice) -> tuple[Ints, list[Step]]:
    """Give the lifecycle events in a part of the columns: their places, and themselves."""
    kind = events.kind[part]
    told = np.isin(kind, [*LIFECYCLE, Kind.FLAGRAISE, Kind.FLAGLOWER]) & (events.call[part] >= 0)
    index = np.flatnonzero(told) + (part.start or 0)
    index = index[~np.isin(index, repeats)]
    times = [None if time == NO_TIME else time for time in events.time[index].tolist()]
    columns = (index.tolist(), events.kind[index].tolist(), times, events.participant[index].tolist())
    return index, list(zip(*columns, strict=True))


def trace_all(events: Events, repeats: Ints) -> list[Lifecycle]:
    """Follow the lifecycle of every call."""
    return [trace(steps) for steps in steps_by_call(events, repeats)]


def kinds_seen(events: Events) -> Ints:
    """Give for each call its kinds of event as bits; kinds without effect on a call share the last bit."""
    bits = np.left_shift(1, np.minimum(events.kind, Kind.INTELLIGENCESIGNAL))
    seen = np.zeros(len(events.call_ids), dtype=np.int64)
    mine = events.call >= 0
    np.bitwise_or.at(seen, events.call[mine], bits[mine])
    return seen


def outcome(life: Lifecycle, kinds: int, call_type: str | None) -> Outcome:
    """Tell what became of a call, by the first rule that fits."""
    if not life.seen:
        return Outcome.UNKNOWN
    if Kind.CALLENDED not in life.seen and Kind.WRAPUPENDED not in life.seen:
        return Outcome.IN_PROGRESS
    if kinds & _HANDLED_BY:
        return Outcome.HANDLED
    if call_type in _MISSED_TYPES:
        return Outcome.MISSED
    return Outcome.UNANSWERED if call_type in _UNANSWERED_TYPES else Outcome.UNKNOWN


def call_types(seen: Seen, events: Events) -> list[str | None]:
    """Give each call's type in lower case: that of the first callstarted that names one, else of the first
    callconnected."""
    table = seen.call_types
    result: list[str | None] = [None] * len(events.call_ids)
    if not len(table.event):
        return result
    index = events.sorted_row[np.array(table.event, dtype=np.int64)]
    call = events.call[index]
    order = np.lexsort((index, events.kind[index], call))
    texts = list(seen.texts)
    calls, first = np.unique(call[order], return_index=True)
    number = np.array(table.call_type, dtype=np.int64)[order][first]
    for of_call, text in zip(calls.tolist(), number.tolist(), strict=True):
        if of_call >= 0:
            result[of_call] = texts[text].strip().lower() or None
    return result


def first_agents(events: Events) -> Coded:
    """Give each call's agent: the first that the envelopes of its events name."""
    named = np.flatnonzero((events.agent != NONE) & (events.call >= 0))
    calls, first = np.unique(events.call[named], return_index=True)
    agent = np.full(len(events.call_ids), NONE, dtype=np.int64)
    agent[calls] = events.agent[named[first]]
    return Coded(agent, (*events.agents, None))


def _count(events: Events, mask: Bools) -> Ints:
    """Count by call the events where the mask holds."""
    return np.bincount(events.call[mask & (events.call >= 0)], minlength=len(events.call_ids))


def _last(events: Events, kept: Bools) -> Ints:
    """Give by call the time of its last event that is no repeat, or NO_TIME."""
    last = np.full(len(events.call_ids), NO_TIME)
    mine = kept & (events.call >= 0)
    np.maximum.at(last, events.call[mine], events.time[mine])
    return last


def build_calls(
    seen: Seen,
    events: Events,
    repeat: Bools,
    lives: Sequence[Lifecycle],
    lasting: Mapping[str, Column],
    outcomes: Sequence[Outcome],
    types: Sequence[str | None],
    words: Sequence[Mapping[str, int]],
    quality: Columnar[CallQuality],
    problems: Coded,
) -> Columnar[Call]:
    """Put the calls together from their parts; all of these are by call."""
    texts = (*seen.texts, None)
    kept = ~repeat
    columns: dict[str, Column] = {
        "call_id": events.call_ids,
        "call_type": coded(types),
        "participant": Coded(np.array([life.own for life in lives], dtype=np.int64), texts),
        "participants": [tuple(texts[party] for party in life.parties) for life in lives],
        "agent": first_agents(events),
        "stage": coded(
            [next((stage for kind, stage in _STAGES if kind in life.seen), Stage.UNKNOWN) for life in lives]
        ),
        "outcome": coded(outcomes),
        **{name: _times(lives, kind) for name, kind in _TIMES.items()},
        "first_event": events.first,
        "last_event": _last(events, kept),
        **lasting,
        "events": _count(events, kept),
        "repeats": _count(events, repeat),
        **{name: _count(events, kept & (events.kind == kind)) for name, kind in _MESSAGES.items()},
        "words_by_role": words,
        **quality.columns,
        "problems": problems,
    }
    return Columnar(Call, columns)


def _times(lives: Sequence[Lifecycle], kind: Kind) -> Ints:
    times = (life.seen.get(kind) for life in lives)
    return np.array([NO_TIME if time is None else time for time in times], dtype=np.int64)
