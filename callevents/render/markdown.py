"""The format `markdown`: a page as GitHub-flavoured Markdown, nothing left out."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from callevents.render.documents import Document
from callevents.render.output import Output
from callevents.render.page import Block, Drawing, Fact, Heading, Line, Runs, Table, Words, text_of
from callevents.render.pages import page_of
from callevents.render.safe import markdown_text


def write_markdown(document: Document, output: Output) -> None:
    """Write a document as headings, paragraphs and tables in Markdown, in UTF-8."""
    before: Block | None = None
    for block in page_of(document, replace(output, is_terminal=False, width=None)):
        if isinstance(block, Drawing):
            continue
        lines = list(_lines(block, first=before is None))
        if before is not None and lines and not (isinstance(before, Fact) and isinstance(block, Fact)):
            lines.insert(0, "")
        output.stream.writelines(f"{line}\n".encode() for line in lines)
        before = block


def _lines(block: Block, *, first: bool) -> Iterator[str]:
    match block:
        case Heading():
            yield f"{'#' if first else '##'} {markdown_text(block.text)}"
        case Line() if block.words:
            yield _escaped(block.words)
        case Fact():
            yield f"- **{markdown_text(block.head)}**: {_escaped(block.words)}"
        case Table():
            yield from _table(block)


def _escaped(words: Sequence[Words | Runs]) -> str:
    return "".join(markdown_text(text_of(piece)) for piece in words)


def _table(table: Table) -> Iterator[str]:
    yield _row([column.name for column in table.columns])
    yield "|" + "|".join(" ---: " if column.right else " --- " for column in table.columns) + "|"
    for row in table.rows:
        yield _row([text_of(cell) for cell in row])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(map(markdown_text, cells))} |"
