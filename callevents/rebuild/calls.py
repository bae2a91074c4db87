"""Each call from its parts: stages, durations, counts, audio, problems."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from callevents.model.call import Call, Outcome, Stage
from callevents.model.event import LIFECYCLE, Kind
from callevents.model.problem import CodeCount
from callevents.model.value import Time
from callevents.quality.figures import CallQuality
from callevents.read.times import NO_TIME
from callevents.rebuild.arrange import Events, Ints
from callevents.rebuild.durations import Durations
from callevents.rebuild.lifecycle import Lifecycle, Step, trace
from callevents.rebuild.log import Bools
from callevents.rebuild.seen import NONE, Seen

_STAGES = (
    (Kind.WRAPUPENDED, Stage.WRAPPED_UP),
    (Kind.CALLENDED, Stage.ENDED),
    (Kind.CALLCONNECTED, Stage.CONNECTED),
    (Kind.CALLSTARTED, Stage.STARTED),
)
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


def first_agents(events: Events) -> list[str | None]:
    """Give each call's agent: the first that the envelopes of its events name."""
    named = np.flatnonzero((events.agent != NONE) & (events.call >= 0))
    calls, first = np.unique(events.call[named], return_index=True)
    result: list[str | None] = [None] * len(events.call_ids)
    for call, agent in zip(calls.tolist(), events.agent[named[first]].tolist(), strict=True):
        result[call] = events.agents[agent]
    return result


def _count(events: Events, mask: Bools) -> list[int]:
    """Count by call the events where the mask holds."""
    counts: list[int] = np.bincount(events.call[mask & (events.call >= 0)], minlength=len(events.call_ids)).tolist()
    return counts


def build_calls(
    seen: Seen,
    events: Events,
    repeat: Bools,
    lives: Sequence[Lifecycle],
    lasting: Sequence[Durations],
    outcomes: Sequence[Outcome],
    types: Sequence[str | None],
    words: Sequence[dict[str, int]],
    quality: Sequence[CallQuality],
    problems: Sequence[tuple[CodeCount, ...]],
) -> tuple[Call, ...]:
    """Put each call together from its parts; all sequences are by call."""
    texts = list(seen.texts)
    kept = ~repeat
    columns = zip(
        events.call_ids, types, first_agents(events), outcomes, _times(events.first), _times(_last(events, kept)),
        _count(events, kept), _count(events, repeat),
        *(_count(events, kept & (events.kind == kind)) for kind in (Kind.TRANSCRIPT, Kind.NOTE, Kind.FLAGRAISE)),
        lives, lasting, words, quality, problems,
        strict=True,
    )  # fmt: skip
    return tuple(_call(texts, *parts) for parts in columns)


def _last(events: Events, kept: Bools) -> Ints:
    """Give by call the time of its last event that is no repeat, or NO_TIME."""
    last = np.full(len(events.call_ids), NO_TIME)
    mine = kept & (events.call >= 0)
    np.maximum.at(last, events.call[mine], events.time[mine])
    return last


def _times(column: Ints) -> list[Time | None]:
    return [None if time == NO_TIME else Time(time) for time in column.tolist()]


def _call(
    texts: Sequence[str],
    call_id: str,
    call_type: str | None,
    agent: str | None,
    what_became: Outcome,
    first_event: Time | None,
    last_event: Time | None,
    events: int,
    repeats: int,
    transcripts: int,
    notes: int,
    flags: int,
    life: Lifecycle,
    lasting: Durations,
    words: dict[str, int],
    quality: CallQuality,
    problems: tuple[CodeCount, ...],
) -> Call:
    return Call(
        call_id=call_id,
        call_type=call_type,
        participant=texts[life.own] if life.own >= 0 else None,
        participants=tuple(texts[party] for party in life.parties),
        agent=agent,
        stage=next((stage for kind, stage in _STAGES if kind in life.seen), Stage.UNKNOWN),
        outcome=what_became,
        started=_time(life, Kind.CALLSTARTED),
        connected=_time(life, Kind.CALLCONNECTED),
        ended=_time(life, Kind.CALLENDED),
        wrap_up_ended=_time(life, Kind.WRAPUPENDED),
        first_event=first_event,
        last_event=last_event,
        ring_ms=lasting.ring_ms,
        connected_ms=lasting.connected_ms,
        talk_ms=lasting.talk_ms,
        hold_ms=lasting.hold_ms,
        customer_hold_ms=lasting.customer_hold_ms,
        longest_hold_ms=lasting.longest_hold_ms,
        mute_ms=lasting.mute_ms,
        recording_paused_ms=lasting.recording_paused_ms,
        conference_ms=lasting.conference_ms,
        wrap_up_ms=lasting.wrap_up_ms,
        handle_ms=lasting.handle_ms,
        flag_open_ms=lasting.flag_open_ms,
        holds=lasting.holds,
        mutes=lasting.mutes,
        events=events,
        repeats=repeats,
        transcripts=transcripts,
        notes=notes,
        flags=flags,
        words_by_role=words,
        audio=quality.audio,
        grade=quality.grade,
        poor_because=quality.poor_because,
        cqd_poor=quality.cqd_poor,
        mos=quality.mos,
        mos_min=quality.mos_min,
        mos_basis=quality.mos_basis,
        r_factor=quality.r_factor,
        salesforce_mos=quality.salesforce_mos,
        problems=problems,
    )


def _time(life: Lifecycle, kind: Kind) -> Time | None:
    time = life.seen.get(kind)
    return None if time is None else Time(time)
