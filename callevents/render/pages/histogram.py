"""Histograms of audio samples, with the thresholds marked between the bins."""

from collections.abc import Iterator, Mapping, Sequence

from callevents.model.stats import Histogram
from callevents.render.page import Block, Column, Heading, Run, Table, Tone, Words
from callevents.render.words import number, percent

_LONGEST, _SHORTEST = 24, 6
_BESIDE = 36
"""Cells that a table takes beside its two bars."""
_EIGHTHS = " ▏▎▍▌▋▊▉"

_TITLES = {
    "packet_loss_pct": ("loss", "Loss %"),
    "jitter_ms": ("jitter", "Jitter ms"),
    "rtt_ms": ("rtt", "RTT ms"),
}
_TONES = (Tone.GOOD, Tone.FAIR, Tone.POOR)


def histogram_blocks(
    histograms: Sequence[Histogram], thresholds: Mapping[str, tuple[float, float]], width: int | None
) -> Iterator[Block]:
    """Show each figure as a table: a row a bin, with the share of each channel's samples, and a row a threshold.

    The bars of both channels have one scale, and fit into `width` cells (None: any width).
    """
    longest = _LONGEST if width is None else min(max((width - _BESIDE) // 2, _SHORTEST), _LONGEST)
    for figure, (metric, title) in _TITLES.items():
        of_figure = [one for one in histograms if one.figure == figure and any(one.counts)]
        if of_figure:
            yield Heading(f"{title}, share of the samples")
            yield _table(title, of_figure, thresholds.get(metric, ()), longest)


def _table(title: str, channels: Sequence[Histogram], marks: Sequence[float], longest: int) -> Table:
    shares = [_shares(histogram.counts) for histogram in channels]
    most = max(share for of_channel in shares for share in of_channel)
    edges = channels[0].edges
    columns = [Column(title)]
    for histogram in channels:
        head = histogram.channel.capitalize()
        columns += [Column(head, right=True), Column("", 1, full=f"{head} as a bar")]
    rows: list[Sequence[Words]] = []
    for place, low in enumerate(edges):
        grade = sum(low >= mark for mark in marks)
        if low in marks:
            mark = Run(f"── {_TONES[grade].value} from {_edge(low)}", _TONES[grade])
            rows.append((mark, *[""] * (2 * len(channels))))
        cells: list[Words] = [_bin(edges, place)]
        for of_channel in shares:
            share = of_channel[place]
            cells += [percent(share), Run(_bar(longest * share / most), _TONES[grade])]
        rows.append(cells)
    return Table(columns, rows)


def _bar(length: float) -> str:
    """Draw a bar of so many cells, in eighths; the shortest stands for anything above 0."""
    eighths = max(1, round(8 * length)) if length else 0
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()


def _shares(counts: Sequence[int]) -> list[float]:
    return [100 * count / sum(counts) for count in counts]


def _bin(edges: Sequence[float], place: int) -> str:
    if place + 1 == len(edges):
        return f"{_edge(edges[place])} and more"
    return f"{_edge(edges[place])} – {_edge(edges[place + 1])}"


def _edge(value: float) -> str:
    """Write an edge with as many decimals as it needs, up to three."""
    return number(value, next((d for d in range(3) if round(value, d) == value), 3))
