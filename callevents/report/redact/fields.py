"""What the fields of a line hold, and so how each is treated when a log is redacted.

What is not in this table is unknown, and text in an unknown field is masked.
"""

from collections.abc import Mapping
from enum import Enum, auto

from msgspec import Struct

from callevents.model.settings import Reading
from callevents.read.audiostats import CHANNEL_OF_NAME, VALUES
from callevents.read.shapes import AGENT_NAMES, BODIES, SESSION_NAMES, WRAPPERS
from callevents.read.times import ENVELOPE_NAMES


class Holds(Enum):
    """What a field holds."""

    WORDS_OF_THE_SYSTEM = auto()
    NUMBER = auto()
    TIME = auto()
    PARTICIPANT = auto()
    NAME = auto()
    AGENT = auto()
    SESSION = auto()
    ID = auto()
    TEXT = auto()
    EVENT = auto()
    """An object, or a text that holds one as JSON."""
    UNKNOWN = auto()


class Field(Struct, frozen=True):
    """What a field holds, and the fields of the objects below it."""

    holds: Holds
    inside: "Fields"


Fields = Mapping[str, Field]

UNKNOWN = Field(Holds.UNKNOWN, {})

_NAMES: tuple[tuple[Holds, tuple[str, ...]], ...] = (
    (Holds.WORDS_OF_THE_SYSTEM, ("callType", "role", "formatType", "stats", "level", "severity")),
    (Holds.WORDS_OF_THE_SYSTEM, tuple(type_name for type_name, _ in BODIES)),
    (Holds.NUMBER, (*VALUES, "statsCount")),
    (Holds.TIME, (*ENVELOPE_NAMES, "clientSentTimestamp", "serverReceivedTimestamp")),
    (Holds.PARTICIPANT, ("participant",)),
    (Holds.NAME, ("displayName",)),
    (Holds.AGENT, AGENT_NAMES),
    (Holds.SESSION, SESSION_NAMES),
    (Holds.ID, ("callId", "voiceCallId", "contactId", "id")),
    (Holds.TEXT, ("text",)),
    (Holds.EVENT, (*(detail_name for _, detail_name in BODIES), *WRAPPERS)),
)
_HOLDERS = frozenset({"stats", "audioStats", "content", "sender", *CHANNEL_OF_NAME})
"""Fields whose objects have known fields again, as those that hold an event have."""


def _known() -> Fields:
    known: dict[str, Field] = {name: Field(Holds.UNKNOWN, {}) for name in _HOLDERS}
    known |= {name: Field(holds, {}) for holds, names in _NAMES for name in names}
    for name, field in known.items():
        if name in _HOLDERS or field.holds is Holds.EVENT:
            known[name] = Field(field.holds, known)
    return known


KNOWN = _known()


def fields_of(reading: Reading) -> Fields:
    """Give the fields at the top of a line: the known ones, and those that the user named for time, agent and
    session."""
    fields = dict(KNOWN)
    for path, holds in (
        (reading.time_field, Holds.TIME),
        (reading.agent_field, Holds.AGENT),
        (reading.session_field, Holds.SESSION),
    ):
        if path:
            _add(fields, path.split("."), holds)
            _add(fields, [path], holds)
    return fields


def _add(fields: dict[str, Field], path: list[str], holds: Holds) -> None:
    for name in path[:-1]:
        field = fields.get(name, UNKNOWN)
        inside = dict(field.inside)
        fields[name] = Field(field.holds, inside)
        fields = inside
    fields[path[-1]] = Field(holds, fields.get(path[-1], UNKNOWN).inside)
