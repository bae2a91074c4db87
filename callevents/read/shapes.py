"""How a line holds an event: the shapes met in real logs, each one entry in a table.

A line's shape is told by the names of its keys, so how to read it is worked out once per set of names, not once per
line.
"""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from callevents.model.settings import Reading
from callevents.read.times import ENVELOPE_NAMES, NO_TIME, parse_time

BODIES: tuple[tuple[str, str], ...] = (("type", "detail"), ("eventType", "payload"))
"""The names of an event's type and of its detail."""

WRAPPERS: tuple[str, ...] = ("event", "payload", "message", "data")
"""Names under which an envelope holds the whole event, as an object or as JSON text."""

AGENT_NAMES = ("agent", "agentId", "agent_id", "user", "userId", "username")
SESSION_NAMES = ("session", "sessionId", "session_id", "tabId")

MAX_SHAPES = 4096
"""Sets of key names that are remembered. A log that has more is no ordinary log, and only slower to read."""

MAX_NAMES = 4096
"""Characters of all key names together, up to which a set is remembered."""

Origin = tuple[str | None, str | None]
"""The agent and the session that the envelope names; None where it names none."""

Plain = tuple[str, str, str | None, str | None, str | None]
"""A plain shape: the names of type, detail, time, agent and session, all at the top of the line."""


class Shape(Struct, frozen=True):
    """How to read the objects with one set of key names.

    body has the names of type and detail, or is None where the event itself is not at this level; then wrappers are
    the keys that may hold it. times, agents and sessions are the names present. All are in order of preference.
    """

    body: tuple[str, str] | None
    wrappers: tuple[str, ...]
    times: tuple[str, ...]
    agents: tuple[str, ...]
    sessions: tuple[str, ...]


Layer = tuple[dict[str, Any], Shape]
"""An object of a line, and how to read it."""


class Shapes:
    """The shapes met so far, by the names of the line's keys.

    `plain` holds those that need nothing but look-ups at the top of the line. It stays empty where the user named
    fields of their own (`--time-field` and its like), because those are looked up line by line.
    """

    def __init__(self, reading: Reading) -> None:
        self.plain: dict[tuple[str, ...], Plain] = {}
        self._known: dict[tuple[str, ...], Shape] = {}
        self._time_field = reading.time_field
        self._agent_field = reading.agent_field
        self._session_field = reading.session_field

    def of(self, entry: dict[str, Any]) -> Shape:
        """Give the shape of a line or of a wrapped object."""
        names = tuple(entry)
        return self._known.get(names) or self._learn(names)

    def time(self, layers: Sequence[Layer]) -> int:
        """Give the first usable time that the layers hold, or NO_TIME; layers are the line's objects, outermost
        first."""
        if self._time_field and (time := parse_time(at_path(layers[0][0], self._time_field))) != NO_TIME:
            return time
        for entry, shape in layers:
            for name in shape.times:
                if (time := parse_time(entry[name])) != NO_TIME:
                    return time
        return NO_TIME

    def origin(self, layers: Sequence[Layer]) -> Origin:
        """Give the agent and the session that the layers name, outermost first; None where they name none."""
        agent = label(at_path(layers[0][0], self._agent_field)) if self._agent_field else None
        session = label(at_path(layers[0][0], self._session_field)) if self._session_field else None
        for entry, shape in layers:
            for name in shape.agents:
                agent = agent or label(entry[name])
            for name in shape.sessions:
                session = session or label(entry[name])
        return agent, session

    def _learn(self, names: tuple[str, ...]) -> Shape:
        body = next(((kind, detail) for kind, detail in BODIES if kind in names and detail in names), None)
        times, agents, sessions = (
            tuple(name for name in known if name in names) for known in (ENVELOPE_NAMES, AGENT_NAMES, SESSION_NAMES)
        )
        wrappers = () if body else tuple(name for name in WRAPPERS if name in names)
        shape = Shape(body, wrappers, times, agents, sessions)
        if sum(map(len, names)) > MAX_NAMES:
            return shape
        if len(self._known) >= MAX_SHAPES:
            self._known.clear()
            self.plain.clear()
        self._known[names] = shape
        named = self._time_field or self._agent_field or self._session_field
        # Where there are several names for the agent, which of them is usable is told line by line.
        if body and not named and len(agents) < 2 and len(sessions) < 2:
            time, agent, session = (next(iter(found), None) for found in (times, agents, sessions))
            self.plain[names] = (*body, time, agent, session)
        return shape


def at_path(entry: dict[str, Any], field: str) -> Any:
    """Give the value at a dotted path, or None. A key that itself holds the dots (`"a.b"`) is found as well."""
    if field in entry:
        return entry[field]
    value: Any = entry
    for name in field.split("."):
        if type(value) is not dict:
            return None
        value = value.get(name)
    return value


def label(value: Any) -> str | None:
    """Give the name of an agent or a session as text; what is neither text nor a whole number names nobody."""
    if type(value) is str:
        return value or None
    return str(value) if type(value) is int else None
