"""One-way audio: one channel falls silent while the other goes on."""

import numpy as np
from msgspec import Struct

from callevents.quality.arrays import Bools, Ints, runs
from callevents.quality.samples import NO_TIME, Samples

MIN_RUN = 2


class OneWay(Struct, frozen=True):
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
    starts, ends = runs(silent, samples.group)
    long = ends - starts >= MIN_RUN
    starts, ends = starts[long], ends[long]
    concerned = np.zeros(samples.groups // 2, dtype=np.bool_)
    concerned[samples.call[starts]] = True
    others = np.flatnonzero(concerned[samples.call])
    heard = np.zeros(len(starts), dtype=np.bool_)
    for channel in (0, 1):
        mine = np.flatnonzero(samples.channel[starts] == channel)
        other = others[samples.channel[others] != channel]
        heard[mine] = _sounds(samples, other[media[other]], other[~media[other]], starts[mine], ends[mine] - 1)
    return [
        OneWay(int(samples.call[i]), int(samples.channel[i]), int(i), int(end - i), _duration(samples, i, end))
        for i, end in zip(starts[heard].tolist(), ends[heard].tolist(), strict=True)
    ]


def _sounds(samples: Samples, media: Ints, silent: Ints, first: Ints, last: Ints) -> Bools:
    """Tell whether a channel has media in some stretches, each from the turn of one sample to that of another.

    media are the channel's samples with media, silent its others. first and last are samples of the other channel.
    """
    media = media[np.argsort(samples.turn[media])]
    with_media, without = samples.turn[media], np.sort(samples.turn[silent])
    begin, end = samples.turn[first], samples.turn[last]
    sounding = np.searchsorted(with_media, end) > np.searchsorted(with_media, begin)
    alone = ~sounding & (np.searchsorted(without, end) == np.searchsorted(without, begin))
    beside = np.zeros(len(first), dtype=np.bool_)
    for turn in (begin - 1, end + 1):
        place = np.searchsorted(with_media, turn)
        there = np.flatnonzero(place < len(media))
        there = there[with_media[place[there]] == turn[there]]
        beside[there] |= samples.call[media[place[there]]] == samples.call[first[there]]
    result: Bools = sounding | (alone & beside)
    return result


def _duration(samples: Samples, start: int, end: int) -> int | None:
    """Measure a run of samples, in ms; None where a time is missing or clocks stepped back."""
    begin = int(samples.time[start])
    if start > 0 and samples.group[start - 1] == samples.group[start]:
        before = int(samples.time[start - 1])
        begin = begin if before == NO_TIME else before
    to = int(samples.time[end - 1])
    return None if NO_TIME in (begin, to) or to < begin else to - begin
