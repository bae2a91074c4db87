"""The page of `stats`: packet loss, jitter and RTT by a key."""

from callevents.model.summary import Stats
from callevents.render.page import Column, Heading, Page, Table, aside, line
from callevents.render.pages.figures import AUDIO_COLUMNS, assumptions_line, audio_cells, known
from callevents.render.words import name, number


def stats_page(document: Stats) -> Page:
    """Show a row a key and channel."""
    yield Heading(f"Audio by {name(document.by)}")
    if not document.rows:
        yield aside("No audio samples.")
        return
    columns = (Column("Channel"), Column("Calls", 2, right=True), *AUDIO_COLUMNS)
    rows = [(row.channel, number(row.calls), *audio_cells(row.audio)) for row in document.rows]
    if document.by == "channel":
        yield Table(columns, rows)
    else:
        key = Column(name(document.by).capitalize(), ids=document.by == "call")
        yield Table((key, *columns), [(known(row.key), *cells) for row, cells in zip(document.rows, rows, strict=True)])
    yield line()
    yield aside(
        "Jitter (as reported) and RTT: the mean of the samples, then their percentiles (nearest rank). "
        "MOS and R: the median of the calls' own."
    )
    yield assumptions_line(document.assumptions)
