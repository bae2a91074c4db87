"""Calls over time as a small picture: how many began in each stretch, and the share of poor ones among them."""

from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo

from msgspec import Struct

from callevents.model.call import Grade
from callevents.model.over_time import Bucket
from callevents.render.glyphs import Glyphs, glyphs
from callevents.render.page import Drawing, Run, Tone
from callevents.render.words import duration, number

_ROWS = 3
_LABEL = 9
_FIGURE = 11
_DAY = 86_400_000


class _Column(Struct, frozen=True):
    """Some buckets in a row, drawn as one: their beginning, and their calls."""

    start: int
    calls: int
    graded: int
    poor: int


def over_time(buckets: Sequence[Bucket], width: int, unicode: bool, tz: tzinfo) -> Drawing | None:
    """Draw the calls of each bucket as a column, or those of several where they do not fit into so many cells.

    The heights of calls are those of the busiest column; the share of poor calls is on a scale of 0 to 100 %. Nothing
    is drawn of fewer than two buckets.
    """
    if len(buckets) < 2:
        return None
    room = max(width - _LABEL - _FIGURE, 10)
    together = -(-len(buckets) // room)
    columns = [_merged(buckets[place : place + together]) for place in range(0, len(buckets), together)]
    length = buckets[0].end - buckets[0].start
    most = max(column.calls for column in columns)
    marks = glyphs(unicode)
    rows = [_calls_row(columns, row, most, marks) for row in reversed(range(_ROWS))]
    rows += [_poor_row(columns, marks), _clock_row(columns, length * together, marks, tz)]
    return Drawing(f"Calls over time (one column is {duration(length * together)})", rows)


def _merged(buckets: Sequence[Bucket]) -> _Column:
    graded = sum(bucket.by_grade[grade] for bucket in buckets for grade in (Grade.GOOD, Grade.FAIR, Grade.POOR))
    poor = sum(bucket.by_grade[Grade.POOR] for bucket in buckets)
    return _Column(buckets[0].start, sum(bucket.calls for bucket in buckets), graded, poor)


def _calls_row(columns: Sequence[_Column], row: int, most: int, marks: Glyphs) -> list[Run]:
    """Draw the row of the columns that is so many rows above the ground."""
    top = row == _ROWS - 1
    label = Run("Calls".ljust(_LABEL) if top else " " * _LABEL, Tone.DIM)
    text = "".join(_eighth(8 * (_ROWS * column.calls / most - row), marks) for column in columns)
    figure = Run(f" most {number(most)}".rjust(_FIGURE), Tone.DIM) if top else Run("")
    return [label, Run(text if top else text.rstrip(), Tone.NAME), figure]


def _poor_row(columns: Sequence[_Column], marks: Glyphs) -> list[Run]:
    """Draw the share of poor calls, of those that have a grade."""
    text = "".join(_eighth(8 * column.poor / column.graded if column.graded else 0, marks) for column in columns)
    share = max((column.poor / column.graded for column in columns if column.graded), default=0.0)
    figure = Run(f" most {100 * share:.0f} %".rjust(_FIGURE), Tone.DIM)
    return [Run("Poor".ljust(_LABEL), Tone.DIM), Run(text, Tone.POOR), figure]


def _eighth(eighths: float, marks: Glyphs) -> str:
    """Give the glyph of a height in eighths of a cell; whatever is above 0 is seen."""
    return " " if eighths <= 0 else marks.rising[min(max(round(eighths), 1), 8) - 1]


def _clock_row(columns: Sequence[_Column], length: int, marks: Glyphs, tz: tzinfo) -> list[Run]:
    """Write the local time under columns at even distances; where a day begins, its date."""
    cells = [" "] * (len(columns) + _FIGURE)
    free = 0
    local = [datetime.fromtimestamp(column.start / 1000, UTC).astimezone(tz) for column in columns]
    days = len({moment.date() for moment in local}) > 1
    for place, moment in enumerate(local):
        new_day = place == 0 or moment.date() != local[place - 1].date()
        text = f"{moment:%m-%d}" if days and (new_day or length >= _DAY) else f"{moment:%H:%M}"
        if place >= free and (new_day if days and length < _DAY else _is_round(moment, place, length)):
            cells[place : place + 1 + len(text)] = [marks.tick, *text]
            free = place + len(text) + 3
    return [Run(" " * _LABEL + "".join(cells).rstrip(), Tone.DIM)]


def _is_round(moment: datetime, place: int, length: int) -> bool:
    """Tell whether a label may stand at a moment: at full hours, unless columns are so short or long that any may."""
    return place == 0 or length >= 3_600_000 or moment.minute == 0 or length < 300_000
