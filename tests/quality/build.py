"""Small audio samples for tests, written as rows."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from callevents.quality.samples import NO_TIME, Samples

NONE = math.nan


@dataclass(frozen=True)
class Row:
    """A sample as logged; NONE is a value that is absent."""

    lost: float = 0
    count: float = 1500
    jitter: float = NONE
    rtt: float = NONE
    time: int | None = None
    channel: int = 0
    call: int = 0


def samples(rows: Sequence[Row]) -> Samples:
    """Put the rows, which are in the order of their calls, into columns."""
    turn = sorted(range(len(rows)), key=lambda n: (rows[n].call, rows[n].channel))
    rows = [rows[n] for n in turn]
    return Samples(
        call=np.array([row.call for row in rows], dtype=np.int32),
        channel=np.array([row.channel for row in rows], dtype=np.int8),
        time=np.array([NO_TIME if row.time is None else row.time for row in rows], dtype=np.int64),
        lost=np.array([row.lost for row in rows], dtype=np.float64),
        count=np.array([row.count for row in rows], dtype=np.float64),
        jitter=np.array([row.jitter for row in rows], dtype=np.float64),
        rtt=np.array([row.rtt for row in rows], dtype=np.float64),
        turn=np.array(turn, dtype=np.int32),
    )


def every_30_s(rows: Sequence[Row]) -> list[Row]:
    """Give the rows of one channel times 30 s apart."""
    return [Row(**{**vars(row), "time": 1_700_000_000_000 + 30_000 * number}) for number, row in enumerate(rows)]
