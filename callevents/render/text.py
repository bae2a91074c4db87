"""The format `table`: a page as text, for a terminal or a pipe.

Own layout in place of Rich's tables: those take 1 ms a row (100 s for 100,000 calls) and let terminal escapes pass.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from msgspec.structs import replace

from callevents.render.documents import Document
from callevents.render.layout import GAP, cells, fit, prefix_length, wrap
from callevents.render.output import Output
from callevents.render.page import (
    Column,
    Drawing,
    Fact,
    Heading,
    Line,
    Page,
    Run,
    Runs,
    Table,
    Tone,
    Words,
    runs_of,
    spaced,
    text_of,
    tone_of,
)
from callevents.render.pages import page_of
from callevents.render.words import UNKNOWN

_SGR = {
    Tone.HEAD: "1;36",
    Tone.STRONG: "1",
    Tone.DIM: "2",
    Tone.NAME: "36",
    Tone.GOOD: "32",
    Tone.FAIR: "33",
    Tone.POOR: "1;31",
}


def write_table(document: Document, output: Output) -> None:
    """Write a document as a page of text: as wide as the output says, else as wide as it needs to be, nothing cut."""
    output.stream.writelines(f"{line}\n".encode() for line in page_lines(page_of(document, output), output))


def page_lines(page: Page, output: Output) -> Iterator[str]:
    """Give the lines of a page, without newlines, as `write_table` writes them."""
    writer = _Writer(output)
    for index, block in enumerate(page):
        match block:
            case Heading():
                lines: Iterable[str] = [*[""][:index], *writer.paragraph([Run(block.text, Tone.HEAD)])]
            case Line():
                lines = writer.paragraph(block.words)
            case Fact():
                head = Run(block.head.ljust(_FACT), Tone.DIM)
                lines = writer.paragraph((head, *block.words), hang=_FACT)
            case Table():
                lines = writer.table(block)
            case Drawing():
                lines = [*[""][:index], *writer.drawing(block)]
        yield from lines


_SHORT_ID = 12
"""Ids of so few characters are never cut."""

_FACT = 9
"""Cells that the name of a fact takes, with the space behind it."""


class _Writer:
    def __init__(self, output: Output) -> None:
        self._room = output.width
        self._color = output.color
        self.safe = output.shown

    def toned(self, text: str, tone: Tone) -> str:
        if not self._color or tone is Tone.PLAIN or not text:
            return text
        return f"\x1b[{_SGR[tone]}m{text}\x1b[0m"

    def paragraph(self, pieces: Sequence[Words | Runs], hang: int = 0) -> Iterator[str]:
        runs: list[Run] = []
        text = ""
        for words in pieces:
            safe = [Run(self.safe(run.text), run.tone) for run in runs_of(words)]
            whole = "".join(run.text for run in safe)
            text += whole.replace(" ", "_") if isinstance(words, Runs) else whole  # lines break at spaces
            runs += safe
        breaks = [(0, len(text))] if self._room is None else wrap(text, self._room, hang)
        for index, (begin, end) in enumerate(breaks):
            yield " " * (hang if index else 0) + "".join(self._slices(runs, begin, end))

    def _slices(self, runs: Sequence[Run], begin: int, end: int) -> Iterator[str]:
        place = 0
        for run in runs:
            yield self.toned(run.text[max(begin - place, 0) : max(end - place, 0)], run.tone)
            place += len(run.text)

    def drawing(self, drawing: Drawing) -> Iterator[str]:
        yield from self.paragraph([Run(drawing.head, Tone.HEAD)])
        for row in drawing.rows:
            yield "".join(self.toned(self.safe(text_of(words)), tone_of(words)) for words in row)
        if drawing.legend:
            yield from self.paragraph(spaced(Runs((Run(text, Tone.DIM),)) for text in drawing.legend))

    def table(self, table: Table) -> Iterator[str]:
        texts = [[self.safe(text_of(cell)) for cell in row] for row in table.rows]
        heads = [self.safe(column.head) for column in table.columns]
        wanted = self._widths(table, heads, texts)
        if self._room is None:
            chosen = dict(enumerate(wanted))
        else:
            chosen = fit(self._ranked(table.columns, texts), wanted, self._room)
        if not table.headless:
            strong = [Run(head, Tone.STRONG) for head in heads]
            yield from self._row(heads, strong, table.columns, chosen)
            rule = self.safe("─")
            yield self.toned((" " * GAP).join(rule * width for width in chosen.values()), Tone.DIM)
        for row, safe_row in zip(table.rows, texts, strict=True):
            yield from self._row(safe_row, row, table.columns, chosen)
        left_out = [column.name for index, column in enumerate(table.columns) if index not in chosen]
        if left_out and table.hint:
            yield from self.paragraph([Run(f"Left out: {', '.join(left_out)} ({table.hint}).", Tone.DIM)])

    def _ranked(self, columns: Sequence[Column], texts: Sequence[Sequence[str]]) -> list[Column]:
        """Rank the columns by what they hold: those that hold nothing are left out before all others."""
        last = max((column.rank for column in columns), default=0) + 1
        nothing = {"", self.safe(UNKNOWN)}
        return [
            replace(column, rank=last) if column.rank and all(row[index] in nothing for row in texts) else column
            for index, column in enumerate(columns)
        ]

    def _widths(self, table: Table, heads: list[str], texts: list[list[str]]) -> list[int]:
        """Measure the columns; where they want more than there is, cut ids (in `texts`) to unambiguous beginnings."""
        wanted = [max(map(cells, column)) for column in zip(*([heads] * (not table.headless)), *texts, strict=True)]
        for index, column in enumerate(table.columns):
            if column.ids and self._room is not None and sum(wanted) + GAP * (len(wanted) - 1) > self._room:
                length = prefix_length([row[index] for row in texts])
                for row in texts:
                    row[index] = row[index][:length] if len(row[index]) > _SHORT_ID else row[index]
                wanted[index] = max(cells(column.head), *(cells(row[index]) for row in texts))
        return wanted

    def _row(
        self, texts: Sequence[str], row: Sequence[Words | Runs], columns: Sequence[Column], chosen: dict[int, int]
    ) -> Iterator[str]:
        parts = [[texts[i]] if cells(texts[i]) <= width else _wrapped(texts[i], width) for i, width in chosen.items()]
        for pieces in zip_longest(*parts, fillvalue=""):
            line = ""
            space = 0
            for piece, (index, width) in zip(pieces, chosen.items(), strict=True):
                blank = width - cells(piece)
                before = blank if columns[index].right else 0
                if piece:
                    line += " " * (space + before) + self._piece(piece, row[index])
                    space = blank - before + GAP
                else:
                    space += width + GAP
            yield line

    def _piece(self, text: str, cell: Words | Runs) -> str:
        """Give a line of a cell in the cell's tone, or in those of its pieces."""
        if isinstance(cell, Runs):
            return "".join(self.toned(self.safe(run.text), run.tone) for run in cell.pieces)
        return self.toned(text, tone_of(cell))


def _wrapped(text: str, width: int) -> list[str]:
    return [text[begin:end] for begin, end in wrap(text, width)]
