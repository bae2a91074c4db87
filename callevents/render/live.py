"""The live page of a growing log, and how it stays in its place on a terminal."""

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Self

from callevents.model.call import Call, Grade
from callevents.model.live import QUIET_MS, LiveCall, LiveView
from callevents.render.output import Output
from callevents.render.page import Block, Column, Line, Run, Table, Tone, Words, aside, line
from callevents.render.pages.calls import USUAL, Shown
from callevents.render.pages.figures import grade_words, known
from callevents.render.text import page_lines
from callevents.render.words import UNKNOWN, Clock, counted, number, offset, percent

_USUAL = {shown.column.head: shown for shown in USUAL}
_OF_CALLS = [
    _USUAL[head]
    for head in ("Outcome", "Talk", "Hold", "Loss %", "Jitter ms", "RTT ms", "MOS", "Grade", "Flags", "Type", "Agent")
]
_ENDED = Shown(Column("Ended", 1), lambda call, clock: known(clock.at(call.ended)))
_WHY = Shown(Column("Poor because", 11), lambda call, _: known(next(iter(call.poor_because), None)))
_GOING: Sequence[Column] = (
    Column("State"),
    Column("For", right=True),
    Column("Flag", 0, right=True),
    Column("Loss %", 2, right=True),
    Column("Jitter ms", 4, right=True),
    Column("RTT ms", 3, right=True),
    Column("MOS", 1, right=True),
    Column("Now", 0),
    Column("Grade", 5),
    Column("Type", 8),
    Column("Participant", 6),
    Column("Agent", 7),
    Column("Holds", 8, right=True),
    Column("Notes", 9, right=True),
)
_TITLES = ("In progress", "Last ended", "Worst")
_SHORT_TITLES = ("Ongoing", "Last", "Worst")
_NARROW = 60
"""Cells below which a terminal shows the short titles."""

_FRAME = 3
"""Lines that a table takes besides its rows: a blank one, the head and the rule."""

_LEAST = 2
"""Rows that each table has at least, where there is room for the tables at all."""


def live_lines(view: LiveView, name: str, trouble: str | None, output: Output, height: int) -> list[str]:
    """Give the lines of the live page, no more than the height. trouble says why the file cannot be read just now."""
    foot = list(page_lines([aside("Ctrl-C ends. In progress: the latest samples; Grade: of the whole call.")], output))
    sizes = (len(view.listed), len(view.last_ended), len(view.worst))
    head: list[str] = []
    rows = [0, 0, 0]
    for _ in range(2):  # the head says how many rows there are, and how many there are depends on where it wraps
        rows = _rows(height - len(foot) - (len(head) or 2), sizes)
        head = list(page_lines(_head(view, name, trouble, rows[0], output), output))
    lines = [*head, *page_lines(_tables(view, rows, output), output)]
    return [*lines[: height - len(foot)], *foot][:height]


def _rows(room: int, sizes: Sequence[int]) -> list[int]:
    """Share lines out among the tables: calls in progress first, but the others keep some. A table without rows is
    left out."""
    left = room - _FRAME * max(1, sum(size > 0 for size in sizes))
    if left < _LEAST * 3:
        return [max(0, min(sizes[0], room - _FRAME)), 0, 0]
    kept = [min(size, max(_LEAST, left // 5)) for size in sizes[1:]]
    going = min(sizes[0], left - sum(kept))
    left -= going + sum(kept)
    ended = min(sizes[1], kept[0] + (left + 1) // 2)
    return [going, ended, min(sizes[2], kept[1] + left - (ended - kept[0]))]


def _head(view: LiveView, name: str, trouble: str | None, shown: int, output: Output) -> Iterator[Line]:
    clock = Clock((view.now,), output.tz)
    rate = UNKNOWN if view.events_per_second is None else number(view.events_per_second, 1)
    words: list[Words] = [Run(name, Tone.HEAD), f"  {clock.at(view.now)} {output.tz}  "]
    words.append(f"{rate} events/s, {counted(view.events, 'event')}")
    if view.rejected:
        words += ["  ", Run(f"{counted(view.rejected, 'line')} left out", Tone.POOR)]
    if trouble:
        words += ["  ", Run(trouble, Tone.FAIR)]
    yield line(*words)
    words = [Run(f"{view.in_progress:,} in progress", Tone.STRONG)]
    notes = [f"{shown} shown"] * (shown < view.in_progress)
    notes += [f"{view.quiet:,} more quiet for {QUIET_MS // 60_000} min"] * bool(view.quiet)
    if notes:
        words.append(f" ({', '.join(notes)})")
    if view.flags:
        words += [", ", Run(counted(view.flags, "open flag"), Tone.POOR)]
    words.append(f", {view.ended:,} ended  ")
    for grade in (Grade.GOOD, Grade.FAIR, Grade.POOR):
        words += [" ", grade_words(grade), f" {view.by_grade.get(grade, 0):,}"]
    yield line(*words)


def _tables(view: LiveView, rows: Sequence[int], output: Output) -> Iterator[Block]:
    going, ended, worst = view.listed[: rows[0]], view.last_ended[: rows[1]], view.worst[: rows[2]]
    titles = _SHORT_TITLES if output.width and output.width < _NARROW else _TITLES
    yield line()
    if going:
        yield Table([Column(titles[0], ids=True), *_GOING], [_going(one, view.now) for one in going], hint="")
    else:
        yield aside("No call is in progress.")
    clock = Clock([call.ended for call in (*ended, *worst)], output.tz)
    if ended:
        yield line()
        yield _table(titles[1], [_ENDED, *_OF_CALLS], ended, clock)
    if worst:
        yield line()
        yield _table(titles[2], [_ENDED, *_OF_CALLS, _WHY], worst, clock)


def _table(head: str, shown: Sequence[Shown], calls: Sequence[Call], clock: Clock) -> Table:
    columns = [Column(head, ids=True), *(one.column for one in shown)]
    return Table(columns, [[call.call_id, *(one.show(call, clock) for one in shown)] for call in calls], hint="")


def _going(one: LiveCall, now: int | None) -> list[Words]:
    call, current = one.call, one.current
    return [
        call.call_id,
        one.state,
        known(_since(call.started or call.connected or call.first_event, now)),
        Run(_since(one.flagged, now), Tone.POOR) if one.flags else "",
        known(percent(current.loss_pct)),
        known(number(current.jitter_ms)),
        known(number(current.rtt_ms)),
        known(number(current.mos, 2)),
        known(None) if current.grade is Grade.UNKNOWN else grade_words(current.grade),
        known(None) if call.grade is Grade.UNKNOWN else grade_words(call.grade),
        known(call.call_type),
        known(call.participant),
        known(call.agent),
        number(call.holds),
        number(call.notes),
    ]


def _since(start: int | None, now: int | None) -> str:
    return UNKNOWN if start is None or now is None else offset(max(0, now - start))


class Screen:
    """A terminal that shows a page in its place, and is as it was when the context ends."""

    _ENTER = b"\x1b[?1049h\x1b[?25l\x1b[?7l"  # another screen, no cursor, no wrapping
    _LEAVE = b"\x1b[0m\x1b[?7h\x1b[?25h\x1b[?1049l"

    def __init__(self, output: Output) -> None:
        self._stream = output.stream
        self._shown = b""

    def __enter__(self) -> Self:
        self._write(self._ENTER)
        return self

    def __exit__(self, *_: object) -> None:
        self.leave()

    def leave(self) -> None:
        """Give the terminal back for a while; `__enter__` takes it again."""
        self._write(self._LEAVE)
        self._shown = b""

    def draw(self, lines: Sequence[str]) -> None:
        """Show lines from the top; nothing is written where they are what is shown already."""
        # What is left of a longer line, and below the last one, is wiped; so a terminal that was resized is put right.
        # It is wiped first: behind a line as wide as the terminal the cursor still stands on its last character.
        wipes = [b"\x1b[K"] * (len(lines) - 1) + [b"\x1b[J"]
        rows = (wipe + text.encode() + b"\x1b[0m" for wipe, text in zip(wipes, lines, strict=False))
        content = b"\x1b[H" + b"\r\n".join(rows)
        if content != self._shown:
            self._write(content)
            self._shown = content

    def _write(self, content: bytes) -> None:
        self._stream.write(content)
        self._stream.flush()


class Roll:
    """A terminal that cannot put text in its place: the page is written below what was there, not too often."""

    PAUSE = 10.0
    """Seconds between two pages."""

    def __init__(self, output: Output, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = output.stream
        self._clock = clock
        self._due = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.leave()

    def leave(self) -> None:
        """Do nothing: what was written stays."""

    def draw(self, lines: Sequence[str]) -> None:
        """Write lines, if the pause is over."""
        if self._clock() >= self._due:
            self._stream.write(b"".join(text.encode() + b"\n" for text in (*lines, "")))
            self._stream.flush()
            self._due = self._clock() + self.PAUSE
