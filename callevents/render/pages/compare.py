"""The page of `compare`: each figure before and after."""

from collections.abc import Mapping

from callevents.model.compare import Comparison, ComparisonRow, Verdict
from callevents.render.output import Output
from callevents.render.page import Column, Heading, Page, Run, Table, Tone, Words, aside, line
from callevents.render.pages.figures import assumptions_line, known
from callevents.render.words import UNKNOWN, counted, duration, number

_TONES: Mapping[Verdict, Tone] = {
    Verdict.BETTER: Tone.GOOD,
    Verdict.WORSE: Tone.POOR,
    Verdict.CHANGED: Tone.STRONG,
    Verdict.NO_CLEAR_CHANGE: Tone.PLAIN,
    Verdict.TOO_FEW_CALLS: Tone.DIM,
}
_COLUMNS = (
    Column("Figure", wraps=True),
    Column("Before", right=True),
    Column("After", right=True),
    Column("Change", 1, right=True),
    Column("%", 4, right=True, full="Change %"),
    Column("n", 5, right=True, full="Calls before"),
    Column("n", 5, right=True, full="Calls after"),
    Column("p", 2, right=True),
    Column("Effect", 3),
    Column("Verdict"),
)


def compare_page(document: Comparison, _output: Output) -> Page:
    """Show a row a figure, then how to read the verdicts."""
    before, after = document.before.calls, document.after.calls
    yield Heading(f"{counted(before, 'call')} before, {after:,} after")
    for warning in document.warnings:
        yield line(Run(f"Warning: {warning}.", Tone.FAIR))
    yield Table(_COLUMNS, [_cells(row) for row in document.rows])
    yield aside(
        "n: the calls that have the value, before and after. p: how often chance alone would make such a difference "
        "(of values Mann-Whitney U, of shares the two-proportion z test); below 0.05 the verdict says what changed. Of "
        "so many figures one may well do so by chance. Talk, mute, wrap-up and handle time have no better or worse."
    )
    yield assumptions_line(document.assumptions)


def _cells(row: ComparisonRow) -> tuple[Words, ...]:
    texts = (
        _shown(row, row.before),
        _shown(row, row.after),
        _signed(row.change, _shown(row, row.change)),
        _signed(row.change_pct, number(row.change_pct, 1)),
        number(row.before_count),
        number(row.after_count),
        _p(row.p_value),
        row.effect,
    )
    return f"{row.title}{_unit(row)}", *map(known, texts), Run(row.verdict, _TONES[row.verdict])


def _unit(row: ComparisonRow) -> str:
    if row.figure.endswith("_pct"):
        return ", %"
    return ", ms" if row.figure.startswith("audio.") and "_ms" in row.figure else ""


def _shown(row: ComparisonRow, value: float | None) -> str:
    """Write a value as the summary does: durations as such, jitter and RTT in ms, all else as a number."""
    if "_ms" not in row.figure:
        return number(value, 1 if row.figure.endswith("r_factor") else 2)
    return number(value, 1) if row.figure.startswith("audio.") else duration(value)


def _signed(value: float | None, text: str) -> str:
    """Put a plus before what rose; what is shown as 0 has no sign."""
    if not text.strip("-0.s"):
        return text.removeprefix("-")
    return f"+{text}" if value is not None and value > 0 else text


def _p(value: float | None) -> str:
    if value is None:
        return UNKNOWN
    return "<0.001" if value < 0.001 else number(value, 3)
