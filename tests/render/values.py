"""Values written by hand for the tests of rendering: a small, believable log."""

import io
from datetime import UTC, datetime, tzinfo

from callevents.model.assumptions import Assumptions
from callevents.model.audio import EMPTY, Audio, Channels, Distribution
from callevents.model.call import Call, Grade, Outcome, Stage
from callevents.model.check import Check
from callevents.model.compare import Comparison, ComparisonRow, Side, Verdict
from callevents.model.detail import CallDetail, Interval, Mark, Message, Span, SpanKind
from callevents.model.messages import Flag, Flags, Notes, TextItem, Transcript
from callevents.model.problem import CodeCount, Place, Problem, ProblemCount, Severity
from callevents.model.stats import GradeCounts, Histogram, PastEdges, PerCall, Stats, StatsRow, WorstInterval
from callevents.model.summary import CallCounts, ConversationCounts, Durations, Handling, Inputs, Period, Summary
from callevents.model.value import Time
from callevents.render.documents import Calls, Document, Overview, Rows
from callevents.render.items import call_columns
from callevents.render.output import Output
from callevents.render.registry import render


def at(clock: str, day: str = "2026-03-02") -> Time:
    """Give a time of the day in UTC."""
    return Time(round(datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=UTC).timestamp() * 1000))


def written(
    document: Document,
    format: str,
    *,
    width: int | None = None,
    color: bool = False,
    tz: tzinfo = UTC,
    unicode: bool = True,
) -> bytes:
    """Render into memory, as to a terminal of a width, or as to a pipe where there is none."""
    stream = io.BytesIO()
    render(document, format, Output(stream, width is not None, width, color, tz, unicode))
    return stream.getvalue()


def spread(count: int, mean: float, p50: float, p95: float, most: float) -> Distribution:
    return Distribution(count, mean, p50 / 2, p50, p95, most, most)


ASSUMPTIONS = Assumptions(
    codec="g711-plc",
    bpl=25.1,
    ie=0.0,
    counters="auto",
    thresholds={"loss": (1.0, 3.0), "jitter": (30.0, 60.0), "rtt": (300.0, 500.0), "r": (80.0, 70.0)},
    leg="agent (browser to media server)",
)

INPUT = Audio(
    8, 8, 0, 96, 12000, 0.8, 2.4, 1, 1, spread(8, 12.125, 11, 19, 19.5), spread(8, 110, 108, 140, 140), 4.33, 90.1
)
OUTPUT = Audio(
    8, 8, 0, 504, 12000, 4.2, 18.25, 3, 2, spread(8, 44.5, 41, 88, 88), spread(8, 231.75, 228, 312, 312), 3.41, 66.2
)
CALM = Audio(5, 5, 0, 15, 7500, 0.2, 0.4, 0, 0, spread(5, 8, 8, 9, 9), spread(5, 90.5, 90, 99, 99), 4.38, 92.0)


def call(**changes: object) -> Call:
    """Give a handled call of poor quality; changes replace its fields."""
    fields: dict[str, object] = {
        "call_id": "5e5b1c2a-8a52-4b0e-9a5f-2f6f0f2d7c11",
        "call_type": "inbound",
        "participant": "+15550100",
        "participants": ("+15550100", "Billing desk"),
        "agent": "a-17",
        "stage": Stage.WRAPPED_UP,
        "outcome": Outcome.HANDLED,
        "started": at("09:14:07"),
        "connected": at("09:14:15.300"),
        "ended": at("09:18:27.300"),
        "wrap_up_ended": at("09:19:01"),
        "first_event": at("09:14:07"),
        "last_event": at("09:19:01"),
        "ring_ms": 8_300,
        "connected_ms": 252_000,
        "talk_ms": 216_000,
        "hold_ms": 36_000,
        "customer_hold_ms": 36_000,
        "longest_hold_ms": 36_000,
        "mute_ms": 4_000,
        "recording_paused_ms": 21_000,
        "conference_ms": 0,
        "wrap_up_ms": 33_700,
        "handle_ms": 285_700,
        "flag_open_ms": 45_000,
        "holds": 1,
        "mutes": 1,
        "events": 31,
        "repeats": 2,
        "transcripts": 3,
        "notes": 1,
        "flags": 1,
        "words_by_role": {"Agent": 24, "EndUser": 16},
        "audio": Channels(INPUT, OUTPUT),
        "grade": Grade.POOR,
        "poor_because": ("packet loss 4.2 % on output",),
        "cqd_poor": True,
        "mos": 3.41,
        "mos_min": 2.04,
        "mos_basis": "conversational",
        "r_factor": 66.2,
        "salesforce_mos": 4.35,
        "problems": (
            CodeCount("CE202", Severity.INFO, "event logged again", 2),
            CodeCount("CE305", Severity.WARNING, "one-way audio", 1),
        ),
    }
    return Call(**(fields | changes))  # type: ignore[arg-type]


POOR = call()
GOOD = call(
    call_id="7d90ac11-1f0d-4a55-8f0b-0a8c4de9b6f2",
    call_type="outbound",
    participant="+442071838750",
    participants=("+442071838750",),
    agent="a-03",
    started=at("10:02:00"),
    ring_ms=21_400,
    connected_ms=3_905_000,
    talk_ms=3_905_000,
    hold_ms=0,
    customer_hold_ms=0,
    longest_hold_ms=0,
    mute_ms=0,
    holds=0,
    mutes=0,
    audio=Channels(CALM, CALM),
    grade=Grade.GOOD,
    poor_because=(),
    cqd_poor=False,
    mos=4.38,
    mos_min=4.31,
    r_factor=92.0,
    flags=0,
    notes=0,
    problems=(),
)
MISSED = call(
    call_id="b2c4d6e8-0000-4111-8222-933344445555",
    agent=None,
    stage=Stage.ENDED,
    outcome=Outcome.MISSED,
    started=at("11:40:12"),
    connected=None,
    ended=at("11:40:42"),
    wrap_up_ended=None,
    ring_ms=None,
    connected_ms=None,
    talk_ms=None,
    wrap_up_ms=None,
    handle_ms=None,
    hold_ms=0,
    mute_ms=0,
    holds=0,
    mutes=0,
    audio=Channels(),
    grade=Grade.UNKNOWN,
    poor_because=(),
    cqd_poor=None,
    mos=None,
    mos_min=None,
    mos_basis=None,
    r_factor=None,
    salesforce_mos=None,
    flags=0,
    notes=0,
    transcripts=0,
    words_by_role={},
    problems=(),
)
TIMELESS = call(
    call_id="contact-0042",
    stage=Stage.CONNECTED,
    outcome=Outcome.IN_PROGRESS,
    grade=Grade.FAIR,
    poor_because=(),
    problems=(),
    started=None,
    connected=None,
    ended=None,
    wrap_up_ended=None,
    first_event=None,
    last_event=None,
    ring_ms=None,
    connected_ms=None,
    talk_ms=None,
    hold_ms=None,
    mute_ms=None,
    wrap_up_ms=None,
    handle_ms=None,
)
CALLS = (POOR, GOOD, MISSED, TIMELESS)

SUMMARY = Summary(
    inputs=Inputs(3, 2_104_000, 12_345, 2, 1, 0, 12_342, 35, 4),
    period=Period(at("08:01:10"), at("16:32:44")),
    events_by_type={"callstarted": 312, "audiostats": 9_000},
    calls=CallCounts(
        total=312,
        by_stage={"unknown": 2, "started": 20, "connected": 2, "ended": 28, "wrapped_up": 260},
        by_outcome={"handled": 280, "missed": 20, "unanswered": 8, "in_progress": 2, "unknown": 0},
        by_call_type={"inbound": 250, "outbound": 62},
        by_grade={"good": 240, "fair": 20, "poor": 22, "unknown": 30},
        poor_pct=7.801418,
        ended_on_hold_pct=1.428571,
        ended_on_mute_pct=0.0,
        handled_pct=90.322581,
        missed_pct=6.451613,
        unanswered_pct=2.580645,
        holds_per_call=0.285714,
    ),
    durations=Durations(
        ring_ms=spread(280, 8_200, 7_000, 21_000, 48_500),
        connected_ms=spread(280, 254_000, 222_000, 610_000, 4_210_000),
        talk_ms=spread(280, 230_000, 210_000, 590_000, 4_100_000),
        hold_ms=spread(64, 42_000, 31_000, 140_000, 301_000),
        mute_ms=spread(12, 5_000, 3_500, 17_000, 17_000),
        wrap_up_ms=spread(260, 35_000, 30_000, 88_000, 240_000),
        handle_ms=spread(280, 286_000, 260_000, 655_000, 4_300_000),
    ),
    audio=Channels(INPUT, OUTPUT),
    conversation=ConversationCounts(4_210, 31, 9, 8, 1, spread(8, 47_000, 41_000, 120_000, 120_000)),
    worst_calls=(POOR.call_id, GOOD.call_id),
    problems=(
        ProblemCount("CE101", Severity.ERROR, "line is not JSON", 1, Place("logs/monday.ndjson", 812, None)),
        ProblemCount("CE305", Severity.WARNING, "one-way audio", 3, Place("logs/monday.ndjson", 99, POOR.call_id)),
        ProblemCount(
            "CE202", Severity.INFO, "event logged again", 35, Place("logs/tuesday.ndjson.gz", 4, POOR.call_id)
        ),
    ),
    assumptions=ASSUMPTIONS,
)

_HELLO = Message("transcript", at("09:14:17"), "m1", "Agent", None, "Thank you for calling, how can I help you today?")
_ASK = Message(
    "transcript",
    at("09:14:23"),
    "m2",
    "END_USER",
    None,
    "My last two bills are too high, and I was told twice that somebody would call back about it, which nobody did.",
)
_NOTE = Message("note", at("09:15:01"), "n1", "Supervisor", "Dana Reyes", "Offer the courtesy credit.")
_RAISE = Message("flagraise", at("09:16:00"), "f1", "Agent", "Sam Field", "Customer wants to cancel")
_LOWER = Message("flaglower", at("09:16:45"), "f1", "Supervisor", "Dana Reyes", None)

DETAIL = CallDetail(
    call=POOR,
    spans=(
        Span(SpanKind.PARTICIPANT, "+15550100", at("09:14:15.300"), at("09:18:27.300")),
        Span(SpanKind.HOLD, "+15550100", at("09:15:00"), at("09:15:36")),
        Span(SpanKind.RECORDING_PAUSED, None, at("09:17:00"), None),
        Span(SpanKind.WRAP_UP, None, at("09:18:27.300"), at("09:19:01")),
    ),
    intervals=(
        Interval("input", at("09:14:45"), 12, 1500, 0.8, 12.0, 110.0, 4.33, 90.1, Grade.GOOD),
        Interval("input", at("09:15:15"), 0, 1500, 0.0, 10.5, None, 4.39, 92.6, Grade.GOOD),
        Interval("output", at("09:14:45"), 274, 1501, 18.25, 88.0, 312.0, 2.04, 40.6, Grade.POOR),
        Interval("output", at("09:15:15"), 0, 0, None, None, None, None),
    ),
    conversation=(_HELLO, _ASK, _NOTE, _RAISE, _LOWER),
    timeline=(
        Mark("callstarted", at("09:14:07"), "+15550100"),
        Mark("callconnected", at("09:14:15.300"), "+15550100"),
        _HELLO,
        _ASK,
        Mark("hold", at("09:15:00"), "+15550100"),
        _NOTE,
        Mark("resume", at("09:15:36"), "+15550100"),
        _RAISE,
        _LOWER,
        Mark("callended", at("09:18:27.300"), None),
    ),
    assumptions=ASSUMPTIONS,
)


def stats_row(key: str | None, channel: str, calls: int, audio: Audio) -> StatsRow:
    """Give a row with all that goes with its audio figures."""
    return StatsRow(
        key,
        channel,
        calls,
        audio,
        by_grade=GradeCounts(calls - 3, 1, 1, 1),
        poor_pct=100 / (calls - 1),
        loss_over_pct=PastEdges(12.5, 2.25),
        jitter_over_pct=PastEdges(8.125, 0.0),
        rtt_over_pct=PastEdges(4.0, 1.0),
        r_below_pct=PastEdges(3.5, 1.75),
        worst_interval=WorstInterval(POOR.call_id, at("09:14:45"), 18.25, 88.0, None, 2.04),
        per_call=PerCall(
            spread(calls, 0.9, 0.2, 4.2, 7.5), spread(calls, 14, 11, 44, 60), EMPTY, spread(calls, 4.2, 4.4, 4.41, 4.41)
        ),
    )


STATS = Stats(
    "channel",
    (stats_row("input", "input", 280, INPUT), stats_row("output", "output", 280, OUTPUT)),
    ASSUMPTIONS,
    (Handling(None, SUMMARY.calls, SUMMARY.durations, SUMMARY.conversation),),
    (
        Histogram("packet_loss_pct", "input", (0.0, 0.5, 1.0, 2.0, 3.0, 6.0), (900, 64, 20, 9, 6, 1)),
        Histogram("packet_loss_pct", "output", (0.0, 0.5, 1.0, 2.0, 3.0, 6.0), (700, 200, 50, 30, 15, 5)),
        Histogram("jitter_ms", "input", (0.0, 30.0, 60.0), (5, 0, 0)),
        Histogram("jitter_ms", "output", (0.0, 30.0, 60.0), (0, 0, 0)),
        Histogram("rtt_ms", "input", (0.0, 300.0, 500.0), (0, 0, 0)),
        Histogram("rtt_ms", "output", (0.0, 300.0, 500.0), (0, 0, 0)),
    ),
)
STATS_BY_AGENT = Stats(
    "agent",
    (
        stats_row("a-03", "input", 4, CALM),
        stats_row("a-03", "output", 4, CALM),
        stats_row("a-17", "input", 9, INPUT),
        stats_row("a-17", "output", 9, OUTPUT),
        StatsRow(None, "output", 0, Audio()),
    ),
    ASSUMPTIONS,
    (
        Handling("a-03", SUMMARY.calls, SUMMARY.durations, SUMMARY.conversation),
        Handling(None, SUMMARY.calls, Durations(*[EMPTY] * 7), ConversationCounts(0, 0, 0, 0, 0, EMPTY)),
    ),
)
COMPARISON = Comparison(
    Side(12),
    Side(280),
    (
        ComparisonRow("audio.output.packet_loss_pct", 0.21, 4.2, 3.99, 1900.0, 0.0000004, "large", Verdict.WORSE,
                      "Packet loss, output", "mann-whitney", 0.61, 12, 280),
        ComparisonRow("audio.output.jitter_ms.mean", 44.5, 12.125, -32.375, -72.752809, 0.0021, "medium",
                      Verdict.BETTER, "Jitter, output", "mann-whitney", -0.4, 12, 280),
        ComparisonRow("calls.poor_pct", 8.333333, 7.801418, -0.531915, -6.382979, 0.95, "negligible",
                      Verdict.NO_CLEAR_CHANGE, "Poor calls", "two-proportion", -0.02, 12, 282),
        ComparisonRow("durations.talk_ms.mean", 180_000.0, 230_000.0, 50_000.0, 27.777778, 0.03, "small",
                      Verdict.CHANGED, "Talk", "mann-whitney", 0.2, 12, 280),
        ComparisonRow("durations.hold_ms.mean", None, 42_000.0, None, None, None, None,
                      Verdict.TOO_FEW_CALLS, "Hold (held calls)", "mann-whitney", None, 0, 64),
    ),
    ("few calls before (12): only large differences can show",),
    ASSUMPTIONS,
)  # fmt: skip
TRANSCRIPT = Transcript(
    tuple(TextItem(POOR.call_id, one.time, one.id, one.role, one.name, one.text) for one in (_HELLO, _ASK))
)
NOTES = Notes((TextItem(POOR.call_id, _NOTE.time, _NOTE.id, _NOTE.role, _NOTE.name, _NOTE.text),))
FLAGS = Flags(
    (
        Flag(
            POOR.call_id,
            _RAISE.time,
            _RAISE.name,
            _RAISE.role,
            _RAISE.text,
            _LOWER.time,
            _LOWER.name,
            _LOWER.role,
            45_000,
            False,
        ),
        Flag(GOOD.call_id, at("10:30:00"), None, "Agent", "Need a second opinion", None, None, None, None, True),
    )
)
CHECK = Check(
    counts={"error": 1, "warning": 1, "info": 35},
    problems=(
        Problem(
            "CE101",
            Severity.ERROR,
            "line is not JSON",
            "unexpected end of data: column 57",
            "logs/monday.ndjson",
            812,
            None,
        ),
        Problem(
            "CE305",
            Severity.WARNING,
            "one-way audio",
            "no media on output for 3 samples",
            "logs/monday.ndjson",
            99,
            POOR.call_id,
        ),
    ),
    by_code=(
        CodeCount("CE101", Severity.ERROR, "line is not JSON", 1),
        CodeCount("CE305", Severity.WARNING, "one-way audio", 1),
        CodeCount("CE202", Severity.INFO, "event logged again", 35),
    ),
)

DOCUMENTS: dict[str, Document] = {
    "summary": Overview(SUMMARY, (POOR, GOOD)),
    "calls": Calls(CALLS),
    "calls-columns": Calls(
        CALLS, call_columns("call_id,started,grade,mos,words_by_role,problems.code,hold_ms,cqd_poor")
    ),
    "call": DETAIL,
    "stats": STATS,
    "stats-by-agent": STATS_BY_AGENT,
    "compare": COMPARISON,
    "transcript": TRANSCRIPT,
    "notes": NOTES,
    "flags": FLAGS,
    "check": CHECK,
    "rows": Rows(
        "event_types", ({"name": "hold", "count": 3, "share_pct": 1.5}, {"name": "swap", "count": 0, "share_pct": None})
    ),
}
"""Every document, by the name of its golden files."""
