"""Grades: good, fair, poor, and the reasons in words; also the rule of Microsoft's Call Quality Dashboard."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from callevents.model.call import Grade
from callevents.model.event import CHANNELS
from callevents.quality.arrays import Bools, Floats
from callevents.quality.oneway import OneWay
from callevents.quality.thresholds import METRICS, Thresholds

Bands = NDArray[np.int8]

GRADES = (Grade.UNKNOWN, Grade.GOOD, Grade.FAIR, Grade.POOR)
"""The grades by their band: the number of a worse one is greater."""

UNKNOWN, GOOD, FAIR, POOR = range(4)

CQD_PACKETS = 500
CQD_RTT_MS, CQD_LOSS_PCT, CQD_JITTER_MS = 500, 10, 30


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


def are_poor(name: str, values: Floats, good: float, fair: float) -> Bools:
    """Tell which of a metric's values are POOR."""
    return values < min(good, fair) if METRICS[name].more_is_better else values >= max(good, fair)


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


def reason(metric: str, value: float, channel: int, good: float, fair: float) -> str:
    """Say what made a call poor: `loss 4.2 % on output`."""
    of = METRICS[metric]
    # Rounded as elsewhere, unless the value would then stand on the edge or beyond it and no longer look poor.
    texts = (f"{value:.{decimals}f}" for decimals in range(of.decimals, 18))
    shown = next((text for text in texts if are_poor(metric, np.array(float(text)), good, fair)), str(value))
    return f"{of.text.format(shown)} on {CHANNELS[channel]}"


def one_way_reason(run: OneWay) -> str:
    """Say where audio went one way only: `one-way audio for 90 s: nothing on input`."""
    seconds = round((run.duration_ms or 0) / 1000)
    stretch = f"{seconds} s" if seconds else f"{run.samples} samples"
    return f"one-way audio for {stretch}: nothing on {CHANNELS[run.channel]}"
