"""How people read figures: durations, numbers, sizes and times as short text."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, tzinfo
from types import MappingProxyType

from callevents.model.value import iso_time

UNKNOWN = "–"
"""What stands for a value that is not known."""

LIFECYCLE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "callstarted": "call started",
        "callconnected": "connected",
        "callended": "call ended",
        "wrapupended": "wrap-up ended",
        "hold": "on hold:",
        "resume": "off hold:",
        "mute": "muted",
        "unmute": "unmuted",
        "participantadded": "joined:",
        "participantremoved": "left:",
        "conference": "conference: nobody on hold",
        "swap": "swapped who is on hold",
        "pauserecording": "recording paused",
        "resumerecording": "recording resumed",
    }
)
"""What the events of a call's lifecycle say; after a colon comes the participant."""


def duration(millis: float | None) -> str:
    """Write milliseconds as `0s`, `0.4s`, `12s`, `4m 12s`, `1h 02m` or `2d 03h`."""
    if millis is None:
        return UNKNOWN
    if millis < 0:
        return f"-{duration(-millis)}"
    seconds = round(millis / 1000)
    if 0 < millis < 9_950:
        return f"{max(millis / 1000, 0.1):.1f}s"
    if seconds < 60:
        return f"{seconds}s"
    minutes, seconds = divmod(seconds, 60)
    if minutes < 60:
        return f"{minutes}m {seconds:02d}s"
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        return f"{hours}h {minutes:02d}m"
    return f"{hours // 24}d {hours % 24:02d}h"


def offset(millis: int | None) -> str:
    """Write milliseconds since the start of a call as `0:07`, `12:30` or `1:02:03`."""
    if millis is None:
        return UNKNOWN
    sign = "-" if millis < 0 else ""
    minutes, seconds = divmod(abs(millis) // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{sign}{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{sign}{minutes}:{seconds:02d}"


def number(value: float | None, decimals: int = 0) -> str:
    """Write a number with that many decimals and commas between thousands."""
    return UNKNOWN if value is None else f"{value:,.{decimals}f}"


def percent(value: float | None) -> str:
    """Write a share in percent with two decimals, without the sign: that is in the heading."""
    return number(value, 2)


def counted(count: int, one: str, many: str | None = None) -> str:
    """Write a count with its noun: `1 call`, `2,000 calls`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def size(count: int) -> str:
    """Write a number of bytes as `812 bytes`, `4.0 kB`, `2.1 MB` or `3.0 GB` (powers of 1000)."""
    if count < 1000:
        return counted(count, "byte")
    value = float(count)
    for unit in ("kB", "MB", "GB"):
        value /= 1000
        if value < 999.95:
            return f"{value:.1f} {unit}"
    return f"{value / 1000:,.1f} TB"


def name(value: str) -> str:
    """Write a name of the JSON output as words: `in_progress` is `in progress`."""
    return value.replace("_", " ")


def role_name(role: str | None) -> str:
    """Write the role of a speaker: EndUser and END_USER are the customer."""
    return "Customer" if (role or "").replace("_", "").lower() == "enduser" else role or UNKNOWN


class Clock:
    """Writes times of one zone. Where all of them fall on one day, the date stands once, in the caption."""

    def __init__(self, times: Iterable[int | None], tz: tzinfo) -> None:
        """Take all the times that will be written, in milliseconds since the Unix epoch, and their zone."""
        self._tz = tz
        days = {self._local(time)[:10] for time in times if time is not None}
        self._day = days.pop() if len(days) == 1 else None
        self.caption = f"{self._day}, {tz}" if self._day else str(tz)

    def between(self, first: int | None, last: int | None) -> str:
        """Write a stretch of time: `2026-03-02 08:01:10 – 16:32:44 UTC`."""
        day = f"{self._day} " if self._day else ""
        return f"{day}{self.at(first)} – {self.at(last)} {self._tz}"

    def at(self, time: int | None) -> str:
        """Write a time as `09:14:07`, with its date before it where the times fall on several days."""
        if time is None:
            return UNKNOWN
        text = self._local(time)
        return text[11:] if self._day else text

    def _local(self, time: int) -> str:
        moment = datetime.fromtimestamp(time // 1000, UTC)
        try:
            return moment.astimezone(self._tz).isoformat(" ")[:19]
        except OverflowError:  # the first and last day of the calendar have no local time in every zone
            return iso_time(time)[:19].replace("T", " ")
