"""The problems a log can have: one catalogue that `check`, its `--explain`, the JSON Schema and the README are made
from.

CE1xx are about lines and fields, CE2xx about the lifecycle of calls, CE3xx about audio samples, CE4xx about sources.
"""

from enum import StrEnum
from typing import Annotated

from msgspec import Struct

from callevents.model.value import Choices, Value


class Severity(StrEnum):
    """How bad a problem is. An error means that something in the log could not be used."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Code(Struct, frozen=True):
    """One kind of problem: its stable code, its severity, its title, and what it means to the user."""

    code: str
    severity: Severity
    title: str
    explanation: str

    def __str__(self) -> str:
        return self.code


ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

NOT_JSON = Code(
    "CE101",
    ERROR,
    "line is not JSON",
    "The line cannot be parsed as one JSON value. It is left out; all other lines are used. `--rejects FILE` keeps "
    "such lines.",
)
NOT_AN_OBJECT = Code(
    "CE102",
    ERROR,
    "line is JSON, but not an object",
    "An event is a JSON object with a type and a detail; this line holds another JSON value. It is left out.",
)
NO_TYPE = Code(
    "CE103",
    ERROR,
    "event without a type",
    "The object has no type, or its type is not text. It is left out.",
)
NO_DETAIL = Code(
    "CE104",
    ERROR,
    "event without a detail object",
    "The event's detail is missing or not an object. The event is left out.",
)
LINE_TOO_LONG = Code(
    "CE105",
    ERROR,
    "line longer than the limit",
    "The line is longer than `--max-line` allows, so that one broken line cannot fill the memory. It is left out; "
    "reading goes "
    "on at the next line.",
)
BAD_FIELD = Code(
    "CE106",
    WARNING,
    "field missing or of the wrong kind",
    "A field that the event needs is missing or holds another kind of value. The event still counts where the rest is "
    "usable.",
)
UNKNOWN_TYPE = Code(
    "CE107",
    INFO,
    "unknown event type",
    "The type is none of the documented ones. Its events are counted under their name and have no effect on calls. "
    "Each name is "
    "reported once.",
)
NO_TIMES = Code(
    "CE108",
    WARNING,
    "events without a time",
    "Most events carry no time of their own, and this log's envelope gives none. Counts, packet loss, jitter, RTT and "
    "the "
    "conversation are exact; durations that need a missing time are unknown. If the time has another name, give it "
    "with "
    "`--time-field`.",
)

UNASSIGNED = Code(
    "CE201",
    WARNING,
    "event of no call",
    "The event has no call id, and none or several calls could have sent it; or its type is unknown and no other event "
    "has its "
    "call id. It is counted as unassigned.",
)
REPEAT = Code(
    "CE202",
    INFO,
    "event logged again",
    "The same event was logged before, as several open browser tabs or a refreshed page do. A repeat changes no "
    "figure.",
)
NOT_OPENED = Code(
    "CE203",
    WARNING,
    "end without a beginning",
    "An unmute, resume, resumerecording, participantremoved or flaglower with nothing open that it could end, and none "
    "of its kind before it. Where the start of the call is not in the log either, the total it belongs to is unknown.",
)
AMBIGUOUS_RESUME = Code(
    "CE204",
    WARNING,
    "event names no participant, and several fit",
    "A resume or participantremoved without a participant closes the only open hold or participation. Here several "
    "were open, so "
    "none was closed.",
)
SWAP_UNCLEAR = Code(
    "CE205",
    WARNING,
    "swap that cannot be applied",
    "A swap exchanges the held and the active party of exactly two. Here the two parties, or which of them was held, "
    "are not "
    "known, so no hold was changed.",
)
NEGATIVE_DURATION = Code(
    "CE206",
    WARNING,
    "end before the beginning",
    "Two events of the call have their times in the wrong order (a clock that stepped back, or lines from two clocks). "
    "The "
    "duration between them is unknown.",
)
AFTER_END = Code(
    "CE207",
    WARNING,
    "event after the call ended",
    "A hold, mute or similar began after callended. It opens nothing.",
)
CONVERSATION_ONLY = Code(
    "CE208",
    INFO,
    "call known from its conversation only",
    "The id occurs only in transcripts, notes or flags: flags of a transferred call carry the primary contact's id. "
    "The call is "
    "listed with stage unknown and left out of the shares of outcomes.",
)
NO_BEGINNING = Code(
    "CE209",
    INFO,
    "call without a beginning",
    "Neither callstarted nor callconnected of the call is in the log: it begins in the middle of the call. Durations "
    "that need the beginning are unknown.",
)
NO_END = Code(
    "CE210",
    INFO,
    "call without an end",
    "Neither callended nor wrapupended of the call is in the log: the call was still going on, or the log ends in the "
    "middle of it. Its outcome is in_progress.",
)
NOT_CLOSED = Code(
    "CE211",
    INFO,
    "mute or paused recording that never ended",
    "The call ended while the rep was muted or the recording was paused, and no unmute or resumerecording was logged "
    "before. It lasts until callended.",
)

BAD_SAMPLE = Code(
    "CE301",
    WARNING,
    "audio value is not a usable number",
    "A count or a time in audiostats is text that is no number, a boolean, negative, or not whole. The value is left "
    "out.",
)
NEGATIVE_LOSS = Code(
    "CE302",
    INFO,
    "negative packetsLost",
    "Legal in RTP: late or repeated packets. It counts as it is in the sum, which is never below 0.",
)
CUMULATIVE = Code(
    "CE303",
    INFO,
    "packet counters run up through the call",
    "The source logs running totals, not interval counts. The differences are used. `--counters delta` reads them as "
    "they are.",
)
RUNNING_TOTAL = Code(
    "CE304",
    INFO,
    "first sample is a running total",
    "The first sample of the channel counts over three times as many packets as the others' median. It is left out of "
    "packet "
    "loss.",
)
ONE_WAY = Code(
    "CE305",
    WARNING,
    "one-way audio",
    "Two or more samples in a row without media on one channel while the other had media, outside hold and mute. The "
    "call is "
    "graded poor.",
)
LOST_OVER_COUNT = Code(
    "CE306",
    WARNING,
    "more packets lost than sent",
    "packetsLost is greater than packetsCount. The loss of that interval counts as 100 %.",
)
JITTER_SUM = Code(
    "CE307",
    WARNING,
    "jitter is a running sum",
    "The channel's jitter never falls and passes 1000 ms: a running sum, as Amazon's client library logged from June "
    "to August "
    "2026. It is left out.",
)
OUT_OF_RANGE = Code(
    "CE308",
    WARNING,
    "jitter or RTT over 60 000 ms",
    "No real line is that slow. The value is left out.",
)

UNREADABLE = Code(
    "CE401",
    ERROR,
    "source cannot be read",
    "The file or directory does not exist, cannot be opened, or failed while it was read. The other sources are used.",
)
DAMAGED = Code(
    "CE402",
    ERROR,
    "compressed source is damaged",
    "The compressed data is cut short or corrupt. What came before the fault is used.",
)
WRONG_ENCODING = Code(
    "CE403",
    ERROR,
    "source is not UTF-8",
    "The source is UTF-16 or UTF-32 text. Convert it: iconv -f UTF-16 -t UTF-8 LOG > LOG.ndjson",
)
NOT_LINES = Code(
    "CE404",
    ERROR,
    "source is one JSON document, not one object a line",
    "The source holds a JSON array or pretty-printed JSON. Convert it: jq -c '.[]' LOG > LOG.ndjson (or jq -c . for "
    "objects).",
)
NO_LOGS = Code(
    "CE405",
    ERROR,
    "directory without logs",
    "No file in the directory has a log's name: .ndjson, .jsonl, .log or .json, each also with .gz, .bz2, .xz or .zst.",
)

OF_THE_LOG: frozenset[Code] = frozenset({UNKNOWN_TYPE, NO_TIMES})
"""Problems that a log has as a whole, told once: no call has them, though each is shown where it is met first."""

CATALOGUE: dict[str, Code] = {code.code: code for code in list(globals().values()) if isinstance(code, Code)}

CodeName = Annotated[
    str,
    "stable code of the problem",
    Choices("ProblemCode", {code.code: f"{code.title}. {code.explanation}" for code in CATALOGUE.values()}),
]


class CodeCount(Value, frozen=True):
    """How often a problem occurred on one call."""

    code: CodeName
    severity: Severity
    title: str
    count: int


class Place(Value, frozen=True):
    """Where a problem was met first; `line` counts from 1, and is None where it cannot be known."""

    file: str | None
    line: int | None
    call_id: str | None


class ProblemCount(Value, frozen=True):
    """How often a problem occurred in the log, and where first."""

    code: CodeName
    severity: Severity
    title: str
    count: int
    first: Place


class Problem(Value, frozen=True):
    """One problem at its place."""

    code: CodeName
    severity: Severity
    title: str
    message: Annotated[str, "one sentence: what was found"]
    file: str | None
    line: int | None
    call_id: str | None
