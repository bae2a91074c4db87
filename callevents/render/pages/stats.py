"""The page of `stats`: packet loss, jitter and RTT by a key, and what became of the calls."""

from collections.abc import Iterator, Mapping, Sequence

from callevents.model.audio import Distribution
from callevents.model.stats import Stats, StatsRow
from callevents.render.output import Output
from callevents.render.page import Block, Column, Heading, Page, Table, Words, aside, line
from callevents.render.pages.figures import AUDIO_COLUMNS, assumptions_line, audio_cells, known
from callevents.render.pages.handling import handling_blocks, handling_table
from callevents.render.pages.histogram import histogram_blocks
from callevents.render.words import UNKNOWN, Clock, name, number, percent


def stats_page(document: Stats, output: Output) -> Page:
    """Show a row a key and channel: samples pooled, calls by their own figures, shares past the thresholds."""
    whole = document.by == "channel"
    key = Column(name(document.by).capitalize(), ids=document.by == "call")
    lead = (Column("Channel"),) if whole else (key, Column("Channel"))
    heads: list[tuple[Words, ...]] = [
        (row.channel,) if whole else (known(row.key), row.channel) for row in document.rows
    ]
    yield Heading(f"Audio by {name(document.by)}: all samples pooled")
    if any(row.audio.intervals for row in document.rows):
        yield from _audio(document, lead, heads, output)
    else:
        yield aside("No audio samples.")
    if whole:
        yield from handling_blocks(document.handling[0]) if document.handling else ()
    elif document.handling:
        yield Heading(f"Calls by {name(document.by)}: outcomes and mean durations")
        yield handling_table(key, document.handling)
        yield aside(
            "Hold is over the calls that were held, mute over those that were muted. AHT: the mean handle time."
        )
    yield line()
    yield assumptions_line(document.assumptions)


def _audio(
    document: Stats, lead: Sequence[Column], heads: Sequence[Sequence[Words]], output: Output
) -> Iterator[Block]:
    rows = document.rows
    yield _table(lead, heads, (Column("Calls", 2, right=True), *AUDIO_COLUMNS), map(_pooled, rows))
    yield aside(
        "Jitter (as reported) and RTT: the mean of the samples, then their percentiles (nearest rank). "
        "MOS and R: the median of the calls' own."
    )
    if document.by != "call":
        yield Heading("The same figures, each call counted once")
        yield _table(lead, heads, _PER_CALL, map(_votes, rows))
        yield aside("Percentiles of the calls' own loss, mean jitter, mean RTT and MOS. Grade: of the worse channel.")
    yield Heading("Share of samples past the thresholds, and the worst sample")
    clock = Clock((row.worst_interval.time for row in rows if row.worst_interval), output.tz)
    thresholds = document.assumptions.thresholds
    yield _table(lead, heads, _past_columns(thresholds), (_past(row, clock) for row in rows))
    yield aside(f"Shares in %. The worst sample has the lowest MOS. Times: {clock.caption}.")
    if document.by == "channel":
        yield from histogram_blocks(document.histograms, thresholds, output.width)


def _table(
    lead: Sequence[Column],
    heads: Sequence[Sequence[Words]],
    columns: Sequence[Column],
    cells: Iterator[Sequence[Words]],
) -> Table:
    return Table((*lead, *columns), [(*head, *of_row) for head, of_row in zip(heads, cells, strict=True)])


def _pooled(row: StatsRow) -> tuple[Words, ...]:
    return number(row.calls), *audio_cells(row.audio)


_PER_CALL: Sequence[Column] = (
    Column("Calls", 5, right=True),
    Column("Good", 6, right=True),
    Column("Fair", 6, right=True),
    Column("Poor", 1, right=True),
    Column("Unknown", 8, right=True),
    Column("Poor %", 2, right=True),
    Column("Loss % p50", 1, right=True),
    Column("p95", 2, right=True, full="Loss % p95"),
    Column("Jitter p50", 3, right=True),
    Column("p95", 3, right=True, full="Jitter p95"),
    Column("RTT p50", 3, right=True),
    Column("p95", 3, right=True, full="RTT p95"),
    Column("MOS p50", 1, right=True),
    Column("min", 1, right=True, full="MOS min"),
)


def _votes(row: StatsRow) -> tuple[Words, ...]:
    grades, own = row.by_grade, row.per_call
    counts = (row.calls, grades.good, grades.fair, grades.poor, grades.unknown)
    texts = (
        percent(row.poor_pct),
        *_two(own.packet_loss_pct, 2),
        *_two(own.jitter_ms, 1),
        *_two(own.rtt_ms, 1),
        number(own.mos.p50, 2),
        number(own.mos.min, 2),
    )
    return *map(number, counts), *map(known, texts)


def _two(values: Distribution, decimals: int) -> tuple[str, str]:
    return number(values.p50, decimals), number(values.p95, decimals)


def _past_columns(thresholds: Mapping[str, tuple[float, float]]) -> Sequence[Column]:
    columns = []
    for rank, (metric, title) in enumerate((("loss", "Loss"), ("r", "R"), ("jitter", "Jitter"), ("rtt", "RTT"))):
        texts = [f"<{edge:g}" if metric == "r" else f"{edge:g}+" for edge in thresholds.get(metric, ())]
        texts = texts or ["fair", "poor"]
        columns += [
            Column(f"{title} {texts[0]}", rank, right=True),
            Column(texts[1], rank, right=True, full=f"{title} {texts[1]}"),
        ]
    return (
        *columns,
        Column("Longest run", 8, right=True, full="Longest run of poor samples"),
        Column("Worst MOS", 0, right=True),
        Column("Its loss %", 7, right=True, full="Loss % of the worst sample"),
        Column("At", 1),
        Column("Call", 1, ids=True),
    )


def _past(row: StatsRow, clock: Clock) -> tuple[Words, ...]:
    shares = (row.loss_over_pct, row.r_below_pct, row.jitter_over_pct, row.rtt_over_pct)
    texts = [percent(edge) for share in shares for edge in (share.fair, share.poor)]
    texts.append(number(row.audio.longest_poor_run if row.audio.intervals else None))
    worst = row.worst_interval
    if worst is None:
        texts += [UNKNOWN] * 4
    else:
        texts += [number(worst.mos, 2), percent(worst.packet_loss_pct), clock.at(worst.time), worst.call_id]
    return tuple(map(known, texts))
