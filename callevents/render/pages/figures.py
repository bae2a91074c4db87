"""What several pages show alike: grades, problems' severity, assumptions, audio figures, and bars."""

from collections.abc import Iterator, Mapping, Sequence

from callevents.model.assumptions import Assumptions
from callevents.model.audio import Audio, Channels, Distribution
from callevents.model.call import Grade
from callevents.model.event import CHANNELS
from callevents.model.problem import CodeCount, Severity
from callevents.render.page import Column, Line, Run, Runs, Table, Tone, Words, aside, role_tone
from callevents.render.words import UNKNOWN, number, percent, role_name

UNKNOWN_RUN = Run(UNKNOWN, Tone.DIM)

_GRADES: Mapping[str, Tone] = {Grade.GOOD: Tone.GOOD, Grade.FAIR: Tone.FAIR, Grade.POOR: Tone.POOR}
_SEVERITIES: Mapping[str, Tone] = {Severity.ERROR: Tone.POOR, Severity.WARNING: Tone.FAIR}
_MARKS: Mapping[str, str] = {Grade.GOOD: "░", Grade.FAIR: "▒", Grade.POOR: "█", Grade.UNKNOWN: UNKNOWN}
_BAR = 30


def known(text: str | None) -> Words:
    """Give a text, or the dim dash that stands for one that is not known."""
    return UNKNOWN_RUN if text is None or text == UNKNOWN else text


def grade_words(grade: str) -> Words:
    """Give a grade as a word in its colour."""
    return Run(grade, grade_tone(grade))


def grade_tone(grade: str) -> Tone:
    """Give the colour of a grade."""
    return _GRADES.get(grade, Tone.DIM)


def severity_tone(severity: str) -> Tone:
    """Give the tone of a severity."""
    return _SEVERITIES.get(severity, Tone.DIM)


def severity_words(severity: Severity) -> Words:
    """Give a severity as a word in its colour."""
    return Run(severity, severity_tone(severity))


def place(file: str | None, line: int | None) -> str | None:
    """Write where something was met, as `file:line` or as much of it as is known."""
    return file if file is None or line is None else f"{file}:{line}"


def speaker(role: str | None, called: str | None) -> Words:
    """Give who spoke, by role and display name where one is known: the agent coloured, the customer strong."""
    shown = role_name(role)
    text = f"{shown} {called}" if called and role else called or shown
    return known(None) if role is None and not called else Run(text, role_tone(shown))


def code_table(counts: Sequence[CodeCount]) -> Table:
    """Give the table of problems by code."""
    columns = (Column("Severity"), Column("Code"), Column("Count", right=True), Column("Problem", wraps=True))
    return Table(columns, [(severity_words(one.severity), one.code, number(one.count), one.title) for one in counts])


def grade_bar(by_grade: Mapping[str, int]) -> Iterator[Runs]:
    """Draw the shares of the grades as one bar, nothing where there is no call; then the sign and the count of each."""
    counts = {grade: by_grade.get(grade, 0) for grade in _MARKS}
    total = sum(counts.values())
    if total:
        lengths = {grade: max(1, _BAR * count // total) if count else 0 for grade, count in counts.items()}
        longest = max(lengths, key=lambda grade: lengths[grade])
        lengths[longest] += _BAR - sum(lengths.values())
        yield Runs(tuple(Run(_MARKS[grade] * length, grade_tone(grade)) for grade, length in lengths.items()))
    for grade, count in counts.items():
        yield Runs((Run(f"{_MARKS[grade]} {grade}", grade_tone(grade)), Run(f" {count:,}")))


AUDIO_COLUMNS: Sequence[Column] = (
    Column("Samples", 2, right=True),
    Column("Loss %", 0, right=True),
    Column("Worst %", 3, right=True),
    Column("Jitter ms", 1, right=True),
    Column("p50", 8, right=True, full="Jitter p50"),
    Column("p95", 4, right=True, full="Jitter p95"),
    Column("p99", 9, right=True, full="Jitter p99"),
    Column("max", 5, right=True, full="Jitter max"),
    Column("RTT ms", 1, right=True),
    Column("p50", 8, right=True, full="RTT p50"),
    Column("p95", 4, right=True, full="RTT p95"),
    Column("p99", 9, right=True, full="RTT p99"),
    Column("max", 5, right=True, full="RTT max"),
    Column("MOS", 1, right=True),
    Column("R", 7, right=True),
)
"""A channel's figures: the loss of all samples and of the worst one; jitter and RTT, means and percentiles; MOS, R."""


def audio_cells(audio: Audio) -> tuple[Words, ...]:
    """Give the cells under `AUDIO_COLUMNS`."""
    texts = (
        percent(audio.packet_loss_pct),
        percent(audio.worst_interval_loss_pct),
        *_spread(audio.jitter_ms),
        *_spread(audio.rtt_ms),
        number(audio.mos, 2),
        number(audio.r_factor, 1),
    )
    return number(audio.intervals), *map(known, texts)


def _spread(values: Distribution) -> tuple[str, ...]:
    return number(values.mean, 1), *(number(value) for value in (values.p50, values.p95, values.p99, values.max))


BRIEF: Sequence[int] = [index for index, column in enumerate(AUDIO_COLUMNS) if column.rank < 7]
"""Which of `AUDIO_COLUMNS` a page shows that is about more than audio."""


def channels_table(audio: Channels) -> Table:
    """Give the brief figures of both channels, a row each."""
    rows = [(channel, audio_cells(getattr(audio, channel))) for channel in CHANNELS]
    columns = (Column("Channel"), *(AUDIO_COLUMNS[index] for index in BRIEF))
    return Table(columns, [(channel, *(cells[index] for index in BRIEF)) for channel, cells in rows])


_EDGES = {"loss": "loss %", "jitter": "jitter ms", "rtt": "RTT ms", "r": "R"}


def assumptions_line(assumptions: Assumptions) -> Line:
    """Say in one dim line what the figures take for granted."""
    edges = assumptions.thresholds
    shown = ", ".join(f"{_EDGES.get(metric, metric)} {good:g}/{poor:g}" for metric, (good, poor) in edges.items())
    codec = assumptions.codec or "unknown"
    factors = "" if assumptions.bpl is None else f" (Ie {number(assumptions.ie)}, Bpl {number(assumptions.bpl, 1)})"
    return aside(
        f"Assumed: codec {codec}{factors}; counters {assumptions.counters}; leg: {assumptions.leg}; "
        "on Amazon Connect, input is what the agent hears and output what the agent says. "
        f"Edges good/fair and fair/poor: {shown}."
    )
