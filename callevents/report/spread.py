"""How the quality of calls is spread: counts of calls by their loss, jitter, RTT and MOS."""

from collections.abc import Iterator, Mapping
from math import floor, log10

import numpy as np
from msgspec import Struct

from callevents.model.call import Call
from callevents.model.columnar import Columnar
from callevents.model.event import CHANNELS
from callevents.model.report import Bin, Spread
from callevents.quality.arrays import Floats
from callevents.quality.emodel import mos
from callevents.quality.grades import GRADES, bands


class _Scale(Struct, frozen=True):
    """Bins of one width, from `low` up; `open` where the last takes all above."""

    low: float
    width: float
    bins: int
    open: bool


_FIGURES = {"loss": "packet_loss_pct", "jitter": "jitter_ms.mean", "rtt": "rtt_ms.mean"}

MOS_SCALE = _Scale(1.0, 0.1, 35, False)
"""MOS is always shown from 1 to 4.5."""


def spreads(calls: Columnar[Call], thresholds: Mapping[str, tuple[float, float]]) -> Iterator[Spread]:
    """Count the calls by loss, jitter, RTT (the worse channel's) and MOS. thresholds are those of the grades."""
    for metric, figure in _FIGURES.items():
        of_input, of_output = (calls.numbers(f"audio.{channel}.{figure}") for channel in CHANNELS)
        of_calls = np.fmax(of_input, of_output)
        edges = thresholds[metric]
        yield _spread(metric, of_calls, metric, of_calls, edges, edges, _scale(max(edges)))
    # MOS rises with R, and R is what is graded.
    good, poor = mos(thresholds["r"]).tolist()
    of_calls, r = calls.numbers("mos"), calls.numbers("r_factor")
    yield _spread("mos", of_calls, "r", r, thresholds["r"], (good, poor), MOS_SCALE)


def _scale(poor: float) -> _Scale:
    """Choose bins of a round width, about twelve below the edge of poor and as many above it."""
    rough = poor / 12 if poor > 0 else 1.0
    power = 10.0 ** floor(log10(rough))
    width = power * next(step for step in (1, 2, 2.5, 5, 10) if step * power >= rough * 0.999)
    return _Scale(0.0, width, max(12, round(2 * poor / width)), True)


def _spread(
    metric: str,
    values: Floats,
    graded: str,
    graded_values: Floats,
    thresholds: tuple[float, float],
    edges: tuple[float, float],
    scale: _Scale,
) -> Spread:
    """Count values by bin, and in each bin by the grade of the graded metric."""
    known = ~np.isnan(values)
    # A little more, for 0.1 cannot be stored exactly: a value on the edge of two bins belongs to the upper one.
    place = np.floor((values[known] - scale.low) / scale.width + 1e-9).astype(np.int64).clip(0, scale.bins - 1)
    band = bands({graded: graded_values[known]}, {graded: thresholds})[graded]
    counts = np.zeros((scale.bins, len(GRADES)), dtype=np.int64)
    np.add.at(counts, (place, band), 1)
    edge = [round(scale.low + n * scale.width, 6) for n in range(scale.bins + 1)]
    bins = [
        Bin(edge[n], edge[n + 1], {grade.value: int(count) for grade, count in zip(GRADES[1:], row[1:], strict=True)})
        for n, row in enumerate(counts.tolist())
    ]
    if scale.open:
        bins[-1] = Bin(bins[-1].low, None, bins[-1].by_grade)
    return Spread(metric, edges, tuple(bins))
