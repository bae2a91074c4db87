"""The result of reading logs: what the commands show, as frozen values.

Each report's module is imported when the report is asked for: a command wants one of them.
"""

from collections.abc import Iterator
from datetime import UTC, tzinfo
from functools import cached_property
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from callevents.model.settings import Filters
from callevents.report.select import View, select

if TYPE_CHECKING:
    from callevents.model.assumptions import Assumptions
    from callevents.model.call import Call
    from callevents.model.check import Check
    from callevents.model.columnar import Columnar
    from callevents.model.compare import Comparison
    from callevents.model.detail import CallDetail
    from callevents.model.messages import Flags, Notes, Transcript
    from callevents.model.over_time import Bucket
    from callevents.model.problem import ProblemCount
    from callevents.model.report import Report
    from callevents.model.stats import Stats
    from callevents.model.summary import Inputs, Period, Summary
    from callevents.model.tables import Rows
    from callevents.rebuild.log import Log
    from callevents.report.strips import Strip


class Analysis:
    """What was read of some logs: the calls, and the reports that can be made of them.

    Every report is about the calls that `filters` chose. Values are frozen; `to_dict()` gives what JSON holds.
    """

    def __init__(self, log: "Log", filters: Filters = Filters()) -> None:  # noqa: B008 - frozen
        """Take a rebuilt log. Raises UsageError for filters that cannot be understood."""
        self._log = log
        self._filters = filters
        self._view: View = select(log, filters)

    @property
    def inputs(self) -> "Inputs":
        """What was read, before any filter."""
        return self._log.inputs

    @property
    def calls(self) -> "Columnar[Call]":
        """The calls in the order of their first event: a sequence that makes each call when it is asked for."""
        return self._view.calls

    @cached_property
    def _summary(self) -> "Summary":
        from callevents.report.summary import summary

        return summary(self._view)

    @property
    def period(self) -> "Period":
        """The times of the first and the last event."""
        return self._summary.period

    @property
    def problems(self) -> "tuple[ProblemCount, ...]":
        """The problems found, counted by code."""
        return self._summary.problems

    @property
    def assumptions(self) -> "Assumptions":
        """What the figures take for granted."""
        from callevents.report.assumptions import assumptions

        return assumptions(self._log.judging)

    @property
    def untimed(self) -> int:
        """How many calls a bound of time left out because they have no time."""
        return self._view.untimed

    @property
    def damaged(self) -> bool:
        """Whether a source could not be read, or not to its end."""
        return self._log.damaged

    @property
    def warnings(self) -> tuple[str, ...]:
        """Sentences on bad lines, on sources that could not be read, and on calls that a bound of time left out."""
        return tuple(self._warnings())

    def _warnings(self) -> Iterator[str]:
        from callevents.report.warnings import unknown_values, untimed_warning, warnings

        yield from warnings(self._log)
        yield from unknown_values(self._log, self._filters)
        yield from untimed_warning(self.untimed)

    def summary(self) -> "Summary":
        """Sum the calls up."""
        return self._summary

    def calls_over_time(self, tz: tzinfo = UTC) -> "tuple[Bucket, ...]":
        """Count the calls by when they began, in stretches that are round on the clocks of the zone.

        The audio figures of these buckets are left empty.
        """
        from callevents.report.over_time import calls_over_time

        return tuple(calls_over_time(self._view, tz, with_audio=False))

    def strips(self) -> "dict[str, Strip]":
        """Give by call id the worst grade of each part of a call, in order: at most 12. Calls without audio are left
        out."""
        from callevents.report.strips import strips

        return strips(self._view)

    def stats(self, by: str = "channel") -> "Stats":
        """Give packet loss, jitter and RTT statistics by channel, call, call-type, participant, agent, hour or day.

        Raises UsageError for another key.
        """
        from callevents.report.stats import stats

        return stats(self._view, by)

    def compare(self, after: "Analysis") -> "Comparison":
        """Compare this log with a later one that was judged alike, each figure before and after."""
        from callevents.report.compare import compare

        return compare(self._view, after._view, (self.summary(), after.summary()))

    def call(self, call_id: str) -> "CallDetail":
        """Give one call in full, by its id or an unambiguous prefix of it. The words need `text` in `analyze`.

        Raises NotFoundError where there is no such call, UsageError where the prefix fits several.
        """
        from callevents.report.detail import detail

        return detail(self._view, call_id)

    def report(
        self, title: str = "Call report", *, limit: int = 0, with_text: bool = True, tz: tzinfo = UTC
    ) -> "Report":
        """Give what one page shows. The words need `text=""` in `analyze`.

        limit: list at most so many calls, the worst before others (0: all). tz: the zone whose hours and days are
        counted by.
        """
        from callevents.report.page import report

        return report(self._view, title=title, limit=limit, with_text=with_text, tz=tz)

    def transcript(self) -> "Transcript":
        """Give the utterances. Ids and words need `text` in `analyze`."""
        from callevents.report.messages import transcript

        return transcript(self._view)

    def notes(self) -> "Notes":
        """Give the notes. Ids and words need `text` in `analyze`."""
        from callevents.report.messages import notes

        return notes(self._view)

    def flags(self) -> "Flags":
        """Give the flags raised, and how they were answered. Words need `text` in `analyze`."""
        from callevents.report.messages import flags

        return flags(self._view)

    def tables(self) -> "Iterator[Rows]":
        """Give the rows of the tables that `callevents export` writes, some at a time. Words need `text=""`."""
        from callevents.report.tables import table_rows

        return table_rows(self._view)

    def check(self, limit: int = 1000) -> "Check":
        """List the problems, at most `limit` of each code (0: all that were kept); the counts are complete."""
        from callevents.report.problems import check

        by_event = self._filters
        calls_only = replace(by_event, since=None, until=None, types=())
        return check(select(self._log, calls_only), by_event, limit)

    def to_dict(self) -> dict[str, Any]:
        """Give the summary as JSON holds it."""
        return self._summary.to_dict()
