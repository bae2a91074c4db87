"""Audio samples as columns, channel by channel."""

from functools import cached_property
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from callevents.model.value import UNKNOWN
from callevents.quality.arrays import Bools, Floats, Ints, begins

NO_TIME = UNKNOWN
"""The time of a sample whose time is unknown."""


class Samples(Struct, frozen=True, eq=False, dict=True):
    """Audio samples, as logged, call by call, of a call first those of the input channel, and of a channel in the order
    of its call; repeats are already removed.

    call: number of the call. channel: 0 input, 1 output. time: ms since the Unix epoch, or NO_TIME.
    lost, count: packets. jitter, rtt: ms. NaN is absent, null or no number; negatives and zeros are kept.
    turn: the sample's number, from 0 on, where the samples of both channels of a call are in its order.
    """

    call: NDArray[np.int32]
    channel: NDArray[np.int8]
    time: Ints
    lost: Floats
    count: Floats
    jitter: Floats
    rtt: Floats
    turn: NDArray[np.int32]

    def __len__(self) -> int:
        """Give the number of samples."""
        return len(self.call)

    @cached_property
    def groups(self) -> int:
        """The number of channels there can be: two for each call up to the last that has samples."""
        return 2 * (int(self.call[-1]) + 1) if len(self) else 0

    @cached_property
    def group(self) -> Ints:
        """The number of each sample's channel over all calls: 2 · call + channel. It never falls."""
        return self.call.astype(np.int64) * 2 + self.channel

    def rows(self, mask: Bools) -> "Rows":
        """Choose the samples where the mask holds."""
        if mask.all():
            return self._all
        index = np.flatnonzero(mask)
        return Rows(index, self.group[index])

    @cached_property
    def _all(self) -> "Rows":
        return Rows(slice(None), self.group)


class Rows(Struct, frozen=True, eq=False, dict=True):
    """Some of the samples: their indices in Samples, and their channels."""

    index: Ints | slice
    group: Ints

    @cached_property
    def firsts(self) -> Ints:
        """The rows that are the first of their channel."""
        return begins(self.group)

    @cached_property
    def first(self) -> Bools:
        """Is the row the first of its channel?"""
        first = np.zeros(len(self.group), dtype=np.bool_)
        first[self.firsts] = True
        return first

    def before(self, values: NDArray[Any]) -> NDArray[Any]:
        """Give for each row the value of the channel's row before, and 0 for a first row."""
        shifted = np.empty_like(values)
        shifted[1:] = values[:-1]
        shifted[self.firsts] = 0
        return shifted

    def firsts_of(self, mask: Bools) -> Ints:
        """Give the sample indices of the first rows of those channels where the mask (by channel) holds."""
        rows = self.firsts[mask[self.group[self.firsts]]]
        return rows if isinstance(self.index, slice) else self.index[rows]
