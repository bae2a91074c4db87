"""The formats, and the one way to write a document in one of them."""

from importlib import import_module
from typing import TYPE_CHECKING

from msgspec import Struct

from callevents.model.errors import UsageError
from callevents.render.output import Output

if TYPE_CHECKING:
    from callevents.render.documents import Document


class Format(Struct, frozen=True):
    """A format: its name, what it is good for, and the module of this room whose `write_NAME` writes it.

    The module is imported when the format is used: scripts that want JSON do not wait for pages and tables.
    """

    name: str
    description: str
    module: str

    def write(self, document: "Document", output: Output) -> None:
        """Write a document to the output's stream. Raises OSError as the stream raises it."""
        getattr(import_module(f"callevents.render.{self.module}"), f"write_{self.name}")(document, output)


FORMATS: dict[str, Format] = {
    format.name: format
    for format in (
        Format("table", "a page for people, on a terminal or piped", "text"),
        Format("json", "one JSON document, with every figure", "json_text"),
        Format("ndjson", "one JSON object a line", "json_text"),
        Format("csv", "comma-separated values with a header", "delimited"),
        Format("tsv", "tab-separated values with a header", "delimited"),
        Format("markdown", "the page for people as Markdown", "markdown"),
    )
}


def render(document: "Document", format: str, output: Output) -> None:
    """Write a document to the output's stream in the named format, and flush it.

    Raises UsageError for a name that is not in `FORMATS`; OSError as the stream raises it.
    """
    if format not in FORMATS:
        raise UsageError(f"there is no format {format!r}; choose one of {', '.join(FORMATS)}")
    FORMATS[format].write(document, output)
    output.stream.flush()
