"""Calls in full."""

from collections.abc import Iterator, Sequence
from math import isnan

import numpy as np

from callevents.model.detail import CallDetail, Interval, Mark, Message, Places, Span
from callevents.model.errors import NotFoundError, UsageError
from callevents.model.event import CHANNELS, LIFECYCLE
from callevents.quality.arrays import Floats, Ints
from callevents.quality.emodel import mos
from callevents.quality.figures import single_intervals
from callevents.quality.grades import GRADES
from callevents.rebuild.lifecycle import SPAN_KINDS
from callevents.rebuild.log import Log
from callevents.rebuild.seen import NONE
from callevents.report.assumptions import assumptions
from callevents.report.messages import as_time, message_at
from callevents.report.select import View

CANDIDATES = 10
"""How many calls an ambiguous prefix names."""


def find_call(ids: Sequence[str], wanted: str) -> int:
    """Find the id of a call, by itself or by an unambiguous prefix; give its place among all ids.

    Raises NotFoundError where there is none, UsageError with the candidates where there are several.
    """
    matching = [n for n, call_id in enumerate(ids) if call_id.startswith(wanted)]
    exact = [n for n in matching if ids[n] == wanted]
    if len(exact or matching) == 1:
        return (exact or matching)[0]
    if not matching:
        raise NotFoundError(f'no call "{wanted}" in the log; `callevents calls LOG` lists the calls')
    more = f" and {len(matching) - CANDIDATES} more" if len(matching) > CANDIDATES else ""
    candidates = ", ".join(ids[n] for n in matching[:CANDIDATES])
    raise UsageError(f'"{wanted}" fits {len(matching)} calls: {candidates}{more}')


def detail(view: View, wanted: str) -> CallDetail:
    """Give a call with its spans, its audio samples and its conversation. Raises as `find_call` does."""
    place = find_call(view.calls.values("call_id"), wanted)
    return Details(view).of(place)


class Details:
    """Gives the calls of a view in full, one at a time. What all of them need is worked out once, when it is made."""

    def __init__(self, view: View) -> None:
        log = view.log
        self._view = view
        self._assumptions = assumptions(log.judging)
        cleaned = log.audio.cleaned
        samples = cleaned.samples
        sampled = np.flatnonzero(view.counted[log.audio.index])
        self._samples = sampled[np.argsort(samples.turn[sampled])]
        self._first_sample = np.searchsorted(samples.call[self._samples], np.arange(len(log.calls) + 1))
        judged = single_intervals(cleaned, log.judging)
        self._bands = judged.band
        self._figures = (
            np.maximum(cleaned.lost, 0),
            cleaned.count,
            cleaned.loss_pct,
            cleaned.jitter,
            cleaned.rtt,
            mos(judged.r),
            judged.r,
        )
        spoken = np.flatnonzero(view.counted[log.talk.index])
        self._messages = spoken[np.argsort(log.talk.index[spoken], kind="stable")]
        self._index_of_message = log.talk.index[self._messages]
        self._first_message = np.searchsorted(self._index_of_message, log.events.bounds)

    def of(self, place: int) -> CallDetail:
        """Give the call at this place of the view's calls."""
        call = int(self._view.number[place])
        log = self._view.log
        spans = log.lives.spans.of_call(call)
        indices, timeline = self._timeline(call)
        samples = self._samples_of(call)
        return CallDetail(
            call=self._view.calls[place],
            spans=tuple(_spans(log, spans)),
            intervals=self._intervals(samples),
            conversation=tuple(item for item in timeline if isinstance(item, Message)),
            timeline=timeline,
            assumptions=self._assumptions,
            places=self._places(call, spans, samples, indices),
        )

    def _samples_of(self, call: int) -> Ints:
        first, last = self._first_sample[call : call + 2].tolist()
        return self._samples[first:last]

    def _places(self, call: int, spans: slice, samples: Ints, timeline: list[int]) -> Places:
        lives = self._view.log.lives
        start, end = self._view.log.events.bounds[call : call + 2].tolist()
        opened, closed = (column[spans].tolist() for column in (lives.spans.opened, lives.spans.closed))
        return Places(
            events=end - start,
            stages=tuple(None if at == NONE else at - start for at in lives.stage_at[call].tolist()),
            spans=tuple(
                (begin - start, None if over == NONE else over - start)
                for begin, over in zip(opened, closed, strict=True)
            ),
            intervals=tuple((self._view.log.audio.index[samples] - start).tolist()),
            timeline=tuple(index - start for index in timeline),
        )

    def _intervals(self, mine: Ints) -> tuple[Interval, ...]:
        samples = self._view.log.audio.cleaned.samples
        channel, time = (column[mine].tolist() for column in (samples.channel, samples.time))
        lost, count, *figures = (_known(column[mine]) for column in self._figures)
        bands = self._bands[mine].tolist()
        return tuple(
            Interval(
                CHANNELS[channel],
                as_time(time),
                None if packets_lost is None else int(packets_lost),
                None if packets is None else int(packets),
                loss,
                jitter,
                rtt,
                one_mos,
                r,
                GRADES[band],
            )
            for channel, time, packets_lost, packets, loss, jitter, rtt, one_mos, r, band in zip(
                channel, time, lost, count, *figures, bands, strict=True
            )
        )

    def _timeline(self, call: int) -> tuple[list[int], tuple[Mark | Message, ...]]:
        """Give the messages of a call and the marks of its lifecycle between them, in the order of its events; before
        them the indices of those events."""
        log = self._view.log
        events = log.events
        start, end = events.bounds[call : call + 2].tolist()
        first, last = self._first_message[call : call + 2].tolist()
        message_number = dict(
            zip(self._index_of_message[first:last].tolist(), self._messages[first:last].tolist(), strict=True)
        )
        columns = (events.kind, events.time, events.participant, log.repeat)
        timeline: dict[int, Mark | Message] = {}
        for index, kind, time, party, repeat in zip(
            range(start, end), *(column[start:end].tolist() for column in columns), strict=True
        ):
            if index in message_number:
                timeline[index] = message_at(log, message_number[index])
            elif kind in LIFECYCLE and not repeat:
                timeline[index] = Mark(log.kinds[kind], as_time(time), log.texts[party] if party >= 0 else None)
        return list(timeline), tuple(timeline.values())


def _spans(log: Log, rows: slice) -> Iterator[Span]:
    """Give some of the spans of all calls as values."""
    spans, time = log.lives.spans, log.events.time
    columns = (spans.kind, spans.party, spans.opened, spans.closed)
    for kind, party, opened, closed in zip(*(column[rows].tolist() for column in columns), strict=True):
        yield Span(
            SPAN_KINDS[kind],
            log.texts[party] if party >= 0 else None,
            as_time(int(time[opened])),
            None if closed == NONE else as_time(int(time[closed])),
        )


def _known(column: Floats) -> list[float | None]:
    return [None if isnan(value) else value for value in column.tolist()]
