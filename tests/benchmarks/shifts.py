"""A log of any size in little time: one shift of invented calls, and the same again on later days under other ids.

Copying a shift is many times faster than inventing one: whatever must change (days, times, the first digits of ids) has
a fixed width, and is written over in place. The log is plain (see `logs.generate.Plan`) and the same for the same seed.
Memory is that of a few blocks and of the places in one shift; how many shifts there are makes no difference.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from logs.generate import Plan, write

BLOCK = 16 << 20
DAY_MS = 86_400_000

_DAYS = re.compile(rb'^\{"timestamp":"()....-..-..T', re.MULTILINE)
_IDS = re.compile(rb'"(?:callId|id)":"()[0-9a-f]{4}')
_TIMES = re.compile(rb'(?:Sent|Received)Timestamp":()\d{13}')

Ints = NDArray[np.int64]


def write_shifts(path: Path, seed: int, calls: int, shifts: int = 1) -> int:
    """Write so many shifts of so many calls each to a file, and give the number of lines."""
    lines = write(path, Plan(seed, calls))
    if shifts > 1:
        size = path.stat().st_size
        with path.open("rb") as shift, path.open("ab") as log:
            marked = [_marked(block) for block in _blocks(shift, size)]
            last = max(max(block.days) for block in marked)
            length = (last - min(min(block.days) for block in marked)).days + 1
            for number in range(1, shifts):
                shift.seek(0)
                for block, marks in zip(_blocks(shift, size), marked, strict=True):
                    log.write(_moved(block, marks, number, timedelta(days=number * length)))
    return lines * shifts


@dataclass(frozen=True, eq=False)
class _Marks:
    """Where a block has what must change: each day that its lines have, its ids, its other times (and their values)."""

    days: dict[date, Ints]
    ids: Ints
    times: Ints
    values: Ints


def _blocks(log: BinaryIO, size: int) -> Iterator[bytes]:
    """Give the first `size` bytes of a file, which end with a line, in blocks of whole lines."""
    while size:
        block = log.read(min(size, BLOCK))
        if len(block) < size:
            block += log.readline()
        size -= len(block)
        yield block


def _marked(block: bytes) -> _Marks:
    found = np.array([match.start(1) for match in _DAYS.finditer(block)], dtype=np.int64)
    days = np.array([block[start : start + 10] for start in found.tolist()])
    times = np.array([match.start(1) for match in _TIMES.finditer(block)], dtype=np.int64)
    return _Marks(
        days={date.fromisoformat(day.decode()): found[days == day] for day in np.unique(days).tolist()},
        ids=np.array([match.start(1) for match in _IDS.finditer(block)], dtype=np.int64),
        times=times,
        values=np.array([int(block[start : start + 13]) for start in times.tolist()], dtype=np.int64),
    )


def _moved(block: bytes, marks: _Marks, number: int, later: timedelta) -> bytes:
    """Give the block so much later, its ids beginning with a number."""
    buffer = np.frombuffer(bytearray(block), dtype=np.uint8)
    for day, where in marks.days.items():
        _put(buffer, where, (day + later).isoformat().encode())
    _put(buffer, marks.ids, b"%04x" % number)
    values = marks.values + later.days * DAY_MS
    for place in range(13):
        buffer[marks.times + 12 - place] = ord("0") + values // 10**place % 10
    return buffer.tobytes()


def _put(buffer: NDArray[np.uint8], where: Ints, text: bytes) -> None:
    for place, character in enumerate(text):
        buffer[where + place] = character
