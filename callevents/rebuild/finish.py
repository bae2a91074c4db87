"""From what was seen to the calls: the one place where conclusions are drawn."""

import numpy as np

from callevents.model.call import Outcome
from callevents.model.event import CONVERSATION, NEED_TIME, Kind
from callevents.model.problem import (
    CONVERSATION_ONLY,
    NEGATIVE_DURATION,
    NO_BEGINNING,
    NO_END,
    NO_TIMES,
    REPEAT,
    UNASSIGNED,
    UNKNOWN_TYPE,
    Code,
)
from callevents.model.settings import Judging
from callevents.model.summary import Inputs
from callevents.quality.arrays import Ints, Ints32
from callevents.read.times import NO_TIME
from callevents.rebuild.arrange import Events, arrange, lines_before
from callevents.rebuild.audio import judge, raw_audio
from callevents.rebuild.calls import build_calls, call_types, kinds_seen, outcomes
from callevents.rebuild.durations import durations
from callevents.rebuild.findings import Findings
from callevents.rebuild.lives import trace_all
from callevents.rebuild.log import Log, Reject, Whole
from callevents.rebuild.seen import Seen
from callevents.rebuild.talk import conversation

_CONVERSATION_BITS = sum(1 << kind for kind in CONVERSATION)
_BEGINNING_BITS = 1 << Kind.CALLSTARTED | 1 << Kind.CALLCONNECTED
_END_BITS = 1 << Kind.CALLENDED | 1 << Kind.WRAPUPENDED
_EFFECT_BITS = (1 << Kind.INTELLIGENCESIGNAL) - 1


def finish(seen: Seen, judging: Judging, whole: Whole | None = None) -> Log:
    """Rebuild the calls from what was seen. The same events give the same log, however they were split and merged.

    whole is that of the log that this is only a part of. What was seen is used up on the way, table by table, for its
    columns take as much room as what is made of them: the state must not be used any more, but for a copy of it.
    """
    events, places = arrange(seen)
    whole = whole or _whole(seen, events)
    calls = len(events.call_ids)
    types = call_types(seen, events, places)
    of_fields = _field_findings(seen, places)
    talk = conversation(seen, events, places)
    raw = raw_audio(seen, events, places)
    del places
    lives = trace_all(events, talk.repeats)
    bits = kinds_seen(events)
    became = outcomes(lives, bits, types)
    lasting = durations(lives, events.time, became.codes == became.values.index(Outcome.HANDLED))
    audio = judge(raw, events, lives.spans, judging)

    repeat = np.zeros(len(events.call), dtype=np.bool_)
    for repeats in (talk.repeats, raw.repeats, lives.repeats):
        repeat[repeats] = True
    findings = Findings.of(
        [
            *lives.findings,
            (NEGATIVE_DURATION, lasting.backwards),
            (REPEAT, np.flatnonzero(repeat)),
            (UNASSIGNED, np.flatnonzero(events.call < 0)),
            (UNKNOWN_TYPE, [index for index in firsts_of_unknown_types(events) if events.place(index) in whole.firsts]),
            (NO_TIMES, [index for index in first_without_time(events) if events.place(index) in whole.firsts]),
            *_cut_calls(events, bits),
        ],
        audio.findings,
        audio.index,
        of_fields,
    )
    return Log(
        inputs=_inputs(seen, len(events.call), int(repeat.sum()), int((events.call < 0).sum())),
        whole=whole,
        judging=judging,
        kinds=tuple(seen.kinds),
        texts=tuple(seen.texts),
        bodies=seen.bodies,
        events=events,
        repeat=repeat,
        calls=build_calls(
            seen,
            events,
            repeat,
            lives,
            lasting.columns,
            became,
            types,
            talk,
            audio.quality,
            findings.by_call(events.call, calls),
        ),
        lives=lives,
        talk=talk,
        audio=audio,
        findings=findings,
        rejects=_rejects(seen),
        reject_counts={code: rejects.count for code, rejects in seen.rejects.items()},
    )


def _cut_calls(events: Events, bits: Ints32) -> tuple[tuple[Code, Ints], ...]:
    """Find the calls of which the log has no beginning, no end, or nothing but what was said; bits by call."""
    first, last = events.bounds[:-1], events.bounds[1:] - 1
    only_said = (bits & _EFFECT_BITS & ~_CONVERSATION_BITS) == 0
    return (
        (CONVERSATION_ONLY, first[only_said]),
        (NO_BEGINNING, first[~only_said & (bits & _BEGINNING_BITS == 0)]),
        (NO_END, last[~only_said & (bits & _END_BITS == 0)]),
    )


def _field_findings(seen: Seen, places: Ints32) -> Findings:
    table = seen.oddities
    return Findings.of_fields(
        code=np.array(table.code, dtype=np.int64),
        index=places[np.asarray(table.event)].astype(np.int64),
        field=np.array(table.field, dtype=np.int64),
    )


def _whole(seen: Seen, events: Events) -> Whole:
    counts = np.bincount(events.kind, minlength=len(seen.kinds)).tolist()
    return Whole(
        counts={name: count for name, count in zip(seen.kinds, counts, strict=True) if count},
        untimed=len(_untimed(events)),
        last=int(events.time.max(initial=NO_TIME)),
        firsts=frozenset(map(events.place, (*firsts_of_unknown_types(events), *first_without_time(events)))),
    )


def firsts_of_unknown_types(events: Events) -> list[int]:
    """Give the first event of each unknown type: the log has the problem once a type, not each event."""
    unknown = np.flatnonzero(events.kind >= len(Kind))
    order = unknown[np.lexsort((events.positions(unknown), events.kind[unknown]))]
    first = np.unique(events.kind[order], return_index=True)[1]
    result: list[int] = order[first].tolist()
    return result


def first_without_time(events: Events) -> list[int]:
    """Give the first event without a time, if any: the log has the problem once, not each event."""
    untimed = _untimed(events)
    result: list[int] = untimed[np.argsort(events.positions(untimed))[:1]].tolist()
    return result


def _untimed(events: Events) -> Ints:
    """Give the events without a time that need one."""
    without = np.flatnonzero(events.time == NO_TIME)
    return without[np.isin(events.kind[without], [*NEED_TIME])]


def _rejects(seen: Seen) -> tuple[Reject, ...]:
    before = lines_before(seen.pieces)
    rejects: list[Reject] = []
    for code in sorted(seen.rejects, key=str):
        places = [(seen.pieces[n].source, before[n] + line, message) for n, line, message in seen.rejects[code].first]
        rejects += [Reject(code, *place) for place in sorted(places)[: seen.listed]]
    # Several processes that read the same file meet the same fault.
    faults = sorted(set(seen.faults), key=lambda fault: (fault[1], fault[0].code, fault[2]))
    return (*rejects, *(Reject(code, source, None, message) for code, source, message in faults))


def _inputs(seen: Seen, events: int, repeats: int, unassigned: int) -> Inputs:
    pieces = seen.pieces
    return Inputs(
        files=len({piece.source for piece in pieces}),
        bytes=sum(piece.bytes for piece in pieces),
        lines=sum(piece.lines for piece in pieces),
        blank=sum(piece.blank for piece in pieces),
        rejected=sum(piece.rejected for piece in pieces),
        skipped=sum(piece.skipped for piece in pieces),
        events=events,
        repeats=repeats,
        unassigned=unassigned,
    )
