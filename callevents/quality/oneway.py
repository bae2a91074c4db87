"""One-way audio: one channel falls silent while the other goes on."""

from dataclasses import dataclass

import numpy as np

from callevents.quality.arrays import Bools, Ints, runs
from callevents.quality.samples import NO_TIME, Samples

MIN_RUN = 2


@dataclass(frozen=True, slots=True)
class OneWay:
    """A stretch of one-way audio: the channel that had no media, its first silent sample (an index) and their number.

    duration_ms runs from the channel's sample before (else its first silent one) to its last silent one; None without
    times.
    """

    call: int
    channel: int
    sample: int
    samples: int
    duration_ms: int | None


def one_way_runs(samples: Samples, silent: Bools, media: Bools) -> list[OneWay]:
    """Find the runs of two or more silent samples of a channel during which the call's other channel has media.

    The other channel's samples between the run's first and last count; where there are none (a source that logs the
    channels in blocks), its samples right beside the run.
    """
    order = samples.by_channel
    starts, ends = runs(silent[order], samples.group[order])
    long = ends - starts >= MIN_RUN
    starts, ends = starts[long], ends[long]
    first, last = order[starts], order[ends - 1]

    heard = np.zeros(len(starts), dtype=np.bool_)
    for channel in (0, 1):
        other = samples.channel != channel
        with_media, without_media = (np.cumsum(other & chosen) for chosen in (media, ~media))
        sounding = with_media[last] > with_media[first]
        alone = ~sounding & (without_media[last] == without_media[first])
        beside = _beside(samples, other & media, first, last)
        heard |= (samples.channel[first] == channel) & (sounding | (alone & beside))

    return [
        OneWay(int(samples.call[i]), int(samples.channel[i]), int(i), int(end - start), _duration(samples, start, end))
        for i, start, end, found in zip(first, starts, ends, heard, strict=True)
        if found
    ]


def _beside(samples: Samples, wanted: Bools, first: Ints, last: Ints) -> Bools:
    """Tell whether the sample right before `first` or right after `last` is a wanted one of the same call."""
    before, after = np.maximum(first - 1, 0), np.minimum(last + 1, len(samples) - 1)
    call = samples.call[first]
    found: Bools = (wanted[before] & (samples.call[before] == call)) | (wanted[after] & (samples.call[after] == call))
    return found


def _duration(samples: Samples, start: int, end: int) -> int | None:
    """Measure the run at these places of `by_channel`, in ms; None where a time is missing or clocks stepped back."""
    order, group = samples.by_channel, samples.group
    begin = int(samples.time[order[start]])
    if start > 0 and group[order[start - 1]] == group[order[start]]:
        before = int(samples.time[order[start - 1]])
        begin = begin if before == NO_TIME else before
    to = int(samples.time[order[end - 1]])
    return None if NO_TIME in (begin, to) or to < begin else to - begin
