"""The data that the page's script works with: columns of the listed calls, and each call in full, packed.

Keys are those of `calls --json` and `call --json`. Two differences keep the page small: a list of like things is a dict
of columns, and times are milliseconds: since the Unix epoch; within a call since its first event; in a column of a call
since the time before. Figures are rounded to what is shown. All text of the log has gone through `safe.visible`.
"""

import zlib
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from operator import attrgetter
from typing import Any

from callevents.model.audio import Audio
from callevents.model.detail import CallDetail, Interval, Mark, Message
from callevents.model.event import CHANNELS
from callevents.model.over_time import Bucket
from callevents.model.report import Report
from callevents.model.value import to_plain
from callevents.render.json_text import json_bytes
from callevents.render.safe import visible
from callevents.render.words import LIFECYCLE_WORDS

PACKED_TOGETHER = 100
"""So many calls are compressed as one: fewer cost more bytes, more take longer to open."""

_FIGURES = ("packet_loss_pct", "jitter_ms.mean", "rtt_ms.mean")

ROW_KEYS = (
    *("call_id", "first_event", "started", "call_type", "participant", "agent", "outcome"),
    *("ring_ms", "talk_ms", "hold_ms", "mute_ms", "wrap_up_ms", "handle_ms"),
    *(f"audio.{channel}.{figure}" for figure in _FIGURES for channel in CHANNELS),
    *("mos", "grade", "flags", "notes", "transcripts", "holds", "mutes"),
)
"""What is known of every call before it is opened."""

DETAIL_KEYS = (
    *("stage", "participants", "connected_ms", "customer_hold_ms", "longest_hold_ms", "recording_paused_ms"),
    *("conference_ms", "flag_open_ms", "events", "repeats", "words_by_role", "poor_because", "cqd_poor", "mos_min"),
    *("mos_basis", "r_factor", "salesforce_mos"),
)
TIME_KEYS = ("started", "connected", "ended", "wrap_up_ended", "last_event")
AUDIO_KEYS = ("intervals", "no_media_intervals", "poor_intervals", "worst_interval_loss_pct", "mos", "r_factor")
SPREAD_KEYS = ("p95", "max")
INTERVAL_KEYS = ("channel", "time", "packet_loss_pct", "jitter_ms", "rtt_ms", "mos", "grade")
TIMELINE_KEYS = ("kind", "time", "participant", "role", "name", "text")


def page_data(report: Report, tz: str) -> dict[str, Any]:
    """Give all but the calls in full. tz is the name of the zone that times are shown in."""
    return {
        "schema_version": 1,
        "kind": "report",
        "tz": tz,
        "with_text": report.with_text,
        "thresholds": {spread.metric: spread.edges for spread in report.spreads},
        "over_time": [_bucket(bucket) for bucket in report.over_time],
        "spreads": [to_plain(spread) for spread in report.spreads],
        "lifecycle_words": dict(LIFECYCLE_WORDS),
        "packed_together": PACKED_TOGETHER,
        "calls": {key: [_shown(value) for value in map(attrgetter(key), report.calls)] for key in ROW_KEYS},
    }


def packed(details: Iterable[CallDetail], with_text: bool) -> Iterator[str]:
    """Give the calls in full, so many at a time, each lot as JSON that is compressed (raw deflate) and in base64."""
    waiting = iter(details)
    while lot := [_in_full(one, with_text) for one in islice(waiting, PACKED_TOGETHER)]:
        deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
        yield b64encode(deflate.compress(json_bytes(lot)) + deflate.flush()).decode("ascii")


def _bucket(bucket: Bucket) -> dict[str, Any]:
    audio = {
        channel: {figure: _shown(attrgetter(figure)(getattr(bucket.audio, channel))) for figure in (*_FIGURES, "mos")}
        for channel in CHANNELS
    }
    return {"start": bucket.start, "end": bucket.end, "by_grade": bucket.by_grade, "audio": audio}


def _in_full(detail: CallDetail, with_text: bool) -> dict[str, Any]:
    call = detail.call
    zero = call.first_event or 0

    def since(time: int | None) -> int | None:
        return None if time is None else time - zero

    timeline = [one for one in detail.timeline if with_text or isinstance(one, Mark)]
    return {
        **{key: _shown(getattr(call, key)) for key in DETAIL_KEYS},
        **{key: since(getattr(call, key)) for key in TIME_KEYS},
        "audio": {channel: _channel(getattr(call.audio, channel)) for channel in CHANNELS},
        "problems": [_shown((one.code, one.severity, one.title, one.count)) for one in call.problems],
        "spans": [[span.kind, _shown(span.participant), since(span.start), since(span.end)] for span in detail.spans],
        "intervals": _columns(detail.intervals, INTERVAL_KEYS, zero),
        "timeline": _columns(timeline, TIMELINE_KEYS, zero),
    }


def _columns(items: Sequence[Interval | Mark | Message], keys: Sequence[str], zero: int) -> dict[str, list[Any]]:
    """Give items as columns, None where an item has no such key. Times are steps: from zero, then from the last known
    one."""
    columns = {key: [_shown(getattr(item, key, None)) for item in items] for key in keys}
    for n, time in enumerate(columns["time"]):
        if time is not None:
            columns["time"][n], zero = time - zero, time
    return columns


def _channel(audio: Audio) -> dict[str, Any]:
    spread = {
        name: {key: _shown(getattr(getattr(audio, name), key)) for key in SPREAD_KEYS}
        for name in ("jitter_ms", "rtt_ms")
    }
    return {**{key: _shown(getattr(audio, key)) for key in AUDIO_KEYS}, **spread}


def _shown(value: Any) -> Any:
    """Make a value of the log ready for the page: text visible (its lines stay lines), numbers rounded."""
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, float):
        return round(value, 2)
    if isinstance(value, str):
        return value if value.isprintable() else "\n".join(map(visible, value.replace("\r\n", "\n").split("\n")))
    if isinstance(value, tuple):
        return [_shown(item) for item in value]
    return {_shown(key): _shown(item) for key, item in value.items()}
