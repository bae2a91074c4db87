"""How a line holds an event: the shapes met in real logs, each one entry in a table.

A line's shape is told by the names of its keys, so how to read it is worked out once per set of names, not once per
line.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from callevents.model.settings import Reading
from callevents.read.times import ENVELOPE_NAMES

BODIES: tuple[tuple[str, str], ...] = (("type", "detail"), ("eventType", "payload"))
"""The names of an event's type and of its detail."""

WRAPPERS: tuple[str, ...] = ("event", "payload", "message", "data")
"""Names under which an envelope holds the whole event, as an object or as JSON text."""

AGENT_NAMES = ("agent", "agentId", "agent_id", "user", "userId", "username")
SESSION_NAMES = ("session", "sessionId", "session_id", "tabId")

MAX_SHAPES = 4096
"""Sets of key names that are remembered. A log that has more is no ordinary log, and only slower to read."""

Origin = tuple[str | None, str | None]
"""The agent and the session that the envelope names; None where it names none."""

Plain = tuple[str, str, str | None, str | None, str | None]
"""A plain shape: the names of type, detail, time, agent and session, all at the top of the line."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How to read the lines with one set of key names.

    Where wrapper is given, the event itself is not at this level but inside the value of that key. times, agents and
    sessions are the names present, in order of preference.
    """

    type_name: str
    detail_name: str
    wrapper: str | None
    times: tuple[str, ...]
    agents: tuple[str, ...]
    sessions: tuple[str, ...]


class Shapes:
    """The shapes met so far, by the names of the line's keys.

    `plain` holds those that need nothing but look-ups at the top of the line. It stays empty where the user named
    fields of their own (`--time-field` and its like), because those are looked up line by line.
    """

    def __init__(self, reading: Reading) -> None:
        self.plain: dict[tuple[str, ...], Plain] = {}
        self._known: dict[tuple[str, ...], Shape] = {}
        self._time_path = _path(reading.time_field)
        self._agent_path = _path(reading.agent_field)
        self._session_path = _path(reading.session_field)

    def of(self, entry: dict[str, Any]) -> Shape:
        """Give the shape of a line or of a wrapped object."""
        names = tuple(entry)
        return self._known.get(names) or self._learn(names)

    def times(self, layers: Sequence[dict[str, Any]]) -> Iterator[Any]:
        """Give the values that may be the time, in order of preference; layers are the line's objects, outermost
        first."""
        if self._time_path:
            yield at_path(layers[0], self._time_path)
        for layer in layers:
            for name in self.of(layer).times:
                yield layer[name]

    def origin(self, layers: Sequence[dict[str, Any]]) -> Origin:
        """Give the agent and the session that the layers name, outermost first; None where they name none."""
        agent = at_path(layers[0], self._agent_path) if self._agent_path else None
        session = at_path(layers[0], self._session_path) if self._session_path else None
        for layer in layers:
            shape = self.of(layer)
            if agent is None and shape.agents:
                agent = layer[shape.agents[0]]
            if session is None and shape.sessions:
                session = layer[shape.sessions[0]]
        return label(agent), label(session)

    def _learn(self, names: tuple[str, ...]) -> Shape:
        body = next(((kind, detail) for kind, detail in BODIES if kind in names and detail in names), None)
        wrapper = None if body else next((name for name in WRAPPERS if name in names), None)
        type_name, detail_name = body or BODIES[0]
        shape = Shape(
            type_name,
            detail_name,
            wrapper,
            tuple(name for name in ENVELOPE_NAMES if name in names),
            tuple(name for name in AGENT_NAMES if name in names),
            tuple(name for name in SESSION_NAMES if name in names),
        )
        if len(self._known) >= MAX_SHAPES:
            self._known.clear()
            self.plain.clear()
        self._known[names] = shape
        if body and not (self._time_path or self._agent_path or self._session_path):
            self.plain[names] = (
                type_name,
                detail_name,
                next(iter(shape.times), None),
                next(iter(shape.agents), None),
                next(iter(shape.sessions), None),
            )
        return shape


def at_path(entry: dict[str, Any], path: tuple[str, ...]) -> Any:
    """Give the value at a dotted path, or None. A key that itself holds the dots (`"a.b"`) is found as well."""
    dotted = ".".join(path)
    if dotted in entry:
        return entry[dotted]
    value: Any = entry
    for name in path:
        if type(value) is not dict:
            return None
        value = value.get(name)
    return value


def label(value: Any) -> str | None:
    """Give the name of an agent or a session as text; what is neither text nor a whole number names nobody."""
    if type(value) is str:
        return value or None
    return str(value) if type(value) is int else None


def _path(field: str | None) -> tuple[str, ...]:
    return tuple(field.split(".")) if field else ()
