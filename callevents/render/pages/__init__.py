"""The pages for people: what each document shows, in blocks that the terminal and Markdown write each in their way."""

from collections.abc import Mapping
from importlib import import_module

from callevents.render.documents import Document
from callevents.render.output import Output
from callevents.render.page import Page

_PAGES: Mapping[str, tuple[str, str]] = {
    "Summary": ("summary", "summary_page"),
    "Overview": ("summary", "summary_page"),
    "Calls": ("calls", "calls_page"),
    "CallDetail": ("call", "call_page"),
    "Stats": ("stats", "stats_page"),
    "Comparison": ("compare", "compare_page"),
    "Transcript": ("lists", "texts_page"),
    "Notes": ("lists", "texts_page"),
    "Flags": ("lists", "flags_page"),
    "Check": ("lists", "check_page"),
    "Rows": ("lists", "rows_page"),
}
"""By class of document the module of this folder and the function in it that make its page. The module is imported when
there is such a document: a command shows one."""


def page_of(document: Document, output: Output) -> Page:
    """Give the page of a document. Of the output it looks at all but the stream and the colors."""
    module, name = _PAGES[type(document).__name__]
    page: Page = getattr(import_module(f"callevents.render.pages.{module}"), name)(document, output)
    return page
