"""Invented calls as plain values, before any of their events is written. All times are epoch milliseconds."""

from dataclasses import dataclass, field

from logs.audio import Tick

# The events that open and close a span by themselves; other spans are closed by an event of another kind.
SPAN_EVENTS = {
    "hold": ("hold", "resume"),
    "mute": ("mute", "unmute"),
    "recording": ("pauserecording", "resumerecording"),
    "conference": ("conference", ""),
    "stay": ("participantadded", "participantremoved"),
}
NAMES_A_PARTICIPANT = frozenset({"hold", "resume", "participantadded", "participantremoved"})


@dataclass(slots=True)
class Span:
    """A stretch of a call; end is None where the log does not say when it ended.

    `opens` and `closes` say whether an event of the span's own kind is logged there; a hold that ends with a swap,
    a conference, the departure of the participant or the end of the call has `closes` False.
    """

    kind: str
    start: int
    end: int | None
    participant: str | None = None
    opens: bool = True
    closes: bool = True


@dataclass(slots=True)
class Message:
    """A transcript, note, flagraise or flaglower: `at` is when it was logged, the other two are its own times."""

    kind: str
    id: str
    at: int
    client: int
    server: int
    role: str
    name: str | None
    text: str | None


@dataclass(slots=True)
class Stray:
    """A closing event whose opening happened before the log began."""

    kind: str
    at: int
    participant: str | None


@dataclass(slots=True)
class Call:
    """One call as the log shows it: what was never logged is None or not in the lists."""

    scenario: str
    call_id: str
    agent: str
    call_type: str | None
    participant: str | None
    began: int
    started: int | None = None
    connected: int | None = None
    ended: int | None = None
    wrap_up_ended: int | None = None
    spans: list[Span] = field(default_factory=list)
    swaps: list[int] = field(default_factory=list)
    strays: list[Stray] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    ticks: list[Tick] = field(default_factory=list)
    cut_at_start: bool = False

    def of(self, kind: str) -> list[Span]:
        """The spans of one kind, in order of their start."""
        return sorted((span for span in self.spans if span.kind == kind), key=lambda span: span.start)

    def said(self, kind: str) -> list[Message]:
        """The messages of one kind, in order."""
        return sorted((message for message in self.messages if message.kind == kind), key=lambda message: message.at)

    def lifecycle(self) -> list[tuple[int, str, str | None]]:
        """Every lifecycle event of the call as (time, type, participant), in order."""
        moments: list[tuple[int, str, str | None]] = []
        for at, kind in (
            (self.started, "callstarted"),
            (self.connected, "callconnected"),
            (self.ended, "callended"),
            (self.wrap_up_ended, "wrapupended"),
        ):
            if at is not None:
                moments.append((at, kind, None))
        for span in self.spans:
            opening, closing = SPAN_EVENTS[span.kind]
            if span.opens:
                moments.append((span.start, opening, span.participant))
            if span.closes and span.end is not None:
                moments.append((span.end, closing, span.participant))
        moments.extend((at, "swap", None) for at in self.swaps)
        moments.extend((stray.at, SPAN_EVENTS[stray.kind][1], stray.participant) for stray in self.strays)
        return sorted(moments, key=lambda moment: moment[0])


def stop_logging(call: Call, stop: int) -> None:
    """Take away everything of a call from `stop` on: the log ends there."""
    for name in ("started", "connected", "ended", "wrap_up_ended"):
        at = getattr(call, name)
        if at is not None and at >= stop:
            setattr(call, name, None)
    call.spans = [span for span in call.spans if span.start < stop]
    for span in call.spans:
        if span.end is not None and span.end >= stop:
            span.end = None
    call.swaps = [at for at in call.swaps if at < stop]
    call.messages = [message for message in call.messages if message.at < stop]
    call.ticks = [tick for tick in call.ticks if tick.at < stop]


def start_logging(call: Call, start: int) -> None:
    """Take away everything of a call before `start`: the log begins there. Not for three-way calls."""
    call.cut_at_start = True
    call.started = call.connected = None
    call.call_type = call.participant = None
    for span in call.spans:
        if span.start < start and span.end is not None and span.end >= start and span.closes:
            call.strays.append(Stray(span.kind, span.end, span.participant))
    call.spans = [span for span in call.spans if span.start >= start]
    call.messages = [message for message in call.messages if message.at >= start]
    call.ticks = [tick for tick in call.ticks if tick.at >= start]


def forget_end(call: Call) -> None:
    """Take away callended: what it would have closed has no known end."""
    for span in call.spans:
        if span.end == call.ended:
            span.end = None
    call.ended = None
