"""What a user may set: how lines are read, how quality is judged, which calls and events are shown."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct

from callevents.model.event import KIND_OF_NAME, canonical_name

MAX_LINE = 16 * 1024 * 1024
"""The longest line that is read, in bytes."""

LISTED = 1000
"""How many rejected lines of each kind are kept with their place; all are counted."""

DEFAULT_THRESHOLDS: Mapping[str, tuple[float, float]] = MappingProxyType(
    {"loss": (1.0, 3.0), "jitter": (30.0, 60.0), "rtt": (300.0, 500.0), "r": (80.0, 70.0)}
)
"""Edges good/fair and fair/poor: packet loss %, mean jitter ms, mean RTT ms, R-factor."""


class Reading(Struct, frozen=True):
    """How lines become events. Field names are dotted paths from the top of the line.

    listed is how many rejected lines of each kind are kept with their place (None: all).
    """

    time_field: str | None = None
    agent_field: str | None = None
    session_field: str | None = None
    max_line: int = MAX_LINE
    rejects: Path | None = None
    listed: int | None = LISTED


class Judging(Struct, frozen=True):
    """How audio samples are read and graded.

    counters is auto, delta or cumulative; codec is a key of `quality.codecs.CODECS`.
    """

    counters: str = "auto"
    codec: str = "g711-plc"
    thresholds: Mapping[str, tuple[float, float]] = DEFAULT_THRESHOLDS


class Filters(Struct, frozen=True):
    """Which calls and events are shown. Empty tuples and None choose everything; all that is given must hold.

    since and until are milliseconds since the Unix epoch; a negative number is relative to the log's last event.
    types limits what is counted and shown (events by type, audio, conversation), never stages or spans.
    where is an expression over the keys of a call's JSON (see `report.where`).
    """

    call_ids: tuple[str, ...] = ()
    call_types: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None
    types: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    has: tuple[str, ...] = ()
    where: str | None = None

    def needed_ids(self, find: Sequence[str] | None = None) -> Sequence[str]:
        """Give texts of which the ids of all calls that have to be read contain one: `find`, or the ids that are
        chosen (None). None are given where every call has to be read: for bounds relative to the log's end, and to tell
        whether an undocumented event type is in the log."""
        relative = any(bound is not None and bound < 0 for bound in (self.since, self.until))
        unknown = any(canonical_name(name) not in KIND_OF_NAME for name in (*self.types, *self.has))
        return () if relative or unknown else self.call_ids if find is None else find


class Redacting(Struct, frozen=True):
    """What becomes of the texts of a log that is made safe to hand on.

    text is keep, mask or drop (what was said and written); names, agents and call_ids are keep or map. region is the
    country (two letters) whose way of writing phone numbers without a country code is understood. key_file makes the
    stand-ins the same across runs.
    """

    text: str = "mask"
    names: str = "map"
    agents: str = "map"
    call_ids: str = "keep"
    region: str = "US"
    key_file: Path | None = None
