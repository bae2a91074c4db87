"""The time of an event: ISO 8601 text or an epoch number, as whole milliseconds since the Unix epoch."""

import re
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

END_OF_TIME = 253_402_300_800_000
"""The first millisecond of the year 10000: no ISO 8601 date of four digits reaches it."""

_CACHE_LIMIT = 65_536
_SECONDS: dict[str, int] = {}
_SUFFIXES: dict[str, int] = {}

_FULL_SECOND = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,Z+-]|$)", re.ASCII)
_IN_PREFIX = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?|(?<![\w.-])\d{10,19}(?![\w.-])"
)


def parse_time(value: Any) -> int:
    """Read a time as milliseconds since the Unix epoch (fractions of a millisecond are cut off).

    Text is ISO 8601 (any offset; without one, UTC) or digits; a number is epoch seconds, milliseconds, microseconds or
    nanoseconds, told by its size. Gives NO_TIME for everything else: booleans, 0, negative numbers, years past 9999.
    """
    kind = type(value)
    if kind is str:
        # Nearly all times of a log share their second and their suffix with others: two look-ups in place of a parse.
        try:
            return _SECONDS[value[:19]] + _SUFFIXES[value[19:]]
        except KeyError:
            return _parse_text(value)
    if kind is int or kind is float:
        return _parse_number(value)
    return NO_TIME


def find_time(prefix: str) -> int:
    """Read the first time in the text before an event, or give NO_TIME."""
    found = _IN_PREFIX.search(prefix)
    return NO_TIME if found is None else parse_time(found.group())


def _parse_number(number: float) -> int:
    if not 0 < number < 1e20:
        return NO_TIME
    if number < 1e11:
        time = round(number * 1000)
    elif number < 1e14:
        time = int(number)
    elif number < 1e17:
        time = int(number // 1000)
    else:
        time = int(number // 1_000_000)
    return time if time < END_OF_TIME else NO_TIME


def _parse_text(text: str) -> int:
    if text.isascii() and text.replace(".", "", 1).isdigit():
        return _parse_number(float(text) if "." in text else int(text[:32]))
    try:
        time = _milliseconds(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        return NO_TIME
    if _FULL_SECOND.match(text):
        for cache in (_SECONDS, _SUFFIXES):
            if len(cache) >= _CACHE_LIMIT:
                cache.clear()
        second = _milliseconds(datetime.fromisoformat(text[:19]))
        _SECONDS[text[:19]] = second
        _SUFFIXES[text[19:]] = time - second
    return time


def _milliseconds(moment: datetime) -> int:
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    elapsed = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return elapsed.days * 86_400_000 + elapsed.seconds * 1000 + elapsed.microseconds // 1000
