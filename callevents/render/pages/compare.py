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
    Column("Change %", 4, right=True),
    Column("n before", 5, right=True),
    Column("n after", 5, right=True),
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
    decimals = _decimals(row)
    texts = (
        _shown(row.before, decimals),
        _shown(row.after, decimals),
        _signed(row.change, decimals),
        _signed(row.change_pct, 1),
        number(row.before_count),
        number(row.after_count),
        _p(row.p_value),
        row.effect,
    )
    return _title(row), *map(known, texts), Run(row.verdict, _TONES[row.verdict])


def _title(row: ComparisonRow) -> str:
    """Give the title with its unit behind the figure, as in other headings: `Jitter ms, input`."""
    figure, comma, channel = row.title.partition(",")
    return f"{figure}{_unit(row)}{comma}{channel}"


def _unit(row: ComparisonRow) -> str:
    if row.figure.endswith("_pct"):
        return " %"
    return " ms" if row.figure.startswith("audio.") and "_ms" in row.figure else ""


def _decimals(row: ComparisonRow) -> int | None:
    """Give the decimals that the summary writes a figure with; None for a duration, which is written as such."""
    if "_ms" not in row.figure:
        return 1 if row.figure.endswith("r_factor") else 2
    return 1 if row.figure.startswith("audio.") else None


def _shown(value: float | None, decimals: int | None) -> str:
    return duration(value) if decimals is None else number(value, decimals)


def _signed(value: float | None, decimals: int | None) -> str:
    """Put a plus before what rose; what is shown as 0 has no sign.

    A change that the usual decimals would show as 0 takes more of them, up to as many as JSON has.
    """
    if value and decimals is not None:
        decimals = next((enough for enough in range(decimals, 7) if round(value, enough)), decimals)
    text = _shown(value, decimals)
    if not text.strip("-0.s"):
        return text.removeprefix("-")
    return f"+{text}" if value is not None and value > 0 else text


def _p(value: float | None) -> str:
    if value is None:
        return UNKNOWN
    return "<0.001" if value < 0.001 else number(value, 3)
