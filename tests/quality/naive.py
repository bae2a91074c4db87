"""The rules of audio quality once more, sample by sample in plain Python: slow, and independent of the arrays."""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from callevents.model.audio import Distribution
from quality.build import NONE, Row


def nearest_rank(values: Sequence[float], percent: int) -> float:
    """The smallest observed value with at least `percent` % of the values at or below it."""
    for value in sorted(values):
        if 100 * sum(other <= value for other in values) >= percent * len(values):
            return value
    raise ValueError("no values")


def describe(values: Sequence[float]) -> Distribution:
    """The distribution of the values."""
    if not values:
        return Distribution(0)
    p50, p95, p99 = (nearest_rank(values, percent) for percent in (50, 95, 99))
    return Distribution(len(values), math.fsum(values) / len(values), min(values), p50, p95, p99, max(values))


@dataclass
class Channel:
    """What the samples of one channel count as."""

    lost: list[float] = field(default_factory=list)
    count: list[float] = field(default_factory=list)
    usable: list[bool] = field(default_factory=list)
    no_media: list[bool] = field(default_factory=list)
    loss: list[float] = field(default_factory=list)
    jitter: list[float] = field(default_factory=list)
    rtt: list[float] = field(default_factory=list)
    found: dict[str, list[int]] = field(default_factory=dict)

    def figures(self) -> dict[str, Any]:
        """The packet figures and the distributions, by their names in Audio."""
        lost = [lost for lost, usable in zip(self.lost, self.usable, strict=True) if usable]
        count = [count for count, usable in zip(self.count, self.usable, strict=True) if usable]
        base = sum(max(pair) for pair in zip(lost, count, strict=True))
        worst = [loss for loss in self.loss if not math.isnan(loss)]
        return {
            "intervals": len(self.lost),
            "usable_intervals": len(lost),
            "no_media_intervals": sum(self.no_media),
            "packets_lost": max(0, sum(lost)),
            "packets_count": sum(count),
            "packet_loss_pct": 100 * max(0, sum(lost)) / base if base else None,
            "worst_interval_loss_pct": max(worst) if worst else None,
            "jitter_ms": describe([value for value in self.jitter if not math.isnan(value)]),
            "rtt_ms": describe([value for value in self.rtt if not math.isnan(value)]),
        }


def clean(rows: Sequence[Row], mode: str) -> Channel:
    """Clean the samples of one channel."""
    channel = Channel()
    _counts(rows, mode, channel)
    for place, row in enumerate(rows):
        channel.jitter.append(row.jitter if row.jitter >= 0 else NONE)
        channel.rtt.append(row.rtt if row.rtt > 0 else NONE)
        if row.count < 0 or row.jitter < 0 or row.rtt < 0:
            _note(channel, "CE301", place)
    reported = [(place, value) for place, value in enumerate(channel.jitter) if not math.isnan(value)]
    values = [value for _, value in reported]
    if not any(values):
        channel.jitter = [NONE] * len(rows)
    elif len(values) >= 4 and values == sorted(values) and values[-1] > 1000:
        channel.jitter = [NONE] * len(rows)
        _note(channel, "CE307", reported[0][0])
    for place in range(len(rows)):
        too_long = [column for column in (channel.jitter, channel.rtt) if column[place] > 60_000]
        for column in too_long:
            column[place] = NONE
        if too_long:
            _note(channel, "CE308", place)
    return channel


def _note(channel: Channel, code: str, place: int) -> None:
    channel.found.setdefault(code, []).append(place)


def _counts(rows: Sequence[Row], mode: str, channel: Channel) -> None:
    known = [not math.isnan(row.lost) and row.count >= 0 for row in rows]
    places = [place for place, row in enumerate(rows) if known[place] and row.count > 0]
    channel.lost = [row.lost for row in rows]
    channel.count = [row.count if row.count >= 0 else NONE for row in rows]
    slipped = None
    if mode == "cumulative" or (mode == "auto" and _runs_up([rows[place] for place in places])):
        before = Row(0, 0)
        for place in places:
            row = rows[place]
            reset = row.count < before.count
            channel.count[place] = row.count if reset else row.count - before.count
            channel.lost[place] = row.lost if reset else row.lost - before.lost
            before = row
        if places:
            _note(channel, "CE303", places[0])
    elif len(places) > 4 and rows[places[0]].count > 3 * nearest_rank([rows[place].count for place in places[1:]], 50):
        slipped = places[0]
        _note(channel, "CE304", slipped)
    for place, (lost, count) in enumerate(zip(channel.lost, channel.count, strict=True)):
        silent = known[place] and count == 0 and lost == 0
        usable = known[place] and not silent and place != slipped
        sent = max(count, lost) if usable else 0
        channel.no_media.append(silent)
        channel.usable.append(usable)
        channel.loss.append(100 * max(lost, 0) / sent if sent > 0 else NONE)
        if lost < 0:
            _note(channel, "CE302", place)
        if usable and lost > count:
            _note(channel, "CE306", place)


def _runs_up(rows: Sequence[Row]) -> bool:
    if len(rows) < 4:
        return False
    steps, gaps = [], []
    for before, row in itertools.pairwise(rows):
        if row.count >= before.count:
            steps.append(row.count - before.count)
        elif row.count < before.count / 2:
            steps.append(row.count)
        else:
            return False
        if before.time is not None and row.time is not None:
            gaps.append((row.time - before.time) / 1000)
    expected = rows[0].count
    if gaps and nearest_rank(gaps, 50) > 0:
        expected = min(expected, 50 * nearest_rank(gaps, 50))
    return nearest_rank(steps, 50) >= expected / 2
