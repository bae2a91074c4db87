"""Grades: good, fair, poor, and the reasons in words; also the rule of Microsoft's Call Quality Dashboard."""

import difflib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from callevents.model.call import Grade
from callevents.model.errors import UsageError
from callevents.model.event import CHANNELS
from callevents.model.settings import DEFAULT_THRESHOLDS
from callevents.quality.arrays import Floats
from callevents.quality.oneway import OneWay

Thresholds = Mapping[str, tuple[float, float]]
Bands = NDArray[np.int8]

GRADES = (Grade.UNKNOWN, Grade.GOOD, Grade.FAIR, Grade.POOR)
"""The grades by their band: the number of a worse one is greater."""

UNKNOWN, GOOD, FAIR, POOR = range(4)

CQD_PACKETS = 500
CQD_RTT_MS, CQD_LOSS_PCT, CQD_JITTER_MS = 500, 10, 30


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric that is graded: whether more of it is better, its largest value, and how a poor value is said."""

    more_is_better: bool
    limit: float
    text: str


METRICS: Mapping[str, Metric] = MappingProxyType(
    {
        "loss": Metric(False, 100, "loss {:.1f} %"),
        "jitter": Metric(False, math.inf, "jitter {:.0f} ms"),
        "rtt": Metric(False, math.inf, "RTT {:.0f} ms"),
        "r": Metric(True, 100, "R {:.0f}"),
    }
)
"""The metrics by their name in `--thresholds`, in the order in which reasons are given."""


def parse_thresholds(text: str) -> Thresholds:
    """Read edges such as `loss=1/3,r=80/70`: good/fair and fair/poor of each metric named, the others as by default.

    Raises:
        UsageError: a metric is unknown or named twice, or its edges are not two numbers in order.
    """
    edges: dict[str, tuple[float, float]] = {}
    for part in text.split(","):
        name, equals, values = part.partition("=")
        name = name.strip().lower()
        if name not in METRICS:
            raise UsageError(_unknown_metric(name))
        if name in edges:
            raise UsageError(f"--thresholds names {name} twice: give it once, as {_example(name)}.")
        edges[name] = _parse_edges(name, values if equals else "")
    return MappingProxyType({**DEFAULT_THRESHOLDS, **edges})


def _unknown_metric(name: str) -> str:
    close = difflib.get_close_matches(name, METRICS, n=1)
    hint = f"did you mean {close[0]}?" if close else f"the metrics are {', '.join(METRICS)}, as in {_example('loss')}."
    return f"--thresholds has no metric {name!r}: {hint}"


def _example(name: str) -> str:
    good, fair = DEFAULT_THRESHOLDS[name]
    return f"{name}={good:g}/{fair:g}"


def _parse_edges(name: str, text: str) -> tuple[float, float]:
    metric = METRICS[name]
    got = f"for {name}, as in {_example(name)}; got {text.strip()!r}."
    try:
        good, fair = (float(edge) for edge in text.split("/"))
    except ValueError:
        raise UsageError(f"--thresholds needs two numbers, good/fair and fair/poor, {got}") from None
    if not all(0 <= edge <= metric.limit and math.isfinite(edge) for edge in (good, fair)):
        bounds = "of 0 or more" if math.isinf(metric.limit) else f"from 0 to {metric.limit:g}"
        raise UsageError(f"--thresholds needs numbers {bounds} {got}")
    if (good < fair) if metric.more_is_better else (good > fair):
        raise UsageError(f"--thresholds needs the {'higher' if metric.more_is_better else 'lower'} edge first {got}")
    return good, fair


def bands(values: Mapping[str, Floats], thresholds: Thresholds) -> dict[str, Bands]:
    """Give the band of each metric's values: UNKNOWN (NaN), GOOD, FAIR or POOR.

    A value on an edge belongs to the worse side; for R, where more is better, to the better one.
    """
    return {name: _band(name, column, *thresholds[name]) for name, column in values.items()}


def _band(name: str, values: Floats, good: float, fair: float) -> Bands:
    if METRICS[name].more_is_better:
        worse, worst = values < good, values < fair
    else:
        worse, worst = values >= good, values >= fair
    return np.where(np.isnan(values), UNKNOWN, GOOD + worse.astype(np.int8) + worst).astype(np.int8)


def worst(of: Mapping[str, Bands]) -> Bands:
    """Give the worst band of all metrics."""
    result: Bands = np.maximum.reduce(list(of.values()))
    return result


def cqd_poor(rtt_ms: Floats, loss_pct: Floats, jitter_ms: Floats, packets: Floats) -> Floats:
    """Apply the rule of Microsoft's Call Quality Dashboard to calls: 1 poor, 0 not poor, NaN not judged.

    The columns hold input and output of each call in turn. A channel with no more than 500 packets is not judged, and
    an unknown value (NaN) makes nothing poor.
    """
    poor = (rtt_ms > CQD_RTT_MS) | (loss_pct > CQD_LOSS_PCT) | (jitter_ms > CQD_JITTER_MS)
    of_channels = np.where(packets > CQD_PACKETS, poor.astype(np.float64), np.nan)
    return np.fmax(of_channels[0::2], of_channels[1::2])


def reason(metric: str, value: float, channel: int) -> str:
    """Say what made a call poor: `loss 4.2 % on output`."""
    # Poor is below the edge of R: rounding up would print the edge itself.
    shown = math.floor(value) if METRICS[metric].more_is_better else value
    return f"{METRICS[metric].text.format(shown)} on {CHANNELS[channel]}"


def one_way_reason(run: OneWay) -> str:
    """Say where audio went one way only: `one-way audio for 90 s: nothing on input`."""
    seconds = round((run.duration_ms or 0) / 1000)
    stretch = f"{seconds} s" if seconds else f"{run.samples} samples"
    return f"one-way audio for {stretch}: nothing on {CHANNELS[run.channel]}"
