"""Which calls and events a report is about."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from callevents.model.audio import Channels
from callevents.model.call import Call
from callevents.model.errors import UsageError
from callevents.model.event import Kind, canonical_name
from callevents.model.settings import Filters
from callevents.quality.figures import WITHOUT_AUDIO
from callevents.read.times import NO_TIME
from callevents.rebuild.arrange import Ints
from callevents.rebuild.log import Bools, Log
from callevents.report.where import compile_where


@dataclass(frozen=True, slots=True)
class View:
    """A part of a log: whole calls, and of their events those that count.

    number: the chosen calls by number, in the order they are listed; calls: the same as values. counted: by event,
    whether it is counted and shown (not a repeat, of a chosen call, of a chosen type). others: whether events of no
    call are part of it, as they are where no calls were chosen. untimed: how many calls a bound of time left out
    because they have no time.
    """

    log: Log
    number: Ints
    calls: tuple[Call, ...]
    counted: Bools
    others: bool
    untimed: int

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
        calls = tuple(_limited(call, types) for call in calls)
    number = np.flatnonzero(chosen)
    if filters.where:
        holds = compile_where(filters.where, Call)
        number = np.array([n for n in number.tolist() if holds(log.calls[n].to_dict())], dtype=np.int64)
    others = filters == Filters(types=filters.types)
    view = View(log, number, tuple(calls[n] for n in number.tolist()), ~log.repeat, others, untimed)
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
    parties = frozenset(filters.participants)
    tests: tuple[tuple[tuple[str, ...], Callable[[Call], bool]], ...] = (
        (filters.call_ids, lambda call: call.call_id in filters.call_ids),
        (filters.call_types, lambda call: call.call_type in types),
        (filters.participants, lambda call: call.participant in parties or not parties.isdisjoint(call.participants)),
        (filters.agents, lambda call: call.agent in filters.agents),
        (filters.outcomes, lambda call: call.outcome in filters.outcomes),
        (filters.grades, lambda call: call.grade in filters.grades),
    )
    masks = [np.array([test(call) for call in calls], dtype=np.bool_) for given, test in tests if given]
    for name in filters.has:
        events = log.events
        having = np.zeros(len(calls), dtype=np.bool_)
        of_type = of_types(log, known_types(log, (name,))) & (events.call >= 0)
        having[events.call[of_type]] = True
        masks.append(having)
    return masks


def _limited(call: Call, types: frozenset[str]) -> Call:
    """Leave out of a call what comes from events of other types: its stages and spans stay."""
    without = WITHOUT_AUDIO
    if Kind.AUDIOSTATS.name.lower() not in types:
        call = replace(
            call,
            audio=Channels(),
            grade=without.grade,
            poor_because=without.poor_because,
            cqd_poor=without.cqd_poor,
            mos=without.mos,
            mos_min=without.mos_min,
            mos_basis=without.mos_basis,
            r_factor=without.r_factor,
            salesforce_mos=without.salesforce_mos,
        )
    return replace(
        call,
        transcripts=call.transcripts if "transcript" in types else 0,
        words_by_role=call.words_by_role if "transcript" in types else {},
        notes=call.notes if "note" in types else 0,
        flags=call.flags if "flagraise" in types else 0,
    )
