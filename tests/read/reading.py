"""Reads lines as a user's log would be read, in both of the reader's ways."""

import json
from typing import Any, NamedTuple

from callevents.model.problem import Code
from callevents.model.settings import Reading
from callevents.read.decode import Decoder
from callevents.read.times import NO_TIME


class Event(NamedTuple):
    """An event as the reader gives it; time None is no time."""

    type: str
    detail: dict[str, Any]
    time: int | None
    agent: str | None
    session: str | None


class Reject(NamedTuple):
    """A rejected line: the code of its problem, the sentence, the bytes."""

    code: str
    message: str
    line: bytes


class Outcome(NamedTuple):
    """What came of some lines, in their order."""

    events: list[Event]
    rejects: list[Reject]
    lines: int
    blank: int


def read(*lines: bytes | str | dict[str, Any], **settings: Any) -> Outcome:
    """Read lines; a dict is written as JSON.

    They are read three times, and must give the same each time: line by line, once more (when their shapes are
    known), and in columns.
    """
    given = [_line(line) for line in lines]
    once, twice = _read(given, 1, **settings), _read(given, 2, **settings)
    assert twice.events == once.events * 2
    assert twice.rejects == once.rejects * 2
    in_columns = _read(given, 2, columns=True, **settings)
    assert in_columns == twice
    assert once.lines == len(given) == once.blank + len(once.rejects) + len(once.events)
    return once


def only_event(*lines: bytes | str | dict[str, Any], **settings: Any) -> Event:
    """Read lines that hold one event and nothing that is rejected."""
    outcome = read(*lines, **settings)
    assert outcome.rejects == []
    (event,) = outcome.events
    return event


def only_reject(*lines: bytes | str | dict[str, Any], **settings: Any) -> Reject:
    """Read lines that hold no event, of which one is rejected."""
    outcome = read(*lines, **settings)
    assert outcome.events == []
    (reject,) = outcome.rejects
    return reject


def _line(line: bytes | str | dict[str, Any]) -> bytes:
    if isinstance(line, dict):
        line = json.dumps(line)
    return line.encode() if isinstance(line, str) else line


def _read(lines: list[bytes], times: int, columns: bool = False, **settings: Any) -> Outcome:
    rejects: list[Reject] = []

    def reject(number: int, code: Code, message: str, line: bytes) -> None:
        assert lines[(number - 1) % len(lines)] == line
        rejects.append(Reject(code.code, message, line))

    decoder = Decoder(Reading(**settings), reject)
    if columns:
        rows = [row for batch in decoder.batches([lines] * times) for row in zip(*batch, strict=True)]
    else:
        rows = list(decoder.events([lines] * times))
    events = [Event(name, detail, None if time == NO_TIME else time, *origin) for _, time, name, detail, origin in rows]
    return Outcome(events, rejects, decoder.lines, decoder.blank)
