"""The durations of a call, from its stages and spans. All are whole milliseconds; None is unknown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields

import numpy as np

from callevents.model.columnar import UNKNOWN, Column
from callevents.model.detail import SpanKind
from callevents.model.event import Kind
from callevents.rebuild.lifecycle import NOBODY, Lifecycle, Moment, Stretch


@dataclass(slots=True)
class Durations:
    """The durations of one call, named as in `model.call.Call`.

    backwards has the places of the events that ended something before it began; such a duration is unknown.
    """

    ring_ms: int | None = None
    connected_ms: int | None = None
    talk_ms: int | None = None
    hold_ms: int | None = None
    customer_hold_ms: int | None = None
    longest_hold_ms: int | None = None
    mute_ms: int | None = None
    recording_paused_ms: int | None = None
    conference_ms: int | None = None
    wrap_up_ms: int | None = None
    handle_ms: int | None = None
    flag_open_ms: int | None = None
    holds: int = 0
    mutes: int = 0
    backwards: list[int] = field(default_factory=list)


def lasting_columns(lasting: Sequence[Durations]) -> dict[str, Column]:
    """Give the durations of all calls in columns."""
    names = [one.name for one in fields(Durations) if one.name != "backwards"]
    return {name: np.array([_UNKNOWN_IF_NONE(getattr(one, name)) for one in lasting], dtype=np.int64) for name in names}


def _UNKNOWN_IF_NONE(value: int | None) -> int:
    return UNKNOWN if value is None else value


def durations(life: Lifecycle, handled: bool) -> Durations:
    """Work out the durations of a call. handled tells whether its outcome is handled."""
    result = Durations()
    result.ring_ms = _between(life, Kind.CALLSTARTED, Kind.CALLCONNECTED, result.backwards)
    result.connected_ms = _between(life, Kind.CALLCONNECTED, Kind.CALLENDED, result.backwards)
    result.wrap_up_ms = _between(life, Kind.CALLENDED, Kind.WRAPUPENDED, result.backwards)
    _holds(life, result)
    result.mutes = sum(span.kind == SpanKind.MUTE for span in life.spans)
    result.mute_ms = _total(life, SpanKind.MUTE, result.backwards)
    result.recording_paused_ms = _total(life, SpanKind.RECORDING_PAUSED, result.backwards)
    result.conference_ms = _total(life, SpanKind.CONFERENCE, result.backwards)
    result.flag_open_ms = _total(life, SpanKind.FLAG, result.backwards)
    if result.connected_ms is not None:
        if result.hold_ms is not None:
            result.talk_ms = result.connected_ms - result.hold_ms
        # Talk and hold together are the connected time, which is known even where their shares are not.
        if handled and Kind.WRAPUPENDED not in life.seen:
            result.handle_ms = result.connected_ms
        elif handled and result.wrap_up_ms is not None:
            result.handle_ms = result.connected_ms + result.wrap_up_ms
    return result


def _holds(life: Lifecycle, result: Durations) -> None:
    holds = [span for span in life.spans if span.kind == SpanKind.HOLD]
    result.holds = len(holds)
    if SpanKind.HOLD in life.unopened:
        return
    connected = life.seen.get(Kind.CALLCONNECTED), life.seen.get(Kind.CALLENDED)
    result.hold_ms = union(holds, result.backwards, connected)
    if result.hold_ms is not None:
        result.longest_hold_ms = max((length(span) or 0 for span in holds), default=0)
    if not holds or not (life.own == NOBODY or any(span.party == NOBODY for span in holds)):
        result.customer_hold_ms = union([span for span in holds if span.party == life.own], [], connected)


def length(span: Stretch) -> int | None:
    """Give the length of a span, or None where an end of it is not known."""
    return None if span.start is None or span.end is None else span.end - span.start


def union(spans: Iterable[Stretch], backwards: list[int], within: tuple[Moment, Moment] = (None, None)) -> int | None:
    """Give the time that at least one of the spans covers within two moments; None where an end of one is not known.

    The place of an event that ends a span before its start is added to backwards.
    """
    total = 0
    reached, latest = within
    known = True
    for span in sorted(spans, key=lambda span: span.start or 0):
        if span.start is None or span.end is None:
            known = False
        elif span.end < span.start:
            known = False
            if span.closed_by is not None:
                backwards.append(span.closed_by)
        else:
            start = span.start if reached is None else max(span.start, reached)
            end = span.end if latest is None else min(span.end, latest)
            total += max(0, end - start)
            reached = max(start, end)
    return total if known else None


def _total(life: Lifecycle, kind: SpanKind, backwards: list[int]) -> int | None:
    if kind in life.unopened:
        return None
    return union([span for span in life.spans if span.kind == kind], backwards)


def _between(life: Lifecycle, first: Kind, then: Kind, backwards: list[int]) -> int | None:
    start, end = life.seen.get(first), life.seen.get(then)
    if start is None or end is None:
        return None
    if end < start:
        backwards.append(life.stage_at[then])
        return None
    return end - start
