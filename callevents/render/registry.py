"""The formats, and the one way to write a document in one of them."""

from collections.abc import Callable
from dataclasses import dataclass

from callevents.model.errors import UsageError
from callevents.render.delimited import write_csv, write_tsv
from callevents.render.documents import Document
from callevents.render.json_text import write_json, write_ndjson
from callevents.render.markdown import write_markdown
from callevents.render.output import Output
from callevents.render.text import write_table


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, what it is good for, and the function that writes a document in it."""

    name: str
    description: str
    write: Callable[[Document, Output], None]


FORMATS: dict[str, Format] = {
    format.name: format
    for format in (
        Format("table", "a page for people, on a terminal or piped", write_table),
        Format("json", "one JSON document, with every figure", write_json),
        Format("ndjson", "one JSON object a line", write_ndjson),
        Format("csv", "comma-separated values with a header", write_csv),
        Format("tsv", "tab-separated values with a header", write_tsv),
        Format("markdown", "the page for people as Markdown", write_markdown),
    )
}


def render(document: Document, format: str, output: Output) -> None:
    """Write a document to the output's stream in the named format, and flush it.

    Raises UsageError for a name that is not in `FORMATS`; OSError as the stream raises it.
    """
    if format not in FORMATS:
        raise UsageError(f"there is no format {format!r}; choose one of {', '.join(FORMATS)}")
    FORMATS[format].write(document, output)
    output.stream.flush()
