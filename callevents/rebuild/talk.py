"""The conversation of the calls: who said how much, and which messages were logged again."""

from collections.abc import Iterable, Sequence
from typing import overload

import numpy as np
from msgspec import Struct

from callevents.model.event import Kind
from callevents.quality.arrays import Ints, Ints32, begins
from callevents.rebuild.arrange import Events, give_up, in_order
from callevents.rebuild.columns import Column
from callevents.rebuild.repeats import message_repeats
from callevents.rebuild.seen import NONE, Seen

CUSTOMER = "Customer"
UNKNOWN_ROLE = "Unknown"
_MESSAGES = {"transcripts": Kind.TRANSCRIPT, "notes": Kind.NOTE, "flags": Kind.FLAGRAISE}
_CUSTOMER_ROLES = frozenset({"enduser", "customer"})


class Talk(Struct, frozen=True):
    """The messages of the log in the order of the sorted events; repeats are left out.

    index: place of the message among the sorted events. role, name: numbers of roles and of `Seen.texts` (-1: none).
    body: number of the message's id and text in `Seen.bodies` (-1: not kept).
    """

    index: Ints32
    role: Ints32
    name: Ints32
    words: Ints32
    body: Ints32
    roles: tuple[str, ...]
    repeats: Ints32


def conversation(seen: Seen, events: Events, places: Ints32) -> Talk:
    """Put the messages in order and leave out those logged again. `seen.messages` is given up."""
    table = give_up(seen, "messages")
    order, index = in_order(places, table.pop("event"))
    repeats = message_repeats(index, events.call, events.kind, table.pop("digest")[order])
    if len(repeats):
        keep = ~np.isin(index, repeats)
        order, index = order[keep], index[keep]
    roles, role = _roles(seen.texts, table["role"])
    return Talk(
        index=index,
        role=role[table.pop("role")[order]],
        name=table.pop("name")[order],
        words=table.pop("words")[order],
        body=table.pop("body")[order],
        roles=roles,
        repeats=repeats,
    )


def shown_role(role: str) -> str:
    """Give the role as it is shown: EndUser and END_USER are the customer, any other stands as logged."""
    return CUSTOMER if role.replace("_", "").lower() in _CUSTOMER_ROLES else role


def _roles(known: Iterable[str], number: Ints32) -> tuple[tuple[str, ...], Ints32]:
    """Give the roles by name, and by number of `Seen.texts` the number of the role (the last serves -1: none).

    known has these texts, and number those that are roles.
    """
    texts = list(known)
    said = np.flatnonzero(np.bincount(number[number != NONE]))
    shown = {number: shown_role(texts[number]) for number in said.tolist()}
    names = tuple(sorted(set(shown.values())))
    role = np.full(len(texts) + 1, NONE, dtype=np.min_scalar_type(-len(names) - 1))
    role[[*shown]] = [names.index(name) for name in shown.values()]
    return names, role


def count_by_call(events: Events, index: Ints, calls: int) -> Ints:
    """Count events by their call, 0 .. calls - 1; those of no call are left out."""
    return np.bincount(events.call[index] + 1, minlength=calls + 1)[1:]


def messages(talk: Talk, events: Events, calls: int) -> dict[str, Ints]:
    """Count the utterances, notes and raised flags of each call, in columns named as in `model.call.Call`."""
    kind = events.kind[talk.index]
    return {name: count_by_call(events, talk.index[kind == of], calls) for name, of in _MESSAGES.items()}


def words_by_role(talk: Talk, events: Events, calls: int) -> "WordsByRole":
    """Give for each call the words of its utterances by the speaker's role, the roles sorted by name."""
    spoken = (events.kind[talk.index] == Kind.TRANSCRIPT) & (events.call[talk.index] >= 0)
    roles, base = len(talk.roles) + 1, int(talk.words.max(initial=0)) + 1
    # One number holds the call, the role and the words, so that sorting it brings those of a call and a role together.
    number = events.call[talk.index[spoken]].astype(np.int64)
    number *= roles
    number += talk.role[spoken] + 1
    number *= base
    number += talk.words[spoken]
    number.sort()
    keys, words = np.divmod(number, base)
    first = begins(keys)
    words = np.add.reduceat(words, first) if len(first) else first
    of_call, role = np.divmod(keys[first], roles)
    return WordsByRole((UNKNOWN_ROLE, *talk.roles), np.searchsorted(of_call, np.arange(calls + 1)), role, words)


class WordsByRole(Sequence[dict[str, int]]):
    """The words of each call's utterances by role: made when they are asked for, for few calls are at a time.

    role and words have a row for each role that speaks in a call, and first tells where those of a call begin.
    """

    def __init__(self, names: tuple[str, ...], first: Ints, role: Ints, words: Ints) -> None:
        self._names = names
        self._first, self._role, self._words = (np.asarray(Column.of(column)) for column in (first, role, words))

    def __len__(self) -> int:
        """Give the number of calls."""
        return len(self._first) - 1

    @overload
    def __getitem__(self, call: int) -> dict[str, int]: ...

    @overload
    def __getitem__(self, call: slice) -> list[dict[str, int]]: ...

    def __getitem__(self, call: int | slice) -> dict[str, int] | list[dict[str, int]]:
        """Give the words of a call, or of several."""
        if isinstance(call, slice):
            return [self[number] for number in range(len(self))[call]]
        start, end = self._first[call : call + 2].tolist()
        found: dict[str, int] = {}
        for role, count in zip(self._role[start:end].tolist(), self._words[start:end].tolist(), strict=True):
            name = self._names[role]
            found[name] = found.get(name, 0) + count
        return found
