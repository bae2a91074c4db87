"""What a user is told about lines and sources that could not be used."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from itertools import chain

from callevents.model.paths import holding
from callevents.model.settings import Filters
from callevents.rebuild.log import Log, Reject

LONGEST = 100
"""A value with more characters is not suggested."""


def warnings(log: Log) -> Iterator[str]:
    """Give a sentence for each kind of bad line, with the first of them, and one for each source that was not read
    whole."""
    for code, count in sorted(log.reject_counts.items(), key=lambda item: item[0].code):
        first = next(reject for reject in log.rejects if reject.code == code and reject.line is not None)
        lines = "1 line was" if count == 1 else f"{count:,} lines were"
        where = "at" if count == 1 else "first at"
        yield f"{lines} left out: {code.title} ({code}), {where} {first.file}:{first.line}: {first.message}"
    for reject in log.rejects:
        if reject.line is None:
            yield source_sentence(reject)


def untimed_warning(untimed: int) -> Iterator[str]:
    """Say how many calls a bound of time left out because they have no time, if any."""
    if untimed:
        have, them = ("call has", "it") if untimed == 1 else ("calls have", "them")
        yield f"{untimed:,} {have} no time, so --since and --until leave {them} out"


def source_sentence(reject: Reject) -> str:
    """Say what is wrong with a source."""
    return f"{reject.file}: {reject.message}"


def unknown_values(log: Log, filters: Filters) -> Iterator[str]:
    """Give a sentence for each wanted id, agent, participant or call type that no call has, where calls have others
    like it: tables show ids shortened, and names are easily misspelled."""
    calls = log.calls
    ids = log.events.call_ids
    for wanted in filters.call_ids:
        if wanted not in ids:
            yield from _did_you_mean("id", wanted, [call_id for call_id in ids if call_id.startswith(wanted)])
    if filters.call_ids:
        # The lines of other calls may have been passed over.
        return
    for what, given, path in (("agent", filters.agents, "agent"), ("call type", filters.call_types, "call_type")):
        known = list(dict.fromkeys(filter(None, calls.values(path)))) if given else []
        for wanted in given:
            if wanted not in known:
                yield from _did_you_mean(what, wanted, holding(wanted, known) or get_close_matches(wanted, known))
    if filters.participants:
        parties = chain(calls.values("participant"), *calls.values("participants"))
        known = list(dict.fromkeys(filter(None, parties)))
        for wanted in filters.participants:
            if wanted not in known:
                # Numbers are spelled much alike by chance.
                yield from _did_you_mean("participant", wanted, holding(wanted, known))


def _did_you_mean(what: str, wanted: str, others: Sequence[str]) -> Iterator[str]:
    suggested = [one for one in others if len(one) <= LONGEST][:3]
    if suggested:
        yield f'no call has the {what} "{wanted}"; did you mean {" or ".join(suggested)}?'
