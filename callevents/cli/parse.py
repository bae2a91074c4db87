"""What the values of options mean: names out of a few, sizes, time bounds, zones."""

import math
import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, tzinfo
from difflib import get_close_matches

from callevents.model.errors import UsageError

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_BYTES = {"": 1, "b": 1} | {
    unit: base**power
    for power, letter in enumerate("kmgt", start=1)
    for unit, base in ((letter, 1024), (f"{letter}ib", 1024), (f"{letter}b", 1000))
}

_NUMBER = r"\d{1,15}(?:\.\d{1,15})?"
"""More digits are no size and no time that anybody means, and may be too many for a number of the machine."""


def one_of(names: Iterable[str]) -> Callable[[str], str]:
    """Give a parser that takes one of the names, in any case. It raises UsageError that lists them."""
    known = {name.lower(): name for name in names}

    def parse(text: str) -> str:
        folded = text.lower()
        if folded in known:
            return known[folded]
        near = get_close_matches(folded, known.values(), n=1)
        hint = f'did you mean "{near[0]}"?' if near else f"choose one of {', '.join(known.values())}"
        raise UsageError(f'there is no "{text}"; {hint}')

    return parse


def size(text: str) -> int:
    """Read a size as bytes: `16MiB` and `16M` are powers of 1024, `16MB` of 1000. Raises UsageError."""
    found = re.fullmatch(rf"({_NUMBER})\s*([a-z]*)", text.strip().lower(), re.ASCII)
    if found is None or found[2] not in _BYTES or (count := int(float(found[1]) * _BYTES[found[2]])) < 1:
        raise UsageError(f'"{text}" is no size; write it as 16MiB, 500kB or 1048576')
    return count


def zone(text: str) -> tzinfo:
    """Look up a time zone by its IANA name. Raises UsageError."""
    if text.upper() in ("UTC", "Z"):
        return UTC
    from zoneinfo import ZoneInfo, available_timezones

    try:
        return ZoneInfo(text)
    except (KeyError, ValueError, OSError):  # unknown; malformed; a folder of the zone data, such as "America"
        near = get_close_matches(text, available_timezones(), n=1)
        hint = f'did you mean "{near[0]}"?' if near else "write it as Europe/Berlin"
        raise UsageError(f'there is no time zone "{text}"; {hint}') from None


def bound(text: str, tz: tzinfo) -> int:
    """Read a bound of time: ISO 8601 as milliseconds since the Unix epoch, or `-2h` as negative milliseconds.

    tz is the zone of a time without an offset. Nothing was logged before 1970: earlier times count as its first
    millisecond. Raises UsageError.
    """
    found = re.fullmatch(rf"-({_NUMBER})([smhdw])", text.strip().lower(), re.ASCII)
    if found is not None:
        # At least 1 ms: 0 would be a point of time, the epoch.
        return -max(1, round(float(found[1]) * _SECONDS[found[2]] * 1000))
    try:
        moment = datetime.fromisoformat(text.strip())
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=tz)
        return max(0, math.floor(moment.timestamp() * 1000))
    except (ValueError, OverflowError):
        example = "2026-03-02, 2026-03-02T09:14 or -2h (before the last event)"
        raise UsageError(f'"{text}" is no time; write it as {example}') from None


def jobs(text: str) -> int:
    """Read a number of processes; auto is 0. Raises UsageError for anything else."""
    if text == "auto":
        return 0
    if not re.fullmatch(r"\d{1,15}", text, re.ASCII) or int(text) < 1:
        raise UsageError(f'"{text}" is no number of processes: give 1 or more, or auto')
    return int(text)
