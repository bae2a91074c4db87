"""The conversation of the calls: who said how much, and which messages were logged again."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from callevents.model.event import Kind
from callevents.rebuild.arrange import Events, Ints
from callevents.rebuild.repeats import message_repeats
from callevents.rebuild.seen import NONE, Seen

CUSTOMER = "Customer"
UNKNOWN_ROLE = "Unknown"
_CUSTOMER_ROLES = frozenset({"enduser", "customer"})


@dataclass(frozen=True, slots=True)
class Talk:
    """The messages of the log in the order of the sorted events; repeats are left out.

    index: place of the message among the sorted events. role, name: numbers of roles and of `Seen.texts` (-1: none).
    body: number of the message's id and text in `Seen.bodies` (-1: not kept).
    """

    index: Ints
    role: Ints
    name: Ints
    words: Ints
    body: Ints
    roles: tuple[str, ...]
    repeats: Ints


def conversation(seen: Seen, events: Events) -> Talk:
    """Put the messages in order and leave out those logged again."""
    table = seen.messages
    place = events.sorted_row[np.array(table.event, dtype=np.int64)]
    order = np.argsort(place, kind="stable")
    index = place[order]
    digest = np.array(table.digest, dtype=np.int64)[order]
    repeats = message_repeats(index, events.call, events.kind, digest)
    keep = ~np.isin(index, repeats)
    roles, role = _roles(seen)
    return Talk(
        index=index[keep],
        role=role[np.array(table.role, dtype=np.int64)][order][keep],
        name=np.array(table.name, dtype=np.int64)[order][keep],
        words=np.array(table.words, dtype=np.int64)[order][keep],
        body=np.array(table.body, dtype=np.int64)[order][keep],
        roles=roles,
        repeats=repeats,
    )


def shown_role(role: str) -> str:
    """Give the role as it is shown: EndUser and END_USER are the customer, any other stands as logged."""
    return CUSTOMER if role.replace("_", "").lower() in _CUSTOMER_ROLES else role


def _roles(seen: Seen) -> tuple[tuple[str, ...], Ints]:
    """Give the roles by name, and by number of `Seen.texts` the number of the role (the last serves -1: none)."""
    shown = {text: shown_role(text) for text in seen.texts}
    names = tuple(sorted(set(shown.values())))
    number = {name: n for n, name in enumerate(names)}
    return names, np.array([number[name] for name in shown.values()] + [NONE], dtype=np.int64)


def words_by_role(talk: Talk, events: Events, calls: int) -> Sequence[dict[str, int]]:
    """Give for each call the words of its utterances by the speaker's role, the roles sorted by name."""
    spoken = (events.kind[talk.index] == Kind.TRANSCRIPT) & (events.call[talk.index] >= 0)
    roles = len(talk.roles) + 1
    key = events.call[talk.index[spoken]] * roles + talk.role[spoken] + 1
    keys, which = np.unique(key, return_inverse=True)
    words = np.bincount(which, weights=talk.words[spoken], minlength=len(keys)).astype(np.int64)
    names = (UNKNOWN_ROLE, *talk.roles)
    result: list[dict[str, int]] = [{} for _ in range(calls)]
    for number, count in zip(keys.tolist(), words.tolist(), strict=True):
        of_call, name = result[number // roles], names[number % roles]
        of_call[name] = of_call.get(name, 0) + count
    return result
