"""What one page shows of a log: its figures, its calls over time, how their quality is spread, each call in full."""

from collections.abc import Iterator, Sequence
from datetime import UTC, tzinfo

import numpy as np

from callevents.model.call import Call
from callevents.model.columnar import Columnar
from callevents.model.detail import CallDetail
from callevents.model.report import Report
from callevents.report.detail import Details
from callevents.report.over_time import calls_over_time
from callevents.report.select import View
from callevents.report.spread import spreads
from callevents.report.summary import by_need, summary


def report(view: View, *, title: str, limit: int, with_text: bool, tz: tzinfo = UTC) -> Report:
    """Make the page of the chosen calls.

    limit lists at most so many calls, those of the worst audio before others (0: all). tz is the zone whose days and
    hours calls are counted by.
    """
    listed = _listed(view.calls, limit)
    return Report(
        title=title,
        summary=summary(view),
        calls=tuple(view.calls.take(np.array(listed, dtype=np.int64))),
        details=_InFull(view, listed),
        over_time=tuple(calls_over_time(view, tz, with_audio=True)),
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


def _listed(calls: Columnar[Call], limit: int) -> list[int]:
    """Give the places of the calls that are listed, in their order."""
    if not limit or len(calls) <= limit:
        return list(range(len(calls)))
    rank = {call_id: n for n, call_id in enumerate(by_need(calls))}
    ids = calls.values("call_id")
    ranked = sorted(range(len(calls)), key=lambda place: rank.get(ids[place], len(rank)))
    return sorted(ranked[:limit])
