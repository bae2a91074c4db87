"""What a growing log shows: kept up to date with the calls that change."""

import time
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterable
from itertools import islice

import numpy as np

from callevents.model.call import Call, Grade, Outcome, Stage
from callevents.model.detail import SpanKind
from callevents.model.live import QUIET_MS, Current, LiveCall, LiveView, State
from callevents.model.settings import Filters
from callevents.model.value import Time
from callevents.quality.arrays import Floats
from callevents.quality.emodel import mos
from callevents.quality.figures import single_intervals
from callevents.quality.grades import GRADES
from callevents.rebuild.lifecycle import FLAG, SPAN_KINDS
from callevents.rebuild.log import Log
from callevents.rebuild.seen import NONE
from callevents.report.messages import as_time
from callevents.report.select import select
from callevents.report.summary import worst

RATE_SECONDS = 10.0
"""The stretch that events per second are counted over."""

LISTED = 100
"""How many calls of each kind a view names at most."""

_STATES = {
    SpanKind.CONFERENCE: State.CONFERENCE,
    SpanKind.HOLD: State.ON_HOLD,
    SpanKind.MUTE: State.MUTED,
}
_ENDED = (Stage.ENDED, Stage.WRAPPED_UP)
_URGENCY = (Grade.POOR, Grade.FAIR, Grade.GOOD, Grade.UNKNOWN)


class Live:
    """The calls of a growing log, as they are chosen by filters, and what is worth watching of them."""

    def __init__(self, filters: Filters, clock: Callable[[], float] = time.monotonic) -> None:
        self._filters = filters
        self._clock = clock
        self._calls: dict[str, Call] = {}
        self._in_progress: dict[str, LiveCall] = {}
        self._ended: dict[str, None] = {}
        self._bad: dict[str, Call] = {}
        self._grades: Counter[str] = Counter()
        self._last: tuple[int, float] | None = None
        self._counts: deque[tuple[float, int]] = deque()

    def update(self, log: Log, changed: Collection[str] | None = None) -> tuple[Call, ...]:
        """Take calls that were rebuilt: those whose ids are named, or all of the log. Gives those that are chosen and
        differ from what was known, in the order of the log. Raises UsageError for filters that do not fit."""
        view = select(log, self._filters)
        chosen = [
            (number, call)
            for number, call in zip(view.number.tolist(), view.calls, strict=True)
            if changed is None or call.call_id in changed
        ]
        for call_id in self._left(log, changed, {call.call_id for _, call in chosen}):
            self._forget(call_id)
        news = [(number, call) for number, call in chosen if self._calls.get(call.call_id) != call]
        self._take(call for _, call in news)
        going = [(number, call) for number, call in chosen if call.outcome == Outcome.IN_PROGRESS]
        self._in_progress |= _in_progress(log, going)
        times = [call.last_event for _, call in chosen if call.last_event is not None]
        if times:
            self._last = max(times), self._clock()
        return tuple(call for _, call in news)

    def view(self, events: int, rejected: int) -> LiveView:
        """Give what there is to see now; events and rejected lines are those read so far."""
        now = self._now()
        since = None if now is None else now - QUIET_MS
        going = [
            one
            for one in self._in_progress.values()
            if since is None or one.call.last_event is None or one.call.last_event >= since
        ]
        going.sort(key=_urgency)
        return LiveView(
            now=now,
            in_progress=len(going),
            quiet=len(self._in_progress) - len(going),
            ended=len(self._ended),
            flags=sum(one.flags for one in going),
            by_grade={grade.value: self._grades[grade] for grade in Grade},
            events=events,
            events_per_second=self._rate(events),
            rejected=rejected,
            listed=tuple(going[:LISTED]),
            last_ended=tuple(self._calls[call_id] for call_id in islice(reversed(self._ended), LISTED)),
            worst=tuple(worst(self._bad.values())[:LISTED]),
        )

    def _left(self, log: Log, changed: Collection[str] | None, chosen: Collection[str]) -> list[str]:
        """Give the ids of the known calls that the filters choose no more."""
        ids = changed if changed is not None else log.events.call_ids
        return [call_id for call_id in ids if call_id in self._calls and call_id not in chosen]

    def _forget(self, call_id: str) -> None:
        self._grades[self._calls.pop(call_id).grade] -= 1
        self._in_progress.pop(call_id, None)
        self._ended.pop(call_id, None)
        self._bad.pop(call_id, None)

    def _take(self, calls: Iterable[Call]) -> None:
        for call in sorted(calls, key=lambda call: call.ended or call.last_event or 0):
            before = self._calls.get(call.call_id)
            if before is not None:
                self._grades[before.grade] -= 1
            self._calls[call.call_id] = call
            self._grades[call.grade] += 1
            self._in_progress.pop(call.call_id, None)
            self._bad.pop(call.call_id, None)
            if call.grade in (Grade.POOR, Grade.FAIR):
                self._bad[call.call_id] = call
            if call.stage in _ENDED:
                self._ended.setdefault(call.call_id)

    def _now(self) -> Time | None:
        """Give the log's last time and what passed since it was read: the log's clock, which need not be this one's."""
        if self._last is None:
            return None
        last, read_at = self._last
        return Time(last + round((self._clock() - read_at) * 1000))

    def _rate(self, events: int) -> float | None:
        now = self._clock()
        self._counts.append((now, events))
        while now - self._counts[0][0] > RATE_SECONDS:
            self._counts.popleft()
        since, before = self._counts[0]
        return (events - before) / (now - since) if now - since >= 1 else None


def _urgency(one: LiveCall) -> tuple[bool, int, int, str]:
    call = one.call
    return not one.flags, _URGENCY.index(one.current.grade), call.first_event or 0, call.call_id


def _in_progress(log: Log, calls: Iterable[tuple[int, Call]]) -> dict[str, LiveCall]:
    """Give what calls in progress are doing; each call with its number in the log."""
    calls = list(calls)
    current = _current(log, [number for number, _ in calls])
    result: dict[str, LiveCall] = {}
    for number, call in calls:
        spans = log.lives.spans
        rows = spans.of_call(number)
        is_open = spans.closed[rows] == NONE
        going = [SPAN_KINDS[kind] for kind in spans.kind[rows][is_open].tolist()]
        open_flags = spans.opened[rows][is_open & (spans.kind[rows] == FLAG)].tolist()
        result[call.call_id] = LiveCall(
            call=call,
            state=_state(call, going),
            current=current[number],
            flags=len(open_flags),
            flagged=as_time(int(log.events.time[open_flags[0]])) if open_flags else None,
        )
    return result


def _state(call: Call, going: Collection[SpanKind]) -> State:
    """Say what a call in progress is doing; going are the kinds of its spans that have no end yet."""
    talking = State.TALKING if call.stage == Stage.CONNECTED else State.RINGING
    return next((state for kind, state in _STATES.items() if kind in going), talking)


def _current(log: Log, calls: Iterable[int]) -> dict[int, Current]:
    """Give by number what the latest samples of calls say."""
    cleaned = log.audio.cleaned
    intervals = single_intervals(cleaned, log.judging)
    # Of each channel the last sample: the first of those in reverse.
    channels, last = np.unique(cleaned.samples.group[::-1], return_index=True)
    rows = len(cleaned.samples) - 1 - last
    result: dict[int, Current] = {}
    for call in calls:
        mine = rows[slice(*np.searchsorted(channels, (2 * call, 2 * call + 2)))]
        result[call] = Current(
            loss_pct=_worse(cleaned.loss_pct[mine]),
            jitter_ms=_worse(cleaned.jitter[mine]),
            rtt_ms=_worse(cleaned.rtt[mine]),
            mos=_least(mos(intervals.r[mine])),
            grade=GRADES[int(intervals.band[mine].max(initial=0))],
        )
    return result


def _worse(values: Floats) -> float | None:
    known = values[~np.isnan(values)]
    return float(known.max()) if len(known) else None


def _least(values: Floats) -> float | None:
    known = values[~np.isnan(values)]
    return float(known.min()) if len(known) else None
