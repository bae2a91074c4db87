"""One call in full."""

from collections.abc import Sequence
from math import isnan

import numpy as np

from callevents.model.call import Call
from callevents.model.detail import CallDetail, Interval, Mark, Message, Span
from callevents.model.errors import NotFoundError, UsageError
from callevents.model.event import CHANNELS, LIFECYCLE
from callevents.quality.arrays import Floats
from callevents.quality.figures import interval_mos
from callevents.rebuild.calls import steps_of_call
from callevents.rebuild.lifecycle import trace
from callevents.report.assumptions import assumptions
from callevents.report.messages import as_time, message_at
from callevents.report.select import View

CANDIDATES = 10
"""How many calls an ambiguous prefix names."""


def find_call(calls: Sequence[Call], wanted: str) -> int:
    """Find the call of an id, or of an unambiguous prefix of one; give its place in the sequence.

    Raises NotFoundError where there is none, UsageError with the candidates where there are several.
    """
    matching = [n for n, call in enumerate(calls) if call.call_id.startswith(wanted)]
    exact = [n for n in matching if calls[n].call_id == wanted]
    if len(exact or matching) == 1:
        return (exact or matching)[0]
    if not matching:
        raise NotFoundError(f'no call "{wanted}" in the log; `callevents calls LOG` lists the calls')
    ids = [calls[n].call_id for n in matching]
    more = f" and {len(ids) - CANDIDATES} more" if len(ids) > CANDIDATES else ""
    raise UsageError(f'"{wanted}" fits {len(ids)} calls: {", ".join(ids[:CANDIDATES])}{more}')


def detail(view: View, wanted: str) -> CallDetail:
    """Give a call with its spans, its audio samples and its conversation. Raises as `find_call` does."""
    place = find_call(view.calls, wanted)
    call = int(view.number[place])
    log = view.log
    life = trace(steps_of_call(log.events, log.talk.repeats, call))
    timeline = _timeline(view, call)
    return CallDetail(
        call=view.calls[place],
        spans=tuple(
            Span(span.kind, log.texts[span.party] if span.party >= 0 else None, as_time(span.start), as_time(span.end))
            for span in life.spans
        ),
        intervals=_intervals(view, call),
        conversation=tuple(item for item in timeline if isinstance(item, Message)),
        timeline=timeline,
        assumptions=assumptions(log.judging),
    )


def _intervals(view: View, call: int) -> tuple[Interval, ...]:
    cleaned = view.log.audio.cleaned
    samples = cleaned.samples
    mine = np.flatnonzero((samples.call == call) & view.counted[view.log.audio.index])
    mos = interval_mos(cleaned, view.log.judging)
    columns = (np.maximum(cleaned.lost, 0), cleaned.count, cleaned.loss_pct, cleaned.jitter, cleaned.rtt, mos)
    lost, count, loss, jitter, rtt, mos_of = (_known(column[mine]) for column in columns)
    return tuple(
        Interval(
            CHANNELS[channel],
            as_time(time),
            None if packets_lost is None else int(packets_lost),
            None if packets is None else int(packets),
            *figures,
        )
        for channel, time, packets_lost, packets, *figures in zip(
            samples.channel[mine].tolist(),
            samples.time[mine].tolist(),
            lost,
            count,
            loss,
            jitter,
            rtt,
            mos_of,
            strict=True,
        )
    )


def _known(column: Floats) -> list[float | None]:
    return [None if isnan(value) else value for value in column.tolist()]


def _timeline(view: View, call: int) -> tuple[Mark | Message, ...]:
    """Give the messages of a call and the marks of its lifecycle between them, in the order of its events."""
    log = view.log
    events, talk = log.events, log.talk
    start, end = events.bounds[call : call + 2].tolist()
    spoken = np.flatnonzero((talk.index >= start) & (talk.index < end) & view.counted[talk.index])
    message_number = {int(talk.index[n]): n for n in spoken.tolist()}
    timeline: list[Mark | Message] = []
    for index in range(start, end):
        if index in message_number:
            timeline.append(message_at(log, message_number[index]))
        elif events.kind[index] in LIFECYCLE and not log.repeat[index]:
            party = int(events.participant[index])
            timeline.append(
                Mark(
                    kind=log.kinds[int(events.kind[index])],
                    time=as_time(int(events.time[index])),
                    participant=log.texts[party] if party >= 0 else None,
                )
            )
    return tuple(timeline)
