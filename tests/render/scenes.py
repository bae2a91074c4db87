"""Calls to be drawn, written by hand: one whose line breaks, and calls at the edges of what can be drawn."""

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec.structs import replace

from callevents.model.call import Grade
from callevents.model.detail import CallDetail, Interval, Mark, Message, Places, Span, SpanKind
from callevents.model.problem import ONE_WAY, CodeCount
from callevents.model.value import Time
from render import values

BEGIN = values.at("09:14:00")

Quality = tuple[float, float, float | None, float, float]
"""Loss %, jitter ms, RTT ms, MOS, R."""

GOOD: Quality = (0.2, 9.0, 80.0, 4.39, 91.6)
FAIR: Quality = (1.8, 41.0, 310.0, 3.85, 74.4)
POOR: Quality = (7.5, 95.0, 640.0, 2.41, 46.9)
SILENT = None

_GRADES = {GOOD: Grade.GOOD, FAIR: Grade.FAIR, POOR: Grade.POOR, SILENT: Grade.UNKNOWN}


def second(number: float) -> Time:
    """Give a time so many seconds after the call's start."""
    return Time(BEGIN + round(number * 1000))


def sample(channel: str, time: Time | None, quality: Quality | None) -> Interval:
    """Give a sample of 1,500 packets; without media where quality is None."""
    if quality is None:
        return Interval(channel, time, 0, 0, None, None, None, None)
    loss, jitter, rtt, mos, r = quality
    return Interval(channel, time, round(15 * loss), 1500, loss, jitter, rtt, mos, r, _GRADES[quality])


def samples(
    channel: str, qualities: Sequence[Quality | None], first: float = 40, step: float = 30
) -> Iterator[Interval]:
    """Give samples at even distances in seconds."""
    return (sample(channel, second(first + step * n), quality) for n, quality in enumerate(qualities))


def said(at: float, role: str, text: str) -> Message:
    return Message("transcript", second(at), f"m{at}", role, None, text)


BREAKING = CallDetail(
    call=replace(
        values.POOR,
        started=BEGIN,
        connected=second(8),
        ended=second(308),
        wrap_up_ended=second(340),
        first_event=BEGIN,
        last_event=second(340),
        ring_ms=8_000,
        talk_ms=255_000,
        hold_ms=45_000,
        mute_ms=12_000,
        conference_ms=50_000,
        wrap_up_ms=32_000,
        transcripts=6,
        problems=(CodeCount(ONE_WAY.code, ONE_WAY.severity, ONE_WAY.title, 1),),
    ),
    spans=(
        Span(SpanKind.PARTICIPANT, "+15550100", BEGIN, second(308)),
        Span(SpanKind.MUTE, None, second(50), second(62)),
        Span(SpanKind.HOLD, "+15550100", second(95), second(140)),
        Span(SpanKind.PARTICIPANT, "Billing desk", second(100), second(190)),
        Span(SpanKind.CONFERENCE, None, second(140), second(190)),
        Span(SpanKind.RECORDING_PAUSED, None, second(200), second(221)),
        Span(SpanKind.FLAG, None, second(230), second(275)),
        Span(SpanKind.WRAP_UP, None, second(308), second(340)),
    ),
    intervals=(
        *samples("input", (GOOD, GOOD, GOOD, FAIR, FAIR, SILENT, SILENT, SILENT, SILENT)),
        *samples("output", (GOOD, GOOD, GOOD, GOOD, FAIR, FAIR, POOR, POOR, GOOD)),
    ),
    conversation=(),
    timeline=(
        Mark("callstarted", BEGIN, "+15550100"),
        Mark("callconnected", second(8), "+15550100"),
        said(11, "Agent", "Thank you for calling, how can I help you today?"),
        said(24, "EndUser", "My last two bills are too high, and nobody called me back about it."),
        Mark("mute", second(50), None),
        Mark("unmute", second(62), None),
        Mark("hold", second(95), "+15550100"),
        Mark("participantadded", second(100), "Billing desk"),
        Mark("conference", second(140), None),
        said(150, "Billing desk", "Good morning, I have the account open."),
        Mark("participantremoved", second(190), "Billing desk"),
        Mark("pauserecording", second(200), None),
        Mark("resumerecording", second(221), None),
        said(226, "Agent", "Can you still hear me?"),
        Message("flagraise", second(230), "f1", "Agent", "Sam Field", "The line breaks"),
        said(240, "EndUser", "Hello? Hello?"),
        Message("note", second(250), "n1", "Supervisor", "Dana Reyes", "Call the customer back on the mobile number."),
        Message("flaglower", second(275), "f1", "Supervisor", "Dana Reyes", None),
        said(300, "Agent", "I will call you back."),
        Mark("callended", second(308), None),
        Mark("wrapupended", second(340), None),
    ),
    assumptions=values.ASSUMPTIONS,
)
"""A call of all phases; the line gets worse, then nothing is heard any more."""


def _without_times(detail: CallDetail) -> CallDetail:
    times = ("started", "connected", "ended", "wrap_up_ended", "first_event", "last_event")
    lengths = ("ring_ms", "talk_ms", "hold_ms", "mute_ms", "conference_ms", "wrap_up_ms", "recording_paused_ms")
    unknown: dict[str, Any] = dict.fromkeys((*times, *lengths, "flag_open_ms"))
    return replace(
        detail,
        call=replace(detail.call, **unknown),
        spans=tuple(replace(span, start=None, end=None) for span in detail.spans),
        intervals=tuple(replace(one, time=None) for one in detail.intervals),
        timeline=tuple(replace(one, time=None) for one in detail.timeline),
        places=Places(
            events=39,
            stages=(0, 1, 36, 38),
            spans=((0, 36), (4, 5), (8, 12), (9, 17), (12, 17), (19, 21), (24, 31), (36, 38)),
            intervals=(3, 7, 11, 15, 18, 22, 27, 29, 33, 6, 10, 13, 16, 20, 23, 28, 30, 34),
            timeline=(0, 1, 2, 4, 4, 5, 8, 9, 12, 14, 17, 19, 21, 22, 24, 25, 26, 31, 35, 36, 38),
        ),
    )


UNTIMED = _without_times(BREAKING)
"""The same call in a log that tells no times."""

OPEN = replace(
    BREAKING,
    call=replace(BREAKING.call, ended=None, wrap_up_ended=None, last_event=second(275), wrap_up_ms=None, talk_ms=None),
    spans=tuple(
        replace(span, end=None if span.end and span.end > second(200) else span.end)
        for span in BREAKING.spans
        if span.kind != SpanKind.WRAP_UP
    ),
    intervals=BREAKING.intervals[:7] + BREAKING.intervals[9:16],
    timeline=BREAKING.timeline[:17],
)
"""A call that goes on: what is open has no end."""

INSTANT = replace(
    BREAKING,
    call=replace(BREAKING.call, connected=BEGIN, ended=BEGIN, wrap_up_ended=BEGIN, last_event=BEGIN),
    spans=tuple(replace(span, start=BEGIN, end=BEGIN) for span in BREAKING.spans),
    intervals=tuple(replace(one, time=BEGIN) for one in BREAKING.intervals),
    timeline=tuple(replace(one, time=BEGIN) for one in BREAKING.timeline),
)
"""A call all of whose events have the same time."""

_DAYS = 3 * 86_400
LONG = replace(
    BREAKING,
    call=replace(
        BREAKING.call, ended=second(_DAYS), wrap_up_ended=None, last_event=second(_DAYS), talk_ms=_DAYS * 1000
    ),
    spans=(Span(SpanKind.PARTICIPANT, "+15550100", BEGIN, second(_DAYS)),),
    intervals=tuple(samples("output", [POOR if n == 4000 else GOOD for n in range(_DAYS // 30)])),
    timeline=(
        Mark("callstarted", BEGIN, None),
        Mark("callconnected", second(8), None),
        Mark("callended", second(_DAYS), None),
    ),
)
"""A call of three days, with 8,640 samples of which one is poor."""

CROWDED = replace(
    BREAKING,
    spans=tuple(
        Span(SpanKind.PARTICIPANT, f"Participant number {n} of a very large conference", second(n), second(200 + n))
        for n in range(100)
    ),
)
"""A call with 100 participants."""

EMPTY = replace(
    BREAKING,
    call=replace(BREAKING.call, started=None, connected=None, ended=None, wrap_up_ended=None),
    spans=(),
    intervals=(),
    timeline=(),
)
"""A call of which nothing can be drawn."""

SCENES = {
    "breaking": BREAKING,
    "untimed": UNTIMED,
    "open": OPEN,
    "instant": INSTANT,
    "long": LONG,
    "crowded": CROWDED,
    "empty": EMPTY,
}
