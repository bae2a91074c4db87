"""Which calls and events a report is about."""

from collections.abc import Container, Iterable, Sequence
from typing import Any

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from callevents.model.call import Call
from callevents.model.columnar import Column, Columnar
from callevents.model.errors import UsageError
from callevents.model.event import Kind, canonical_name
from callevents.model.settings import Filters
from callevents.quality.arrays import Bools, Ints
from callevents.quality.figures import WITHOUT_AUDIO
from callevents.read.times import NO_TIME
from callevents.rebuild.log import Log


class View(Struct, frozen=True):
    """A part of a log that filters choose: whole calls, and of their events those that count.

    number: the chosen calls by number, in the order they are listed; calls: the same as values. counted: by event,
    whether it is counted and shown (not a repeat, of a chosen call, of a chosen type). untimed: how many calls a bound
    of time left out because they have no time.
    """

    log: Log
    filters: Filters
    number: Ints
    calls: Columnar[Call]
    counted: Bools
    untimed: int

    @property
    def others(self) -> bool:
        """Whether events of no call are part of it, as they are where no calls were chosen."""
        return self.filters == Filters(types=self.filters.types)

    @property
    def chosen(self) -> Bools:
        """By call: was it chosen? One more at the end, which -1 finds, for the events of no call."""
        chosen = np.zeros(len(self.log.calls) + 1, dtype=np.bool_)
        chosen[self.number] = True
        chosen[-1] = self.others
        return chosen


def select(log: Log, filters: Filters) -> View:
    """Choose calls and events. Raises UsageError for an unknown event type or key."""
    types = known_types(log, filters.types)
    since, until = bounds(log, filters)
    chosen, untimed = _in_time(log, since, until)
    for mask in _masks(log, filters):
        chosen &= mask
    calls = log.calls
    if types:
        calls = _limited(calls, types)
    number = np.flatnonzero(chosen)
    if filters.where:
        from callevents.report.where import compile_condition

        holds = compile_condition(filters.where, Call).holds
        number = number[[holds(call) for call in log.calls.take(number).plain()]]
    taken = calls if len(number) == len(calls) else calls.take(number)
    view = View(log, filters, number, taken, ~log.repeat, untimed)
    counted = view.counted & view.chosen[log.events.call]
    if types:
        counted &= of_types(log, types)
    return replace(view, counted=counted)


def of_types(log: Log, types: Iterable[str]) -> Bools:
    """Tell by event whether its type is one of these canonical names."""
    wanted = frozenset(types)
    return np.isin(log.events.kind, [number for number, name in enumerate(log.kinds) if name in wanted])


def bounds(log: Log, filters: Filters) -> tuple[int | None, int | None]:
    """Give since and until as times: a negative one is relative to the last event of the log."""
    return _bound(filters.since, log.whole.last), _bound(filters.until, log.whole.last)


def _bound(bound: int | None, last: int) -> int | None:
    if bound is None or bound >= 0:
        return bound
    # In a log without any time nothing lies within the bound, whatever it is.
    return 0 if last == NO_TIME else last + bound


def known_types(log: Log, names: Sequence[str]) -> frozenset[str]:
    """Give the canonical names of event types. Raises UsageError for one that is neither documented nor in the log."""
    types = frozenset(canonical_name(name) for name in names)
    for name in sorted(types.difference(log.kinds)):
        raise UsageError(f'there is no event type "{name}", neither among the documented ones nor in this log')
    return types


def _in_time(log: Log, since: int | None, until: int | None) -> tuple[Bools, int]:
    """Choose the calls whose first event lies within the bounds, both included; a call without a time is left out."""
    first = log.events.first
    if since is None and until is None:
        return np.ones(len(log.calls), dtype=np.bool_), 0
    timed = first != NO_TIME
    chosen = timed.copy()
    if since is not None:
        chosen &= first >= since
    if until is not None:
        chosen &= first <= until
    return chosen, int((~timed).sum())


def _masks(log: Log, filters: Filters) -> list[Bools]:
    calls = log.calls
    types = frozenset(name.lower() for name in filters.call_types)
    tests: tuple[tuple[tuple[str, ...], str, Container[Any]], ...] = (
        (filters.call_ids, "call_id", frozenset(filters.call_ids)),
        (filters.call_types, "call_type", types),
        (filters.agents, "agent", frozenset(filters.agents)),
        (filters.outcomes, "outcome", frozenset(filters.outcomes)),
        (filters.grades, "grade", frozenset(filters.grades)),
    )
    masks = [calls.where(path, wanted.__contains__) for given, path, wanted in tests if given]
    if filters.participants:
        parties = frozenset(filters.participants)
        took_part = calls.where("participants", lambda of_call: not parties.isdisjoint(of_call))
        masks.append(took_part | calls.where("participant", parties.__contains__))
    for name in filters.has:
        events = log.events
        having = np.zeros(len(calls), dtype=np.bool_)
        of_type = of_types(log, known_types(log, (name,))) & (events.call >= 0)
        having[events.call[of_type]] = True
        masks.append(having)
    return masks


def _limited(calls: Columnar[Call], types: frozenset[str]) -> Columnar[Call]:
    """Leave out of calls what comes from events of other types: their stages and spans stay."""
    columns: dict[str, Column] = {}
    if Kind.AUDIOSTATS.name.lower() not in types:
        columns |= Columnar.repeated(WITHOUT_AUDIO, len(calls)).columns
    if "transcript" not in types:
        columns["words_by_role"] = [{}] * len(calls)
    for name, of_type in (("transcripts", "transcript"), ("notes", "note"), ("flags", "flagraise")):
        if of_type not in types:
            columns[name] = np.zeros(len(calls), dtype=np.int64)
    return calls.replaced(columns)
