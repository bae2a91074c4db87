"""What a page for people is made of: headings, lines and tables. Terminal and Markdown are two ways to write one.

Text in these blocks is as it was logged: whoever writes a page makes it safe (see `safe`), here nothing is.
"""

from collections.abc import Iterable, Sequence
from enum import Enum

from msgspec import Struct


class Tone(Enum):
    """What a piece of text is, and so how it is set off. Each meaning that a tone carries stands in words too."""

    PLAIN = "plain"
    HEAD = "head"
    STRONG = "strong"
    DIM = "dim"
    NAME = "name"
    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"


def role_tone(role: str) -> Tone:
    """Give the tone of a speaker, by the name of the role as it is shown."""
    return {"agent": Tone.NAME, "customer": Tone.STRONG}.get(role.lower(), Tone.PLAIN)


class Run(Struct, frozen=True):
    """A piece of text of one tone."""

    text: str
    tone: Tone = Tone.PLAIN


Words = str | Run


class Runs(Struct, frozen=True):
    """Pieces of several tones that stay on one line: a cell of a table, or a part of a paragraph."""

    pieces: tuple[Run, ...]


class Heading(Struct, frozen=True):
    """The head of a page or of a section."""

    text: str


class Line(Struct, frozen=True):
    """A paragraph."""

    words: tuple[Words | Runs, ...]


class Fact(Struct, frozen=True):
    """A short name (at most 8 letters) and what there is to say under it."""

    head: str
    words: tuple[Words | Runs, ...]


LEAST_WRAPPED = 16
"""Cells below which running text is not wrapped if it can be helped."""


class Column(Struct, frozen=True):
    """A column of a table.

    Where a table is too wide, columns that hold nothing are left out first, then those of the highest rank; those of
    rank 0 always stay. An `ids` column is before that cut to beginnings that are still unambiguous. A `wraps` column
    holds running text and takes the room that is left, but not less than `least` cells if it wants so many.
    """

    head: str
    rank: int = 0
    right: bool = False
    ids: bool = False
    wraps: bool = False
    least: int = LEAST_WRAPPED
    full: str = ""

    @property
    def name(self) -> str:
        """The head that is clear without the columns beside it: `Jitter p95` in place of `p95`."""
        return self.full or self.head


class Table(Struct, frozen=True):
    """Rows under columns. `hint` says how to see columns that had to be left out; empty, they are not told."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Words | Runs]]
    headless: bool = False
    hint: str = "--width N shows more"


PIPED_WIDTH = 100
"""How wide a drawing is where nothing says how wide it may be."""


class Drawing(Struct, frozen=True):
    """A picture of characters: its head, its rows, which are not wrapped, and what its signs mean: a text for each that
    stays on one line.

    Terminals and pipes show it. Markdown leaves it out: what is drawn stands in a page's tables as well.
    """

    head: str
    rows: Sequence[Sequence[Words]]
    legend: Sequence[str] = ()


Block = Heading | Line | Fact | Table | Drawing
Page = Iterable[Block]


def line(*words: Words | Runs) -> Line:
    """Make a paragraph of pieces; of none, a blank line."""
    return Line(words)


def fact(head: str, *words: Words | Runs) -> Fact:
    """Make a fact of pieces."""
    return Fact(head, words)


def aside(text: str) -> Line:
    """Make a paragraph that says something in passing."""
    return Line((Run(text, Tone.DIM),))


def spaced(parts: Iterable[Words | Runs]) -> list[Words | Runs]:
    """Set parts of a paragraph side by side, with two spaces between them."""
    return [piece for part in parts for piece in ("  ", part)][1:]


def text_of(words: Words | Runs) -> str:
    """Give the text of a piece, or of a cell, without its tone."""
    if isinstance(words, Runs):
        return "".join(run.text for run in words.pieces)
    return words if isinstance(words, str) else words.text


def runs_of(words: Words | Runs) -> tuple[Run, ...]:
    """Give the pieces of one tone each."""
    return words.pieces if isinstance(words, Runs) else (Run(text_of(words), tone_of(words)),)


def tone_of(words: Words | Runs) -> Tone:
    """Give the tone of a piece; a cell of several has none of its own."""
    return words.tone if isinstance(words, Run) else Tone.PLAIN
