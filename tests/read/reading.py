"""Reads lines as a user's log would be read, in each of the reader's ways."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import msgspec

from callevents.model.problem import Code
from callevents.model.settings import Reading
from callevents.read.decode import Decoder, TypedEvents
from callevents.read.plain import Events
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
    known), and in columns (where they are read as typed values once their keys are known).
    """
    given = [_line(line) for line in lines]
    once, twice = _read(given, 1, **settings), _read(given, 2, **settings)
    assert twice.events == once.events * 2
    assert twice.rejects == once.rejects * 2
    in_columns = _read(given, 3, columns=True, **settings)
    assert in_columns.events == once.events * 3
    assert in_columns.rejects == once.rejects * 3
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
    batches = [lines] * times
    found = sorted(_in_columns(decoder.batches(batches)) if columns else map(_as_event, decoder.events(batches)))
    return Outcome([event for _, event in found], rejects, decoder.lines, decoder.blank)


class Typed(dict[str, Any]):
    """The fields of a typed value, to be compared with an object that may have others as well."""

    def __eq__(self, other: object) -> bool:
        """Tell whether the object has these values; one that is missing is None."""
        return isinstance(other, dict) and all(
            value == (other.get(name) if value is None or not isinstance(value, dict) else other[name])
            for name, value in self.items()
        )

    __hash__ = None


def _as_event(event: tuple[int, int, str, dict[str, Any], tuple[str | None, str | None]]) -> tuple[int, Event]:
    line, time, name, detail, (agent, session) = event
    return line, Event(name, detail, None if time == NO_TIME else time, agent, session)


def _in_columns(batches: Iterable[Events | TypedEvents]) -> Iterator[tuple[int, Event]]:
    for batch in batches:
        if isinstance(batch, Events):
            yield from map(_as_event, zip(*batch, strict=True))
        else:
            for line, time, agent, session, detail in zip(*batch, strict=True):
                origin = agent or None, session or None
                yield line, Event(detail.event_type, _fields(detail), None if time == NO_TIME else time, *origin)


def _fields(value: Any) -> Any:
    """Give the fields of a struct that are asked for by name; of a list, those of its items."""
    if isinstance(value, list):
        return [_fields(item) for item in value]
    if not isinstance(value, msgspec.Struct):
        return value
    names = (name for name in value.__struct_fields__ if not name.startswith("other_"))
    return Typed({name: _fields(getattr(value, name)) for name in names})
