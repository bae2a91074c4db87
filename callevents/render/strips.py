"""Audio quality as strips of cells: a glyph tells the grade without colour, on scales that are the same for every call.

Loss, jitter and RTT rise as they get worse; MOS falls, on its scale of 1 to 4.5. The glyphs of good, fair and poor
never mix, wherever the thresholds lie.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import median_high

from msgspec import Struct

from callevents.model.audio import Audio
from callevents.model.call import Grade
from callevents.model.detail import Interval
from callevents.render.glyphs import Glyphs
from callevents.render.page import Run, Tone
from callevents.render.words import number

Edges = tuple[float, float]

GRADE_TONES = (Tone.GOOD, Tone.FAIR, Tone.POOR)


class Metric(Struct, frozen=True):
    """A metric that has a strip: its name and unit, the threshold that grades it, and its values.

    judged is what the threshold is about (of MOS the R-factor), overall the channel's own figure.
    """

    name: str
    unit: str
    threshold: str
    value: Callable[[Interval], float | None]
    judged: Callable[[Interval], float | None]
    overall: Callable[[Audio], float | None]
    decimals: int = 0
    needs_media: bool = False

    def text(self, value: float | None) -> str:
        """Write a value with its usual decimals."""
        return number(value, self.decimals)


METRICS: Sequence[Metric] = (
    Metric(
        name="loss",
        unit="%",
        threshold="loss",
        value=lambda one: one.packet_loss_pct,
        judged=lambda one: one.packet_loss_pct,
        overall=lambda audio: audio.packet_loss_pct,
        decimals=2,
        needs_media=True,
    ),
    Metric(
        name="jitter",
        unit="ms",
        threshold="jitter",
        value=lambda one: one.jitter_ms,
        judged=lambda one: one.jitter_ms,
        overall=lambda audio: audio.jitter_ms.mean,
    ),
    Metric(
        name="RTT",
        unit="ms",
        threshold="rtt",
        value=lambda one: one.rtt_ms,
        judged=lambda one: one.rtt_ms,
        overall=lambda audio: audio.rtt_ms.mean,
    ),
    Metric(
        name="MOS",
        unit="",
        threshold="r",
        value=lambda one: one.mos,
        judged=lambda one: one.r_factor,
        overall=lambda audio: audio.mos,
        decimals=2,
        needs_media=True,
    ),
)
"""The strips of a channel, in their order."""

_MOS_STEPS = (4.3, 3.0, 2.0)
"""Within good and poor, where MOS changes its glyph."""


class Level(Struct, frozen=True):
    """How a value is drawn. Of several in one cell the one of the highest rank is shown: the worst."""

    rank: float
    glyph: str
    tone: Tone


class Sample(Struct, frozen=True):
    """An audio sample and the columns that it covers, from the first up to before the last."""

    first: int
    last: int
    interval: Interval

    @property
    def width(self) -> int:
        """The number of its columns."""
        return self.last - self.first


def strip(
    metric: Metric, samples: Iterable[Sample], columns: int, thresholds: Mapping[str, Edges], glyphs: Glyphs
) -> list[Run | None]:
    """Draw a metric as a cell a column, None where there is no sample.

    Where all samples of the usual width have room for it and for a glyph, the value of a sample stands at its
    beginning, with as many decimals as fit.
    """
    cells: list[Level | None] = [None] * columns
    taken = [0] * columns
    samples = list(samples)
    decimals = _decimals(metric, samples)
    edges = thresholds[metric.threshold]
    for sample in samples:
        level = level_of(metric, sample.interval, edges, glyphs)
        for column in range(sample.first, sample.last):
            taken[column] += 1
            before = cells[column]
            cells[column] = level if before is None or before.rank < level.rank else before
    drawn = [None if level is None else Run(level.glyph, level.tone) for level in cells]
    if decimals is None:
        return drawn
    for sample in samples:
        value = metric.value(sample.interval)
        text = number(value, decimals)
        alone = max(taken[sample.first : sample.last]) == 1
        if value is not None and alone and len(text) < sample.width:
            for column, char in enumerate(text, sample.first):
                drawn[column] = Run(char, (cells[column] or level).tone)
    return drawn


def _decimals(metric: Metric, samples: Sequence[Sample]) -> int | None:
    """Give the decimals with which the values of a strip fit; None where they do not."""
    # Rounding makes widths differ by one.
    usual = median_high([sample.width for sample in samples]) - 1 if samples else 0
    known = [(value, one.width) for one in samples if (value := metric.value(one.interval)) is not None]
    # Without a decimal, figures that are all below ten say too little.
    least = min(metric.decimals, 1) if all(value < 10 for value, _ in known) else 0
    for decimals in range(metric.decimals, least - 1, -1):
        if all(len(number(value, decimals)) < width for value, width in known if width >= usual):
            return decimals
    return None


def grade_run(grade: Grade, glyphs: Glyphs) -> Run:
    """Draw a grade by itself, by the tallest glyph of those that its values have."""
    if grade == Grade.UNKNOWN:
        return Run(glyphs.unreported, Tone.DIM)
    marks = {Grade.GOOD: glyphs.good, Grade.FAIR: glyphs.fair, Grade.POOR: glyphs.poor}[grade]
    return Run(marks[-1], GRADE_TONES[(Grade.GOOD, Grade.FAIR, Grade.POOR).index(grade)])


def grade_legend(glyphs: Glyphs) -> str:
    """Say what the glyphs of `grade_run` mean."""
    return ", ".join(f"{grade_run(grade, glyphs).text} {grade}" for grade in Grade)


def is_silent(interval: Interval) -> bool:
    """Tell whether a sample had no media: no packet sent and none lost."""
    return interval.packets_count == 0 and interval.packets_lost == 0


def level_of(metric: Metric, interval: Interval, edges: Edges, glyphs: Glyphs) -> Level:
    """Tell how a sample's value is drawn."""
    value, judged = metric.value(interval), metric.judged(interval)
    if value is None or judged is None:
        if metric.needs_media and is_silent(interval):
            return Level(2.5, glyphs.no_media, Tone.STRONG)
        return Level(-1, glyphs.unreported, Tone.DIM)
    good, poor = edges
    falling = good > poor
    band = (judged < good) + (judged < poor) if falling else (judged >= good) + (judged >= poor)
    within = _within_mos(band, value, judged, edges) if falling else _within(band, value, edges)
    marks = (
        (glyphs.more_good, glyphs.more_fair, glyphs.more_poor) if falling else (glyphs.good, glyphs.fair, glyphs.poor)
    )[band]
    place = min(int(within * len(marks)), len(marks) - 1)
    return Level(band + within / 2, marks[place], GRADE_TONES[band])


def _within(band: int, value: float, edges: Edges) -> float:
    """Tell how bad a value is within its band, from 0 to 1: poor is at its worst from four times its edge on."""
    good, poor = edges
    if band == 0:
        return value / good if good else 0
    if band == 1:
        return (value - good) / (poor - good)
    return min((value - poor) / (3 * poor), 1) if poor else 1


def _within_mos(band: int, mos: float, r: float, edges: Edges) -> float:
    """The same for MOS: the steps of good and poor lie at fixed values of MOS, those of fair between its edges of R."""
    good, poor = edges
    upper, middle, lower = _MOS_STEPS
    if band == 0:
        return 0 if mos >= upper else 0.5
    if band == 1:
        return (good - r) / (good - poor)
    return 0 if mos >= middle else 0.4 if mos >= lower else 0.8


def legend(glyphs: Glyphs) -> list[str]:
    """Say what the glyphs of grades mean."""
    text = f"{glyphs.good} good {glyphs.fair} fair {glyphs.poor} poor"
    if glyphs.more_good == glyphs.good:
        return [text]
    falling = " ".join(marks[::-1] for marks in (glyphs.more_good, glyphs.more_fair, glyphs.more_poor))
    return [text, f"(MOS: {falling})"]
