"""Each call from its parts: stages, durations, counts, audio, problems."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from callevents.model.call import Call, Outcome, Stage
from callevents.model.columnar import Coded, Column, Columnar, coded
from callevents.model.event import Kind
from callevents.quality.arrays import Bools, Ints, Ints32, begins, stretches
from callevents.quality.figures import CallQuality
from callevents.read.times import NO_TIME
from callevents.rebuild.arrange import Events
from callevents.rebuild.lifecycle import ENDED, STAGES, WRAPPED_UP
from callevents.rebuild.lives import Lives
from callevents.rebuild.seen import NONE, Seen
from callevents.rebuild.talk import Talk, count_by_call, messages, words_by_role

_STAGES = (Stage.UNKNOWN, Stage.STARTED, Stage.CONNECTED, Stage.ENDED, Stage.WRAPPED_UP)
"""The stages by how many of the events that mark them (STAGES) come up to theirs."""

_HANDLED_BY = sum(1 << kind for kind in (Kind.CALLCONNECTED, Kind.HOLD, Kind.SWAP, Kind.CONFERENCE, Kind.TRANSCRIPT))
_BITS = np.left_shift(1, np.arange(Kind.INTELLIGENCESIGNAL + 1), dtype=np.int32)
_MISSED_TYPES = frozenset({"inbound", "transfer"})
_UNANSWERED_TYPES = frozenset({"outbound", "callback", "dialedcallback"})


def kinds_seen(events: Events) -> Ints32:
    """Give for each call its kinds of event as bits; kinds without effect on a call share the last bit."""
    bits = _BITS[np.minimum(events.kind, int(Kind.INTELLIGENCESIGNAL))]
    return np.bitwise_or.reduceat(bits, events.bounds[:-1]) if len(events.call_ids) else bits[:0]


def outcomes(lives: Lives, kinds: Ints32, types: Coded) -> Coded:
    """Tell what became of each call, by the first rule that fits; kinds has its kinds of event as bits."""
    seen = lives.stage_at != NONE
    ended = seen[:, STAGES.index(ENDED)] | seen[:, STAGES.index(WRAPPED_UP)]
    of_type = [_MISSED_TYPES.__contains__, _UNANSWERED_TYPES.__contains__]
    missed, unanswered = (np.array([holds(name) for name in types.values])[types.codes] for holds in of_type)
    rules = [
        (~seen.any(axis=1), Outcome.UNKNOWN),
        (~ended, Outcome.IN_PROGRESS),
        ((kinds & _HANDLED_BY) != 0, Outcome.HANDLED),
        (missed, Outcome.MISSED),
        (unanswered, Outcome.UNANSWERED),
    ]
    values = tuple(Outcome)
    codes = np.select(
        [rule for rule, _ in rules], [values.index(became) for _, became in rules], values.index(Outcome.UNKNOWN)
    )
    return Coded(codes.astype(np.int8), values)


def call_types(seen: Seen, events: Events, places: Ints32) -> Coded:
    """Give each call's type in lower case: that of the first callstarted that names one, else of the first
    callconnected."""
    table = seen.call_types
    index = places[np.asarray(table.event)]
    of_call = events.call[index] >= 0
    index, number = index[of_call], np.asarray(table.call_type)[of_call]
    order = np.lexsort((index, events.kind[index], events.call[index]))
    calls, first = np.unique(events.call[index[order]], return_index=True)
    texts = list(seen.texts)
    used, codes = np.unique(number[order[first]], return_inverse=True)
    names = coded([None, *(texts[text].strip().lower() or None for text in used.tolist())])
    result = np.zeros(len(events.call_ids), dtype=np.int32)
    result[calls] = names.codes[codes + 1]
    return Coded(result, names.values)


def first_agents(events: Events) -> Coded:
    """Give each call's agent: the first that the envelopes of its events name."""
    begin, end = events.bounds[:-1], events.bounds[1:]
    agent = events.agent[begin]
    nameless = np.flatnonzero(agent == NONE)
    rows = stretches(begin[nameless], (end - begin)[nameless])
    named = rows[events.agent[rows] != NONE]
    first = named[begins(events.call[named])]
    agent[events.call[first]] = events.agent[first]
    return Coded(agent, (*events.agents, None))


def _last(events: Events, repeat: Bools) -> Ints:
    """Give by call the time of its last event that is no repeat, or NO_TIME."""
    if not len(events.call_ids):
        return np.empty(0, dtype=np.int64)
    last = np.maximum.reduceat(events.time, events.bounds[:-1])
    repeated = np.zeros(len(last) + 1, dtype=np.bool_)
    repeated[events.call[repeat]] = True
    repeated[NONE] = False
    last[repeated[:NONE]] = NO_TIME
    rows = np.flatnonzero(repeated[events.call] & ~repeat)
    np.maximum.at(last, events.call[rows], events.time[rows])
    return last


def build_calls(
    seen: Seen,
    events: Events,
    repeat: Bools,
    lives: Lives,
    lasting: Mapping[str, Ints],
    became: Coded,
    types: Coded,
    talk: Talk,
    quality: Columnar[CallQuality],
    problems: Coded,
) -> Columnar[Call]:
    """Put the calls together from their parts; all of these are by call."""
    texts = (*seen.texts, None)
    calls = len(events.call_ids)
    repeats = count_by_call(events, np.flatnonzero(repeat), calls)

    columns: dict[str, Column] = {
        "call_id": events.call_ids,
        "call_type": types,
        "participant": Coded(lives.own, texts),
        "participants": _participants(lives, texts),
        "agent": first_agents(events),
        "stage": _stages(lives),
        "outcome": became,
        "first_event": events.first,
        "last_event": _last(events, repeat),
        **lasting,
        "events": np.diff(events.bounds) - repeats,
        "repeats": repeats,
        **messages(talk, events, calls),
        "words_by_role": words_by_role(talk, events, calls),
        **quality.columns,
        "problems": problems,
    }
    return Columnar(Call, columns)


def _participants(lives: Lives, texts: Sequence[str | None]) -> Coded:
    names = [texts[party] for party in lives.parties.tolist()]
    return coded(tuple(names[first:end]) for first, end in pairwise(lives.first_party.tolist()))


def _stages(lives: Lives) -> Coded:
    """Give the furthest stage of each call."""
    seen = lives.stage_at[:, ::-1] != NONE
    furthest = len(STAGES) - np.argmax(seen, axis=1)
    return Coded(np.where(seen.any(axis=1), furthest, 0).astype(np.int8), _STAGES)
