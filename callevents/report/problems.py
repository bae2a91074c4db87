"""The problems of a log: counted with their first place, and listed one by one."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np

from callevents.model.check import Check
from callevents.model.problem import OF_THE_LOG, Code, CodeCount, Place, Problem, ProblemCount, Severity
from callevents.model.settings import Filters
from callevents.quality.arrays import Bools, ranks
from callevents.read.times import NO_TIME
from callevents.rebuild.findings import CODES
from callevents.rebuild.log import Log
from callevents.report.select import View, bounds, known_types, of_types
from callevents.report.sentences import sentence

_RANK = {severity: rank for rank, severity in enumerate(Severity)}


def problem_counts(view: View) -> tuple[ProblemCount, ...]:
    """Count the problems of the log as a whole and of the chosen calls, the worst severity first."""
    log = view.log
    findings = log.findings
    mine = _told(view)
    found = {code: (count, first) for code, count, first in _first_lines(log)}
    for number in np.flatnonzero(np.bincount(findings.code[mine])).tolist():
        index = findings.index[mine & (findings.code == number)]
        found[CODES[number]] = (
            len(index),
            _place(log, CODES[number], int(index[np.argmin(log.events.positions(index))])),
        )
    return tuple(
        ProblemCount(code.code, code.severity, code.title, count, first)
        for code, (count, first) in sorted(found.items(), key=_severest)
    )


def check(view: View, filters: Filters, limit: int) -> Check:
    """List the problems, at most `limit` of each code (0: all); the counts are complete.

    The filters' bounds of time and types choose the events whose problems are listed, so the view must be made without
    them. Bad lines and sources are listed in any case.
    """
    log = view.log
    findings = log.findings
    chosen = _told(view) & _within(log, filters)[findings.index]
    index, code = findings.index[chosen], findings.code[chosen]
    field, sample = findings.field[chosen], findings.sample[chosen]
    counts = Counter({CODES[number]: count for number, count in Counter(code.tolist()).items()})
    counts.update(log.reject_counts)
    counts.update(reject.code for reject in log.rejects if reject.line is None)
    order = np.lexsort((log.events.positions(index), code))
    if limit:
        order = order[ranks(code[order]) < limit]
    listed = [_problem(log, *map(int, (code[n], index[n], field[n], sample[n]))) for n in order.tolist()]
    listed += _listed_rejects(log, limit)
    listed.sort(key=lambda problem: (problem.file or "", problem.line or 0, problem.code))
    by_severity = {severity.value: 0 for severity in Severity}
    for of_code, count in counts.items():
        by_severity[of_code.severity] += count
    by_code = tuple(
        CodeCount(code.code, code.severity, code.title, count) for code, count in sorted(counts.items(), key=_severest)
    )
    return Check(by_severity, tuple(listed), by_code)


def _severest(found: tuple[Code, Any]) -> tuple[int, str]:
    """Sort by severity, the worst first, then by code."""
    return _RANK[found[0].severity], found[0].code


def _first_lines(log: Log) -> Iterator[tuple[Code, int, Place]]:
    """Give the counts and the first places of what no event tells: rejected lines and sources."""
    sources = Counter(reject.code for reject in log.rejects if reject.line is None)
    for code, count in (sources | Counter(log.reject_counts)).items():
        first = next(reject for reject in log.rejects if reject.code == code)
        yield code, count, Place(first.file, first.line, None)


def _listed_rejects(log: Log, limit: int) -> Iterator[Problem]:
    listed: Counter[Code] = Counter()
    for reject in log.rejects:
        listed[reject.code] += 1
        if not limit or listed[reject.code] <= limit:
            code = reject.code
            yield Problem(code.code, code.severity, code.title, reject.message, reject.file, reject.line, None)


def chosen_events(view: View, filters: Filters) -> Bools:
    """Tell by event whether it is of a chosen call and within the filters' bounds of time and types.

    The view must be made without those bounds and types, which choose calls there. Raises UsageError for an unknown
    type.
    """
    chosen: Bools = view.chosen[view.log.events.call] & _within(view.log, filters)
    return chosen


def _within(log: Log, filters: Filters) -> Bools:
    """Tell by event whether it is within the filters' bounds of time and types. Raises UsageError."""
    time = log.events.time
    since, until = bounds(log, filters)
    within = np.ones(len(time), dtype=np.bool_)
    if since is not None:
        within &= time >= since
    if until is not None:
        within &= (time <= until) & (time != NO_TIME)
    if filters.types:
        within &= of_types(log, known_types(log, filters.types))
    return within


def _told(view: View) -> Bools:
    """Tell by finding whether it is of a chosen call; one of the log as a whole is told unless ids chose the calls, for
    then what is known of it depends on the lines that were passed over."""
    findings = view.log.findings
    of_chosen = view.chosen[view.log.events.call[findings.index]]
    return np.where(findings.of_the_log, not view.filters.call_ids, of_chosen)


def _place(log: Log, code: Code, index: int) -> Place:
    file, line = log.events.place(index)
    return Place(file, line, _call_id(log, code, index))


def _call_id(log: Log, code: Code, index: int) -> str | None:
    """Give the call that a problem is of; one of the log as a whole is of none."""
    if code in OF_THE_LOG:
        return None
    call = int(log.events.call[index])
    return log.events.call_ids[call] if call >= 0 else None


def _problem(log: Log, number: int, index: int, field: int, sample: int) -> Problem:
    code = CODES[number]
    file, line = log.events.place(index)
    message = sentence(log, code, index, field, sample)
    return Problem(code.code, code.severity, code.title, message, file, line, _call_id(log, code, index))
