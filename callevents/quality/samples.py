"""Audio samples as columns, and the same samples channel by channel."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from callevents.quality.arrays import Bools, Floats, Ints

NO_TIME: int = np.iinfo(np.int64).min
"""The time of a sample whose time is unknown."""


@dataclass(frozen=True, eq=False)
class Samples:
    """Audio samples, as logged, in the order of calls and within each call in its order; repeats are already removed.

    call: number of the call. channel: 0 input, 1 output. time: ms since the Unix epoch, or NO_TIME.
    lost, count: packets. jitter, rtt: ms. NaN is absent, null or no number; negatives and zeros are kept.
    """

    call: NDArray[np.int32]
    channel: NDArray[np.int8]
    time: Ints
    lost: Floats
    count: Floats
    jitter: Floats
    rtt: Floats

    def __len__(self) -> int:
        """Give the number of samples."""
        return len(self.call)

    @cached_property
    def groups(self) -> int:
        """The number of channels there can be: two for each call up to the last that has samples."""
        return 2 * (int(self.call[-1]) + 1) if len(self) else 0

    @cached_property
    def group(self) -> Ints:
        """The number of each sample's channel over all calls: 2 · call + channel."""
        return self.call.astype(np.int64) * 2 + self.channel

    @cached_property
    def by_channel(self) -> Ints:
        """The indices of all samples, channel by channel, within a channel in the order of the call."""
        return np.argsort(self.group, kind="stable")

    def rows(self, mask: Bools) -> "Rows":
        """Choose the samples where the mask holds, channel by channel."""
        chosen = mask[self.by_channel]
        if chosen.all():
            return self._all
        index = self.by_channel[chosen]
        return _rows(index, self._all.group[chosen])

    @cached_property
    def _all(self) -> "Rows":
        return _rows(self.by_channel, self.group[self.by_channel])


@dataclass(frozen=True, eq=False)
class Rows:
    """Some of the samples, channel by channel, within a channel in the order of the call.

    index: their indices in Samples. group: their channels. first: is it the channel's first of these rows?
    """

    index: Ints
    group: Ints
    first: Bools

    def before(self, values: NDArray[Any]) -> NDArray[Any]:
        """Give for each row the value of the channel's row before, and 0 for a first row."""
        shifted = np.empty_like(values)
        shifted[1:] = values[:-1]
        shifted[self.first] = 0
        return shifted

    def firsts(self, mask: Bools) -> Ints:
        """Give the sample indices, ascending, of the first rows of those channels where the mask (by channel) holds."""
        return np.sort(self.index[self.first & mask[self.group]])


def _rows(index: Ints, group: Ints) -> Rows:
    first = np.ones(len(index), dtype=np.bool_)
    first[1:] = group[1:] != group[:-1]
    return Rows(index, group, first)
