"""The conversation of the calls: who said how much, and which messages were logged again."""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from callevents.model.event import Kind
from callevents.quality.arrays import begins
from callevents.rebuild.arrange import Events, Ints, Ints32, in_order
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

    index: Ints
    role: Ints32
    name: Ints32
    words: Ints32
    body: Ints32
    roles: tuple[str, ...]
    repeats: Ints


def conversation(seen: Seen, events: Events) -> Talk:
    """Put the messages in order and leave out those logged again."""
    table = seen.messages
    order, index = in_order(events, np.asarray(table.event))
    repeats = message_repeats(index, events.call, events.kind, np.asarray(table.digest)[order])
    if len(repeats):
        keep = ~np.isin(index, repeats)
        order, index = order[keep], index[keep]
    roles, role = _roles(seen)
    return Talk(
        index=index,
        role=role[np.asarray(table.role)[order]],
        name=np.asarray(table.name)[order],
        words=np.asarray(table.words)[order],
        body=np.asarray(table.body)[order],
        roles=roles,
        repeats=repeats,
    )


def shown_role(role: str) -> str:
    """Give the role as it is shown: EndUser and END_USER are the customer, any other stands as logged."""
    return CUSTOMER if role.replace("_", "").lower() in _CUSTOMER_ROLES else role


def _roles(seen: Seen) -> tuple[tuple[str, ...], Ints32]:
    """Give the roles by name, and by number of `Seen.texts` the number of the role (the last serves -1: none)."""
    texts = list(seen.texts)
    said = np.flatnonzero(np.bincount(np.asarray(seen.messages.role) + 1, minlength=1)[1:])
    shown = {number: shown_role(texts[number]) for number in said.tolist()}
    names = tuple(sorted(set(shown.values())))
    role = np.full(len(texts) + 1, NONE, dtype=np.int32)
    role[[*shown]] = [names.index(name) for name in shown.values()]
    return names, role


def count_by_call(events: Events, index: Ints, calls: int) -> Ints:
    """Count events by their call, 0 .. calls - 1; those of no call are left out."""
    return np.bincount(events.call[index] + 1, minlength=calls + 1)[1:]


def messages(talk: Talk, events: Events, calls: int) -> dict[str, Ints]:
    """Count the utterances, notes and raised flags of each call, in columns named as in `model.call.Call`."""
    kind = events.kind[talk.index]
    return {name: count_by_call(events, talk.index[kind == of], calls) for name, of in _MESSAGES.items()}


def words_by_role(talk: Talk, events: Events, calls: int) -> Sequence[dict[str, int]]:
    """Give for each call the words of its utterances by the speaker's role, the roles sorted by name."""
    spoken = (events.kind[talk.index] == Kind.TRANSCRIPT) & (events.call[talk.index] >= 0)
    roles = len(talk.roles) + 1
    key = events.call[talk.index[spoken]].astype(np.int64) * roles + talk.role[spoken] + 1
    # One number holds the key and the words, so that sorting it brings equal keys together.
    base = int(talk.words.max(initial=0)) + 1
    sorted_words = np.sort(key * base + talk.words[spoken])
    keys = sorted_words // base
    first = begins(keys)
    words = np.add.reduceat(sorted_words - keys * base, first) if len(first) else first
    names = (UNKNOWN_ROLE, *talk.roles)
    result: list[dict[str, int]] = [{} for _ in range(calls)]
    for number, count in zip(keys[first].tolist(), words.tolist(), strict=True):
        of_call, name = result[number // roles], names[number % roles]
        of_call[name] = of_call.get(name, 0) + count
    return result
