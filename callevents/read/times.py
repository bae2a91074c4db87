"""The time of an event: ISO 8601 text or an epoch number, as whole milliseconds since the Unix epoch."""

import re
from array import array
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

NO_TIME = -(2**63)
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
_SIGNS = [place for place in range(10, len(_USUAL)) if not _USUAL[place].isdigit()]
_DIGITS = [place for place in range(10, len(_USUAL)) if _USUAL[place].isdigit()]
_MANY = 32
"""So few times are read one by one: that is as fast."""

_CACHE_LIMIT = 65_536
_LONGEST = 64
_DAY = 86_400_000
_MINUTES: dict[str, int] = {}
_SECONDS: dict[str, int] = {f":{second:02}": second * 1000 for second in range(60)}
_SUFFIXES: dict[str, int] = {}

_FULL_SECOND = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,Z +-]|$)", re.ASCII)
_BEFORE_OFFSET = re.compile(r" (?=[+\-Z])")
_IN_PREFIX = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?: ?Z\b| ?[+-]\d\d:?\d\d\b|[+-]\d\d\b)?"
    # Of other digits in running text, only those of a time between 2001 and 2033 count: not a thread's or a caller's.
    r"|(?<![\w.+-])1\d{9}(?:\d{3}|\d{6}|\d{9}|\.\d+)?(?![\w.-])",
    re.ASCII,
)


def parse_time(value: Any) -> int:
    """Read a time as milliseconds since the Unix epoch (fractions of a millisecond are cut off).

    Text is ISO 8601 (any offset; without one, UTC) or digits; a number is epoch seconds, milliseconds, microseconds or
    nanoseconds, told by its size. Gives NO_TIME for everything else: booleans, 0, negative numbers, and times outside
    the years 1 to 9999.
    """
    kind = type(value)
    if kind is str:
        # Nearly all times of a log share their minute and their suffix with others: look-ups in place of a parse.
        try:
            return _MINUTES[value[:16]] + _SECONDS[value[16:19]] + _SUFFIXES[value[19:]]
        except KeyError:
            return _parse_text(value)
    if kind is int or kind is float:
        return _parse_number(value)
    return NO_TIME


def parse_times(values: Sequence[Any]) -> "array[int] | list[int]":
    """Read many times as `parse_time` does; those of one day in the usual form all at once, and as a column: none of
    them is NO_TIME."""
    try:
        text = "".join(values)
    except TypeError:
        return list(map(parse_time, values))
    if len(values) >= _MANY and set(map(len, values)) == {len(_USUAL)} and text.isascii():
        times = _of_one_day(text)
        if times is not None:
            return times
    return list(map(parse_time, values))


def _of_one_day(text: str) -> "array[int] | None":
    """Read times like `_USUAL`, joined; None where one is not like that, or of another day than the first."""
    import numpy as np

    chars = np.frombuffer(text.encode(), dtype=np.uint8).reshape(-1, len(_USUAL)).T
    day = parse_time(f"{text[:10]}T00:00:00Z")
    fixed = [*range(10), *_SIGNS]
    expected = np.frombuffer((text[:10] + _USUAL[10:]).encode(), dtype=np.uint8)
    if day == NO_TIME or (chars[fixed] != expected[fixed, np.newaxis]).any():
        return None
    digits = chars[_DIGITS] - np.uint8(ord("0"))
    tens, ones = digits[0:6:2], digits[1:6:2]
    clock = tens.astype(np.int64) * 10 + ones
    if (digits > 9).any() or (clock.max(axis=1) >= (24, 60, 60)).any():
        return None
    hours, minutes, seconds = clock
    fraction = digits[6] * np.int64(100) + digits[7] * np.int64(10) + digits[8]
    return array("q", (day + ((hours * 60 + minutes) * 60 + seconds) * 1000 + fraction).tobytes())


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
        time = _usable(_milliseconds(datetime.fromisoformat(_BEFORE_OFFSET.sub("", bare.upper()))))
    except ValueError:
        return NO_TIME
    # The minute may meet any other suffix: it is kept only where no offset leads outside.
    if _FULL_SECOND.match(text) and START_OF_TIME + 3 * _DAY < time < END_OF_TIME - 3 * _DAY:
        for cache in (_MINUTES, _SUFFIXES):
            if len(cache) >= _CACHE_LIMIT:
                cache.clear()
        _MINUTES[text[:16]] = minute = _milliseconds(datetime.fromisoformat(text[:16]))
        _SUFFIXES[text[19:]] = time - minute - _SECONDS[text[16:19]]
    return time


def _usable(time: int) -> int:
    return time if START_OF_TIME <= time < END_OF_TIME else NO_TIME


def _milliseconds(moment: datetime) -> int:
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    elapsed = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return elapsed.days * _DAY + elapsed.seconds * 1000 + elapsed.microseconds // 1000
