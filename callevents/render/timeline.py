"""A call as a picture: one axis, and a lane each for its phases, its participants, what was said, and each channel's
quality."""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from statistics import median

from msgspec import Struct

from callevents.model.detail import CallDetail, Interval, Mark, Message, Span, SpanKind
from callevents.model.event import CHANNELS
from callevents.render.axis import Axis, axis_cells, order_axis, time_axis
from callevents.render.glyphs import Glyphs, glyphs
from callevents.render.layout import cells as cells_of
from callevents.render.layout import fitted
from callevents.render.page import Run, Tone, role_tone
from callevents.render.strips import METRICS, Sample, legend, strip
from callevents.render.words import UNKNOWN, counted, duration, number, role_name

MOST_PARTICIPANTS = 12
_NARROW = 60
_WIDEST = "output jitter ms"
_SAMPLE_MS = 30_000
"""What a sample covers where no other tells how long it is."""

_PHASES = {
    SpanKind.HOLD: ("hold", "hold_ms"),
    SpanKind.MUTE: ("mute", "mute_ms"),
    SpanKind.RECORDING_PAUSED: ("rec paused", "recording_paused_ms"),
    SpanKind.CONFERENCE: ("conference", "conference_ms"),
    SpanKind.WRAP_UP: ("wrap-up", "wrap_up_ms"),
}

Row = tuple[Run, ...]
Cells = list[Run | None]
Stretch = tuple[int | None, int | None]
"""A beginning and an end on the axis; None: not known."""


class Lane(Struct, frozen=True):
    """A row of the picture: its name, its cells from left to right, and the figure at its end."""

    label: str
    cells: Cells
    figure: str = ""


class Picture(Struct, frozen=True):
    """The rows of a call's picture, all of one width at most; what a column stands for; and what its signs mean."""

    rows: tuple[Row, ...]
    scale: str
    legend: tuple[str, ...]


def timeline(document: CallDetail, width: int, unicode: bool) -> Picture:
    """Draw a call so many cells wide (40 or more), with nothing but ASCII where `unicode` is false."""
    scene = _Scene(document, width, glyphs(unicode), unicode)
    lanes = [*scene.phases(), *scene.participants(), *scene.messages(), *scene.quality()]
    return Picture(tuple(scene.rows(lanes)), scene.axis.scale(), scene.legend(lanes))


class _Scene:
    """What stands where: the parts of a call by their columns."""

    def __init__(self, document: CallDetail, width: int, marks: Glyphs, unicode: bool) -> None:
        self._document = document
        self._marks = marks
        self._unicode = unicode
        self._narrow = width < _NARROW
        widest = max(map(cells_of, (_WIDEST, *document.call.participants)))
        self._label = 10 if self._narrow else min(widest, max(len(_WIDEST), width // 6))
        self._figure = 0 if self._narrow else 9
        room = width - self._label - 1 - self._figure
        moments = _moments(document)
        call = document.call
        self.axis: Axis
        self._stages: Sequence[int | None]
        self._spans: Sequence[tuple[Span, Stretch]]
        places = document.places
        if moments:
            zero = next((time for time in (call.started, call.first_event) if time is not None), moments[0])
            self.axis = time_axis(min(moments), max(moments), zero, room)
            self._stages = (call.started, call.connected, call.ended, call.wrap_up_ended)
            self._spans = [(span, (span.start, span.end)) for span in document.spans]
            self._items: Sequence[tuple[int | None, Mark | Message]] = [(one.time, one) for one in document.timeline]
        else:
            self.axis = order_axis(places.events if places else 0, room)
            self._stages = places.stages if places else (None,) * 4
            ends = places.spans if places else ()
            self._spans = list(zip(document.spans, ends, strict=False))
            self._items = list(zip(places.timeline if places else (), document.timeline, strict=False))

    def legend(self, lanes: Sequence[Lane]) -> tuple[str, ...]:
        """Say what the signs mean that occur."""
        marks = self._marks
        drawn = {cell.text for lane in lanes for cell in lane.cells if cell}
        parts = legend(marks) if self._document.intervals else []
        parts += [
            f"{sign} {meaning}"
            for sign, meaning in (
                (marks.no_media, "no media"),
                (marks.unreported, "not reported"),
                (marks.held, "on hold"),
                (marks.after, "goes on"),
            )
            if sign in drawn
        ]
        if self._document.call.flags:
            parts.append(f"{marks.flag_up} flag raised {marks.flag_down} lowered")
        return tuple(parts)

    def phases(self) -> Iterator[Lane]:
        call = self._document.call
        started, connected, ended, _ = self._stages
        holds = self._stretches(SpanKind.HOLD)
        if started is not None and (connected is not None or ended is not None):
            yield self._bars("ring", [(started, ended if connected is None else connected)], call.ring_ms, Tone.DIM)
        if connected is not None:
            yield self._bars("talk", _without(connected, ended, holds, self.axis.last), call.talk_ms)
        for kind, (label, field) in _PHASES.items():
            stretches = self._stretches(kind)
            if stretches:
                yield self._bars(label, stretches, getattr(call, field))

    def participants(self) -> Iterator[Lane]:
        names = dict.fromkeys(span.participant for span, _ in self._spans if span.kind == SpanKind.PARTICIPANT)
        for name in list(names)[:MOST_PARTICIPANTS]:
            mine = [(span.kind, stretch) for span, stretch in self._spans if span.participant == name]
            cells = self._empty()
            for kind, glyph in ((SpanKind.PARTICIPANT, self._marks.line), (SpanKind.HOLD, self._marks.held)):
                self._draw(cells, [stretch for one, stretch in mine if one == kind], Run(glyph, Tone.NAME))
            yield Lane(name or UNKNOWN, cells)
        if len(names) > MOST_PARTICIPANTS:
            yield Lane(f"+ {counted(len(names) - MOST_PARTICIPANTS, 'more', 'more')}", self._empty())

    def messages(self) -> Iterator[Lane]:
        call, marks = self._document.call, self._marks
        said, notes, flags = self._empty(), self._empty(), self._empty()
        self._draw(flags, self._stretches(SpanKind.FLAG), Run(marks.line, Tone.FAIR))
        for at, one in self._items:
            if at is None or isinstance(one, Mark):
                continue
            column = self.axis.column(at)
            match one.kind:
                case "transcript":
                    said[column] = _speaker(one.role, said[column])
                case "note":
                    notes[column] = Run(marks.note, Tone.STRONG)
                case "flagraise":
                    flags[column] = Run(marks.flag_up, Tone.FAIR)
                case "flaglower":
                    flags[column] = Run(marks.flag_down, Tone.FAIR)
        yield from (
            Lane(label, cells, figure)
            for label, cells, figure in (
                ("said by", said, number(call.transcripts)),
                ("notes", notes, number(call.notes)),
                ("flags", flags, "" if call.flag_open_ms is None else duration(call.flag_open_ms)),
            )
            if any(cells)
        )

    def quality(self) -> Iterator[Lane]:
        thresholds = self._document.assumptions.thresholds
        for channel in CHANNELS:
            samples = list(self._samples(channel))
            if not samples:
                continue
            audio = getattr(self._document.call.audio, channel)
            name = {"input": "in", "output": "out"}[channel] if self._narrow else channel
            for metric in METRICS:
                label = metric.name if self._narrow else f"{metric.name} {metric.unit or '1–4.5'}"
                cells = strip(metric, samples, self.axis.columns, thresholds, self._marks)
                overall = metric.text(metric.overall(audio))
                yield Lane(f"{name:{3 if self._narrow else 6}} {label}", cells, overall)
                name = ""

    def rows(self, lanes: Sequence[Lane]) -> Iterator[Row]:
        ticks = [Run(char, Tone.DIM) for char in axis_cells(self.axis, self._marks)]
        yield self._row(Lane("", list(ticks), "overall"))
        guides = self.axis.ticks()
        for lane in lanes:
            cells = [
                Run(self._marks.guide, Tone.DIM) if cell is None and column in guides else cell
                for column, cell in enumerate(lane.cells)
            ]
            yield self._row(Lane(lane.label, cells, lane.figure))

    def _row(self, lane: Lane) -> Row:
        label = fitted(lane.label, self._label, self._unicode)
        figure = lane.figure.rjust(self._figure) if self._figure and lane.figure else ""
        cells = [cell or Run(" ") for cell in lane.cells]
        runs = [Run("".join(run.text for run in same), tone) for tone, same in groupby(cells, lambda run: run.tone)]
        row = [Run(f"{label} "), *runs, Run(figure, Tone.DIM)]
        while row and not row[-1].text.strip():
            row.pop()
        if row:
            row[-1] = Run(row[-1].text.rstrip(), row[-1].tone)
        return tuple(row)

    def _empty(self) -> Cells:
        return [None] * self.axis.columns

    def _stretches(self, kind: SpanKind) -> list[Stretch]:
        return [stretch for span, stretch in self._spans if span.kind == kind]

    def _bars(self, label: str, stretches: Sequence[Stretch], length: int | None, tone: Tone = Tone.NAME) -> Lane:
        cells = self._empty()
        self._draw(cells, stretches, Run(self._marks.bar, tone))
        return Lane(label, cells, "" if length is None else duration(length))

    def _draw(self, cells: Cells, stretches: Sequence[Stretch], run: Run) -> None:
        """Draw stretches; where a beginning or an end is not known, a sign tells that it goes on."""
        axis = self.axis
        for start, end in stretches:
            first, last = axis.stretch(axis.first if start is None else start, axis.last if end is None else end)
            cells[first:last] = [run] * (last - first)
            if start is None:
                cells[first] = Run(self._marks.before, run.tone)
            if end is None:
                cells[last - 1] = Run(self._marks.after, run.tone)

    def _samples(self, channel: str) -> Iterator[Sample]:
        """Give the samples of a channel by the columns they cover."""
        taken = 0
        for start, end, interval in covered(self._document, channel, self.axis.timed):
            first, last = self.axis.stretch(start, end)
            # Two samples share a column only where there are more of them than columns.
            yield Sample(min(max(first, taken), last - 1), last, interval)
            taken = last


Covered = tuple[int, int, Interval]
"""A sample between the beginning and the end of what it tells of."""


def covered(document: CallDetail, channel: str, timed: bool) -> Iterator[Covered]:
    """Give the samples of a channel by the time that each tells of, those without a time left out: since the one
    before, of the first since the call was connected; but no more than twice the usual. Where the call is not timed
    (see `is_timed`), by their places, each of which is both beginning and end."""
    if not timed:
        places = document.places.intervals if document.places else ()
        for at, interval in zip(places, document.intervals, strict=False):
            if interval.channel == channel:
                yield at, at, interval
        return
    known = [(one.time, one) for one in document.intervals if one.channel == channel and one.time is not None]
    steps = [b - a for (a, _), (b, _) in pairwise(known) if b > a]
    usual = round(median(steps)) if steps else _SAMPLE_MS
    connected = document.call.connected
    before = connected if known and connected is not None and connected < known[0][0] else None
    for time, interval in known:
        start = time - usual if before is None else max(before, time - 2 * usual)
        yield min(start, time), time, interval
        before = time


def is_timed(document: CallDetail) -> bool:
    """Tell whether a call can be drawn by time: every lifecycle event has one, and so has a sample if there is any."""
    return bool(_moments(document))


def _moments(document: CallDetail) -> list[int]:
    """Give all times of a call; none where it can only be drawn by order."""
    marks = [one.time for one in document.timeline if isinstance(one, Mark)]
    samples = [one.time for one in document.intervals]
    if None in marks or (samples and all(time is None for time in samples)):
        return []
    call = document.call
    ends = [time for span in document.spans for time in (span.start, span.end)]
    others = [one.time for one in document.timeline]
    stages = [call.started, call.connected, call.ended, call.wrap_up_ended]
    return [time for time in (*stages, *ends, *others, *samples) if time is not None]


def _without(start: int, end: int | None, holds: Sequence[Stretch], last: int) -> list[Stretch]:
    """Give the parts of a stretch that lie outside the holds."""
    parts: list[Stretch] = []
    known = sorted((start if a is None else a, last if b is None else b) for a, b in holds)
    for begin, stop in known:
        if begin > start:
            parts.append((start, begin))
        start = max(start, stop)
    if end is None or end > start or not parts:
        parts.append((start, end))
    return parts


def _speaker(role: str | None, before: Run | None) -> Run:
    """Give the letter of who speaks; a plus where several roles speak in one cell."""
    shown = role_name(role)
    letter = shown[:1].upper()
    letter = letter if letter.isascii() and letter.isalnum() else "?"
    return Run(letter, role_tone(shown)) if before is None or before.text == letter else Run("+", Tone.PLAIN)
