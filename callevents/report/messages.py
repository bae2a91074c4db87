"""Utterances, notes and flags, across calls."""

from collections.abc import Iterator

import numpy as np

from callevents.model.detail import Message
from callevents.model.event import Kind
from callevents.model.messages import Flag, Flags, Notes, TextItem, Transcript
from callevents.model.value import Time
from callevents.read.times import NO_TIME
from callevents.rebuild.log import Log
from callevents.rebuild.seen import NONE
from callevents.report.select import View


def as_time(time: int | None) -> Time | None:
    """Give a time, of a column or of a span, as a value."""
    return None if time is None or time == NO_TIME else Time(time)


def message_at(log: Log, number: int) -> Message:
    """Give a message of `log.talk` as a value."""
    talk = log.talk
    index = int(talk.index[number])
    role, name, body = int(talk.role[number]), int(talk.name[number]), int(talk.body[number])
    message_id, text = log.bodies[body] if body >= 0 else (None, None)
    return Message(
        kind=log.kinds[int(log.events.kind[index])],
        time=as_time(int(log.events.time[index])),
        id=message_id,
        role=talk.roles[role] if role >= 0 else None,
        name=log.texts[name] if name >= 0 else None,
        text=text,
    )


def transcript(view: View) -> Transcript:
    """Give the utterances of the chosen calls."""
    return Transcript(tuple(_items(view, Kind.TRANSCRIPT)))


def notes(view: View) -> Notes:
    """Give the notes of the chosen calls."""
    return Notes(tuple(_items(view, Kind.NOTE)))


def flags(view: View) -> Flags:
    """Give the flags raised on the chosen calls, each with the lower that answered it."""
    log = view.log
    number = {int(index): n for n, index in enumerate(log.talk.index.tolist())}
    chosen = log.lives.flags[view.counted[log.lives.flags[:, 0]]]
    return Flags(tuple(_flag(log, number, raised, lowered) for raised, lowered in chosen.tolist()))


def _items(view: View, kind: Kind) -> Iterator[TextItem]:
    log = view.log
    events = log.events
    wanted = view.counted[log.talk.index] & (events.kind[log.talk.index] == kind) & (events.call[log.talk.index] >= 0)
    for n in np.flatnonzero(wanted).tolist():
        message = message_at(log, n)
        call_id = events.call_ids[int(events.call[log.talk.index[n]])]
        yield TextItem(call_id, message.time, message.id, message.role, message.name, message.text)


def _flag(log: Log, number: dict[int, int], raised: int, lowered: int) -> Flag:
    up = message_at(log, number[raised])
    down = None if lowered == NONE else message_at(log, number[lowered])
    open_ms = None
    if down and up.time is not None and down.time is not None and down.time >= up.time:
        open_ms = down.time - up.time
    return Flag(
        call_id=log.events.call_ids[int(log.events.call[raised])],
        raised=up.time,
        raised_by=up.name,
        raised_role=up.role,
        text=up.text,
        lowered=down.time if down else None,
        lowered_by=down.name if down else None,
        lowered_role=down.role if down else None,
        open_ms=open_ms,
        still_open=down is None,
    )
