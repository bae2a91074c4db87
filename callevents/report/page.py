"""What one page shows of a log: its figures, its calls over time, how their quality is spread, each call in full."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, tzinfo
from functools import cache
from itertools import pairwise

import numpy as np

from callevents.model.audio import Channels
from callevents.model.call import Call, Grade
from callevents.model.detail import CallDetail
from callevents.model.report import Bucket, Report
from callevents.model.value import Time
from callevents.quality.figures import pooled
from callevents.report.detail import Details
from callevents.report.select import View
from callevents.report.spread import spreads
from callevents.report.summary import summary, worst

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
STEPS = (*(minutes * MINUTE for minutes in (1, 5, 10, 30)), HOUR, 3 * HOUR, DAY, 7 * DAY, 28 * DAY, 364 * DAY)
MOST_BUCKETS = 72
MONDAY = 4 * DAY
"""The first Monday after the Unix epoch: weeks begin here."""


def report(view: View, *, title: str, limit: int, with_text: bool, tz: tzinfo = UTC) -> Report:
    """Make the page of the chosen calls.

    limit lists at most so many calls, those of the worst audio before others (0: all). tz is the zone whose days and
    hours calls are counted by.
    """
    listed = _listed(view.calls, limit)
    return Report(
        title=title,
        summary=summary(view),
        calls=tuple(view.calls[place] for place in listed),
        details=_InFull(view, listed),
        over_time=tuple(_over_time(view, tz)),
        spreads=tuple(spreads(view.calls, view.log.judging.thresholds)),
        with_text=with_text,
    )


class _InFull:
    """The listed calls in full, made anew each time that they are gone through."""

    def __init__(self, view: View, places: Sequence[int]) -> None:
        self._view, self._places = view, places

    def __iter__(self) -> Iterator[CallDetail]:
        details = Details(self._view)
        return (details.of(place) for place in self._places)


def _listed(calls: Sequence[Call], limit: int) -> list[int]:
    """Give the places of the calls that are listed, in their order."""
    if not limit or len(calls) <= limit:
        return list(range(len(calls)))
    rank = {call.call_id: n for n, call in enumerate(worst(calls))}
    by_need = sorted(range(len(calls)), key=lambda place: rank.get(calls[place].call_id, len(rank)))
    return sorted(by_need[:limit])


def _over_time(view: View, tz: tzinfo) -> Iterator[Bucket]:
    begun = [(n, call.first_event) for n, call in enumerate(view.calls) if call.first_event is not None]
    if not begun:
        return
    local = np.array([time + _offset(tz, time // (15 * MINUTE)) for _, time in begun], dtype=np.int64)
    edges = _edges(int(local.min()), int(local.max()))
    place = np.searchsorted(edges, local, side="right") - 1
    bucket_of_call = np.full(len(view.log.calls), -1, dtype=np.int64)
    bucket_of_call[view.number[[n for n, _ in begun]]] = place
    count = len(edges) - 1
    audio = [Channels()] * count
    if view.counted[view.log.audio.index].any():
        audio = pooled(view.log.audio.cleaned, bucket_of_call, count, view.log.audio.quality)
    grades: list[Counter[str]] = [Counter() for _ in range(count)]
    for (n, _), bucket in zip(begun, place.tolist(), strict=True):
        grades[bucket][view.calls[n].grade] += 1
    for n, (start, end) in enumerate(pairwise(_as_utc(tz, edge) for edge in edges)):
        by_grade = {grade.value: grades[n][grade] for grade in Grade}
        yield Bucket(start, end, grades[n].total(), by_grade, audio[n])


@cache
def _offset(tz: tzinfo, quarter: int) -> int:
    """Give the zone's offset from UTC, ms, in a quarter of an hour: no offset changes within one."""
    offset = datetime.fromtimestamp(quarter * 15 * 60, tz).utcoffset()
    return round(offset.total_seconds() * 1000) if offset else 0


def _edges(first: int, last: int) -> list[int]:
    """Give round times, evenly spaced, before and between and after the two: no more buckets than `MOST_BUCKETS`."""
    step = next((step for step in STEPS if (last - first) // step < MOST_BUCKETS - 1), 0)
    step = step or STEPS[-1] * -(-(last - first) // (STEPS[-1] * (MOST_BUCKETS - 1)))
    origin = MONDAY if step > DAY else 0
    start = (first - origin) // step * step + origin
    return list(range(start, last + step + 1, step))


def _as_utc(tz: tzinfo, local: int) -> Time:
    """Turn a time of the zone's clocks into a time."""
    naive = datetime.fromtimestamp(local // 1000, UTC).replace(tzinfo=tz)
    return Time(round(naive.timestamp() * 1000))
