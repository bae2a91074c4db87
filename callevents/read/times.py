"""The time of an event: ISO 8601 text or an epoch number, as whole milliseconds since the Unix epoch."""

import re
from array import array
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from callevents.model.value import UNKNOWN

NO_TIME = UNKNOWN
"""Stands for "no time" in integer columns."""

ENVELOPE_NAMES = (
    "timestamp",
    "time",
    "ts",
    "@timestamp",
    "eventTime",
    "event_time",
    "loggedAt",
    "logged_at",
    "receivedAt",
    "datetime",
    "date",
)
"""Names under which logs keep an event's time at the top of the line, in order of preference."""

START_OF_TIME, END_OF_TIME = -62_135_596_800_000, 253_402_300_800_000
"""The first milliseconds of the years 1 and 10000: no ISO 8601 date of four digits lies outside."""

_USUAL = "2026-03-02T09:14:07.120Z"
_DAY_CHARS = len("2026-03-02")
_MIDNIGHT = "T00:00:00.000Z"
_LIMITS = bytes((*[0] * _DAY_CHARS, 0, 2, 9, 0, 5, 9, 0, 5, 9, 0, 9, 9, 9, 0))
_WEIGHTS = (*[0] * _DAY_CHARS, 0, 36_000_000, 3_600_000, 0, 600_000, 60_000, 0, 10_000, 1000, 0, 100, 10, 1, 0)
_MANY = 64
"""Fewer times are read one by one: that is as fast."""

_CACHE_LIMIT = 65_536
_LONGEST = 64
_DAY = 86_400_000
_START_OF_2001 = 978_307_200_000

_BEFORE_OFFSET = re.compile(r" (?=[+\-Z])")
_IN_PREFIX = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?: ?Z\b| ?[+-]\d\d:?\d\d\b|[+-]\d\d\b)?"
    # Of other digits in running text, only those of a time between 2001 and 2033 count: not a thread's or a caller's.
    r"|(?<![\w.+-])1\d{9}(?:\d{3}|\d{6}|\d{9}|\.\d+)?(?![\w.-])",
    re.ASCII,
)


class _Parts(dict[str, int]):
    """What a part of a time adds to it, in ms; a part is looked into when it is met first.

    Nearly all times of a log share their minute and their fraction with others: three look-ups in place of a parse.
    KeyError for what is not such a part.
    """

    def __init__(self, part: str, whole: str, base: int) -> None:
        super().__init__()
        self._part = re.compile(part, re.ASCII)
        self._whole = whole
        self._base = base

    def __missing__(self, part: str) -> int:
        time = _parse_text(self._whole.format(part)) if self._part.fullmatch(part) else NO_TIME
        # At the ends of the calendar, an offset may lead outside.
        if not START_OF_TIME + 3 * _DAY < time < END_OF_TIME - 3 * _DAY:
            raise KeyError(part)
        if len(self) >= _CACHE_LIMIT:
            self.clear()
        self[part] = time - self._base
        return time - self._base


_MINUTES = _Parts(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d", "{}:00Z", 0)
_SECONDS: dict[str, int] = {f":{second:02}": second * 1000 for second in range(60)}
_ENDINGS = _Parts(r"(?:[.,Z +-].*)?", "2001-01-01T00:00:00{}", _START_OF_2001)


def parse_time(value: Any) -> int:
    """Read a time as milliseconds since the Unix epoch (fractions of a millisecond are cut off).

    Text is ISO 8601 (any offset; without one, UTC) or digits; a number is epoch seconds, milliseconds, microseconds or
    nanoseconds, told by its size. Gives NO_TIME for everything else: booleans, 0, negative numbers, and times outside
    the years 1 to 9999.
    """
    kind = type(value)
    if kind is str:
        try:
            return _MINUTES[value[:16]] + _SECONDS[value[16:19]] + _ENDINGS[value[19:]]
        except KeyError:
            return _parse_text(value)
    if kind is int or kind is float:
        return _parse_number(value)
    return NO_TIME


def parse_times(values: Sequence[Any]) -> "array[int]":
    """Read many times as `parse_time` does; those of one day in the most usual form all at once."""
    try:
        text = "".join(values)
    except TypeError:
        return array("q", map(parse_time, values))
    if len(values) >= _MANY and text.isascii() and set(map(len, values)) == {len(_USUAL)}:
        times = _of_one_day(text)
        if times is not None:
            return times
    return array("q", map(parse_time, values))


def _of_one_day(text: str) -> "array[int] | None":
    """Read times like `_USUAL`, one right after the other; None where one is not like it, or of another day."""
    import numpy as np

    midnight = text[:_DAY_CHARS] + _MIDNIGHT
    chars = np.frombuffer(text.encode(), dtype=np.uint8).reshape(-1, len(_USUAL))
    # A digit becomes its value, and what stands where it should becomes 0; nothing else is within the limits.
    digits = chars ^ np.frombuffer(midnight.encode(), dtype=np.uint8)
    if (digits > np.frombuffer(_LIMITS, dtype=np.uint8)).any():
        return None
    millis = digits @ np.array(_WEIGHTS)
    day = parse_time(midnight)
    if day == NO_TIME or int(millis.max()) >= _DAY:
        return None
    return array("q", (millis + day).tobytes())


def own_time(detail: Mapping[str, Any]) -> int:
    """Give the time that conversation events carry themselves, or NO_TIME."""
    return first_time(detail.get("serverReceivedTimestamp"), detail.get("clientSentTimestamp"))


def first_time(*values: Any) -> int:
    """Give the first of the values that is a time, or NO_TIME."""
    return next((time for time in map(parse_time, values) if time != NO_TIME), NO_TIME)


def find_time(prefix: str) -> int:
    """Read the first time in the text before an event, or give NO_TIME."""
    return next((parse_time(found.group()) for found in times_in(prefix)), NO_TIME)


def times_in(prefix: str) -> Iterator[re.Match[str]]:
    """Find the times in the text before an event."""
    return (found for found in _IN_PREFIX.finditer(prefix) if parse_time(found.group()) != NO_TIME)


def _parse_number(number: float) -> int:
    if not 0 < number < 1e20:
        return NO_TIME
    if number < 1e11:
        return _usable(round(number * 1000))
    if number < 1e14:
        return _usable(int(number))
    return _usable(int(number // (1000 if number < 1e17 else 1_000_000)))


def _parse_text(text: str) -> int:
    if len(text) > _LONGEST:
        return NO_TIME
    bare = text.strip()
    if bare.isascii() and bare.replace(".", "", 1).isdigit():
        return _parse_number(float(bare) if "." in bare else int(bare))
    try:
        return _usable(_milliseconds(datetime.fromisoformat(_BEFORE_OFFSET.sub("", bare.upper()))))
    except ValueError:
        return NO_TIME


def _usable(time: int) -> int:
    return time if START_OF_TIME <= time < END_OF_TIME else NO_TIME


def _milliseconds(moment: datetime) -> int:
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    elapsed = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return elapsed.days * _DAY + elapsed.seconds * 1000 + elapsed.microseconds // 1000
