"""Calls over time: how many began in each stretch, and how their audio was."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, tzinfo
from functools import cache
from itertools import pairwise

import numpy as np

from callevents.model.audio import Channels
from callevents.model.call import Grade
from callevents.model.columnar import Coded
from callevents.model.over_time import Bucket
from callevents.model.value import Time
from callevents.quality.figures import pooled
from callevents.read.times import END_OF_TIME, START_OF_TIME
from callevents.report.handling import tally
from callevents.report.select import View

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
STEPS = (*(minutes * MINUTE for minutes in (1, 5, 10, 30)), HOUR, 3 * HOUR, DAY, 7 * DAY, 28 * DAY, 364 * DAY)
MOST_BUCKETS = 72
MONDAY = 4 * DAY
"""The first Monday after the Unix epoch: weeks begin here."""


def calls_over_time(view: View, tz: tzinfo, *, with_audio: bool) -> Iterator[Bucket]:
    """Count the calls by when they began, in stretches that are round on the clocks of the zone.

    Calls without a time are left out. The audio figures of each stretch are worked out only on request.
    """
    begun = [(n, time) for n, time in enumerate(view.calls.values("first_event")) if time is not None]
    if not begun:
        return
    local = np.array([time + _offset(tz, time // (15 * MINUTE)) for _, time in begun], dtype=np.int64)
    edges = _edges(int(local.min()), int(local.max()))
    place = np.searchsorted(edges, local, side="right") - 1
    bucket_of_call = np.full(len(view.log.calls), -1, dtype=np.int64)
    bucket_of_call[view.number[[n for n, _ in begun]]] = place
    count = len(edges) - 1
    audio: Sequence[Channels] = [Channels()] * count
    if with_audio and view.counted[view.log.audio.index].any():
        audio = pooled(view.log.audio.cleaned, bucket_of_call, count, view.log.audio.quality)
    of_call = view.calls.coded("grade")
    grades = list(tally(Coded(of_call.codes[[n for n, _ in begun]], of_call.values), place, count))
    for n, (start, end) in enumerate(pairwise(_as_utc(tz, edge) for edge in edges)):
        by_grade = {grade.value: grades[n][grade] for grade in Grade}
        yield Bucket(start, end, grades[n].total(), by_grade, audio[n])


@cache
def _offset(tz: tzinfo, quarter: int) -> int:
    """Give the zone's offset from UTC, ms, in a quarter of an hour: no offset changes within one."""
    try:
        offset = datetime.fromtimestamp(quarter * 15 * 60, tz).utcoffset()
    except (ValueError, OverflowError):  # the first and last day of the calendar have no local time in every zone
        return 0
    return round(offset.total_seconds() * 1000) if offset else 0


def _edges(first: int, last: int) -> list[int]:
    """Give round times, evenly spaced, before and between and after the two: no more buckets than `MOST_BUCKETS`."""
    step = next((step for step in STEPS if (last - first) // step < MOST_BUCKETS - 1), 0)
    step = step or STEPS[-1] * -(-(last - first) // (STEPS[-1] * (MOST_BUCKETS - 1)))
    origin = MONDAY if step > DAY else 0
    start = (first - origin) // step * step + origin
    return list(range(start, last + step + 1, step))


def _as_utc(tz: tzinfo, local: int) -> Time:
    """Turn a time of the zone's clocks into a time; one before or after the calendar is its first or last."""
    naive = datetime.fromtimestamp(_within_calendar(local) // 1000, UTC).replace(tzinfo=tz)
    return Time(_within_calendar(round(naive.timestamp() * 1000)))


def _within_calendar(time: int) -> int:
    return max(START_OF_TIME, min(time, END_OF_TIME - 1))
