"""The rows of the tables of an export."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from operator import attrgetter

from callevents.model.call import Call
from callevents.model.problem import Problem
from callevents.model.settings import Filters
from callevents.model.tables import TABLES, Row, Rows
from callevents.model.value import DECIMALS, iso_time
from callevents.report.detail import Details
from callevents.report.problems import check
from callevents.report.select import View


def table_rows(view: View) -> Iterator[Rows]:
    """Give the rows of all tables, call by call in the order of calls, and the problems at the end.

    The calls are worked out in full one at a time: what is held is the view and the rows of one call, and at the end
    the problems. The words of the conversation need `text` in `callevents.analyze`.
    """
    details = Details(view)
    days: dict[str | None, str | None] = {}
    for place, call in enumerate(view.calls):
        day = days[call.call_id] = _day(call)
        yield Rows("calls", day, (_row("calls", call),))
        detail = details.of(place)
        for table, items in (
            ("intervals", detail.intervals),
            ("spans", detail.spans),
            ("conversation", detail.conversation),
        ):
            if items:
                yield Rows(table, day, [_row(table, item, call.call_id) for item in items])
    found: Mapping[str | None, list[Problem]] = defaultdict(list)
    # The view has chosen the calls; nothing more is to be left out.
    for problem in check(view, Filters(), 0).problems:
        found[days.get(problem.call_id)].append(problem)
    for day, problems in found.items():
        yield Rows("problems", day, [_row("problems", problem) for problem in problems])


def _day(call: Call) -> str | None:
    return None if call.first_event is None else iso_time(call.first_event)[: len("2026-03-02")]


def _row(table: str, item: object, *key: str) -> Row:
    values = _values(table)(item)
    # As in JSON, so that an export and `calls --json` show the same figures.
    return (*key, *(round(value, DECIMALS) if value.__class__ is float else value for value in values))


@cache
def _values(table: str) -> "attrgetter[Row]":
    return attrgetter(*TABLES[table].paths)
