"""The pages for people: what each document shows, in blocks that the terminal and Markdown write each in their way."""

from callevents.model.compare import Comparison
from callevents.model.detail import CallDetail
from callevents.model.summary import Check, Flags, Notes, Stats, Summary, Transcript
from callevents.render.documents import Calls, Document, Overview, Rows
from callevents.render.output import Output
from callevents.render.page import Page
from callevents.render.pages.call import call_page
from callevents.render.pages.calls import calls_page
from callevents.render.pages.compare import compare_page
from callevents.render.pages.lists import check_page, flags_page, rows_page, texts_page
from callevents.render.pages.stats import stats_page
from callevents.render.pages.summary import summary_page


def page_of(document: Document, output: Output) -> Page:
    """Give the page of a document. Of the output it looks at the time zone, and at whether it is a terminal."""
    match document:
        case Summary():
            return summary_page(Overview(document), output)
        case Overview():
            return summary_page(document, output)
        case Calls():
            return calls_page(document, output)
        case CallDetail():
            return call_page(document, output)
        case Stats():
            return stats_page(document, output)
        case Comparison():
            return compare_page(document)
        case Transcript() | Notes():
            return texts_page(document, output)
        case Flags():
            return flags_page(document, output)
        case Check():
            return check_page(document)
        case Rows():
            return rows_page(document)
