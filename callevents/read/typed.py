"""Reading plain lines straight into typed values.

Nearly all lines of nearly all logs are plain, and they have few sets of keys. A decoder that is made for just these
keys gives values with the fields that matter, checked for their kinds, in two thirds of the time that a dict takes.
It takes nothing that it was not made for: a line with another key, or a value of another kind, is left to the general
way (`read.decode`), which reads anything and says what is wrong. So what a line means does not depend on the way.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args

import msgspec
import orjson
from msgspec import Meta
from msgspec.structs import astuple

from callevents.model.event import CONVERSATION, KIND_OF_NAME, PARTIES, STARTS, Kind, canonical_name
from callevents.read.audiostats import CHANNEL_OF_NAME, VALUES
from callevents.read.shapes import BODIES, Shapes

TypedEvent = Any
"""A line as a typed value: time, agent, session, detail. None stands for what is null or missing."""

TypedDetail = Any
"""The detail of an event as a typed value: the fields in `_FIELDS` and `_FIELDS_OF`. Its class names its
`event_type`."""

_NAME = Annotated[str, Meta(min_length=1)]
_TEXT = str | None
_WHOLE = Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)]
_TIME = str | _WHOLE | float | None
_NUMBER = _WHOLE | float | None
_UNUSED = str | bool | float | None

Fields = Mapping[str, Any]
"""The type of each key's value; of an object, its own fields."""


class _OrList(NamedTuple):
    """The type of a value that is this, or a list of objects with these fields."""

    kind: Any
    fields: Fields


_FIELDS: Fields = {"callId": _NAME | None, "serverReceivedTimestamp": _TIME, "clientSentTimestamp": _TIME}
_START: Fields = {"participant": _NAME | None, "callType": _NAME | None}
_PARTY: Fields = {"participant": _NAME}
_MESSAGE: Fields = {"id": _TEXT, "content": {"text": _TEXT}, "sender": {"role": _TEXT, "displayName": _TEXT}}
_SAMPLE: Fields = dict.fromkeys(VALUES, _NUMBER)
_AUDIO: Fields = {
    "stats": _OrList(Literal[tuple(CHANNEL_OF_NAME)], dict.fromkeys(CHANNEL_OF_NAME, _SAMPLE)),
    **_SAMPLE,
}
_FIELDS_OF: dict[Kind, Fields] = {
    **dict.fromkeys(PARTIES, _PARTY),
    **dict.fromkeys(STARTS, _START),
    **dict.fromkeys(CONVERSATION, _MESSAGE),
    Kind.AUDIOSTATS: _AUDIO,
}

AUDIO = slice(len(_FIELDS), len(_FIELDS) + len(_AUDIO))
MESSAGE = slice(len(_FIELDS), len(_FIELDS) + len(_MESSAGE))
"""Where the fields of audiostats and of conversation events stand in `typed_columns`, in their order above."""

MOST_KEYS = 128
"""Keys of a detail, or of an envelope, that are expected, with those of the objects in it."""

MOST_TYPES = 64
"""Types of event that are expected."""

MOST_DECODERS = 64
"""How often new keys are expected: a log that always has others is not one of few sets of keys."""

MOST_LEVELS = 4
"""Objects in objects that are expected."""

_REFUSED = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


_ENVELOPE: Fields = {"time": _TIME, "agent": _TEXT, "session": _TEXT}
_PREFERRED = frozenset({"audioStats", *(name for body in BODIES for name in body)})
"""Keys that may hold the call id, or the event itself, wherever they stand."""

_ORDINARY = re.compile(r'[^"\\\x00-\x1f]*')

_Keys = dict[str, Any]
"""The keys of an object, and of the objects in it."""


class _Top(NamedTuple):
    """The names of type, detail, time, agent and session in the lines that are read so."""

    type: str
    detail: str
    time: str | None
    agent: str | None
    session: str | None


class Typed:
    """Reads plain lines as typed values, with what it has learned of the log's keys so far: at first nothing."""

    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes
        self._top: _Top | None = None
        self._keys: _Keys = {}
        self._details: dict[str, _Keys] = {}
        self._decoder: msgspec.json.Decoder[TypedEvent] | None = None
        self._left = MOST_DECODERS

    def read(self, lines: Sequence[bytes]) -> list[TypedEvent] | None:
        """Read lines that are all as expected; None where one is not."""
        if self._decoder is None:
            return None
        try:
            return list(map(self._decoder.decode, lines))
        except _REFUSED:
            return None

    def read_line(self, line: bytes) -> TypedEvent | None:
        """Read one line; None where it is not as expected."""
        try:
            return self._decoder.decode(line) if self._decoder else None
        except _REFUSED:
            return None

    def learn(self, lines: Iterable[bytes]) -> bool:
        """Expect lines like these, which were not as expected, from now on, as far as they can be read so; tell whether
        anything is new."""
        if not self._left:
            return False
        learned = [self._learned(line) for line in lines]
        if any(learned) and self._top:
            self._decoder = self._made(self._top)
            self._left -= 1
            return True
        return False

    def _learned(self, line: bytes) -> bool:
        """Take in the keys of a line; tell whether there were new ones."""
        try:
            entry = orjson.loads(line)
            shape = self._shapes.of(entry)
            top = _joined(self._top, _Top(*self._shapes.plain[tuple(entry)]))
        except (orjson.JSONDecodeError, TypeError, KeyError):
            return False
        # Of several names for the time, which one is usable is told line by line.
        if top is None or len(shape.times) > 1:
            return False
        name, detail = entry.pop(top.type), entry.pop(top.detail)
        if type(name) is not str or type(detail) is not dict:
            return False
        known = self._keys, self._details.get(name)
        keys, details = _with_keys(self._keys, entry), _detail_keys(name, self._details.get(name, {}), detail)
        if keys is None or details is None or (keys, details) == known or len(self._details) > MOST_TYPES:
            return False
        self._top, self._keys, self._details[name] = top, keys, details
        return True

    def _made(self, top: _Top) -> "msgspec.json.Decoder[TypedEvent]":
        """Make the decoder: for each type of event a struct, in which no other key may stand than those known."""
        envelope = {name: key for name, key in zip(_ENVELOPE, top[2:], strict=True) if key}
        others = {key: keys for key, keys in self._keys.items() if key not in envelope.values()}
        structs = [
            _struct(
                "line",
                {**_ENVELOPE, "detail": _detail(name, self._details.get(name, {}))},
                others,
                rename={**envelope, "detail": top.detail},
                tag_field=top.type,
                tag=name,
            )
            for name in {**KIND_OF_NAME, **self._details}
        ]
        return msgspec.json.Decoder(Union[tuple(structs)])  # noqa: UP007 - the types are known only now


def _joined(known: _Top | None, top: _Top) -> _Top | None:
    """Join the names of lines with those known so far; None where they contradict."""
    if known is None:
        return top
    if any(a and b and a != b for a, b in zip(known, top, strict=True)):
        return None
    time, agent, session = (a or b for a, b in zip(known[2:], top[2:], strict=True))
    return _Top(top.type, top.detail, time, agent, session)


def _detail_keys(name: str, known: _Keys, detail: dict[str, Any]) -> _Keys | None:
    """Give the keys known of a type's details and those of another, as `_with_keys` does; a list of samples stands for
    each of them."""
    samples = detail.get("stats")
    if _kind(name) != Kind.AUDIOSTATS or type(samples) is not list:
        return _with_keys(known, detail)
    keys: _Keys | None = known
    for sample in samples:
        keys = None if keys is None else _with_keys(keys, {**detail, "stats": sample})
    return keys


def _with_keys(known: _Keys, entry: dict[str, Any], level: int = 0) -> _Keys | None:
    """Give the keys known and those of an object; None where it is none that can be expected: it holds a list, too many
    keys or levels, or a key that another reading may prefer."""
    keys = dict(known)
    for key, value in entry.items():
        inner = keys.get(key)
        if type(value) is dict and level < MOST_LEVELS:
            inner = _with_keys(inner or {}, value, level + 1)
        if type(value) is list or (type(value) is dict and inner is None):
            return None
        if key in _PREFERRED or not _ORDINARY.fullmatch(key):
            return None
        keys[key] = inner
    return keys if _count(keys) <= MOST_KEYS else None


def _count(keys: _Keys) -> int:
    return len(keys) + sum(_count(inner) for inner in keys.values() if inner)


def typed_columns(values: Iterable[TypedEvent | TypedDetail]) -> list[tuple[Any, ...]]:
    """Give the fields of some values, of which there is one at least, as columns."""
    return list(zip(*map(astuple, values), strict=False))


def typed_elements(detail: TypedDetail) -> Iterator[tuple[int, Any]]:
    """Give the elements of an audiostats event in the order of `read.audiostats.elements`: each channel, and the typed
    value with its values."""
    if type(detail.stats) is str:
        yield CHANNEL_OF_NAME[detail.stats], detail
        return
    for element in detail.stats:
        for name, channel in CHANNEL_OF_NAME.items():
            if (values := getattr(element, name)) is not None:
                yield channel, values


def _kind(name: str) -> Kind | None:
    return KIND_OF_NAME.get(canonical_name(name))


def _detail(name: str, keys: _Keys) -> type:
    kind = _kind(name)
    fields = {**_FIELDS, **(_FIELDS_OF.get(kind, {}) if kind is not None else {})}
    return _struct("detail", fields, keys, namespace={"event_type": name})


def _struct(name: str, fields: Fields, keys: _Keys, rename: dict[str, str] | None = None, **settings: Any) -> type:
    """Make a struct of an object's fields, and of its other keys, which are only checked."""
    members: list[tuple[str, Any] | tuple[str, Any, Any]] = []
    rename = dict(rename or {})
    for field, wanted in fields.items():
        inner = keys.get(field) or {}
        if isinstance(wanted, Mapping):
            kind = _struct(field, wanted, inner) | None
        elif isinstance(wanted, _OrList):
            element: Any = _struct(field, wanted.fields, inner)
            kind = wanted.kind | Annotated[list[element], Meta(min_length=1)]
        else:
            kind = wanted
        members.append((field, kind, None) if type(None) in get_args(kind) else (field, kind))
    for number, (key, inner) in enumerate(keys.items()):
        if key not in fields:
            attribute = f"other_{number}"
            rename[attribute] = key
            members.append((attribute, _UNUSED if inner is None else _struct(attribute, {}, inner) | _UNUSED, None))
    return msgspec.defstruct(
        name, members, rename=rename, kw_only=True, gc=False, forbid_unknown_fields=True, **settings
    )
