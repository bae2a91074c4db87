"""Dividing what was seen by call, so that the calls of a log too large for one machine are finished bucket by bucket.

A part has the events of some calls and no conclusion about them, so it merges as any state does: all that several
states saw of a bucket makes the calls of that bucket, as `finish` makes them of the whole. What a part cannot tell is
in the outline (`rebuild.outline`).
"""

from collections.abc import Iterator
from zlib import crc32

import numpy as np

from callevents.rebuild.columns import Column
from callevents.rebuild.part import Parts
from callevents.rebuild.seen import NONE, Piece, Seen


def split(seen: Seen, buckets: int) -> Iterator[tuple[int, Seen]]:
    """Divide the events that have a call id by their call: give the buckets that have any, each with its events.

    The events of a call are in the same bucket, whatever state they are in. Merging the parts gives the events again;
    the counts of pieces, bad lines, faults, and events without a call id are in none of them.
    """
    call = np.array(seen.events.call, dtype=np.int64)
    bucket_of_call = [crc32(call_id.encode(errors="backslashreplace")) % buckets for call_id in seen.calls]
    bucket = np.array([*bucket_of_call, NONE], dtype=np.int64)[call]
    order = np.argsort(bucket, kind="stable")
    numbers, first = np.unique(bucket[order], return_index=True)
    parts = Parts(seen)
    for number, start, end in zip(numbers.tolist(), first, [*first[1:], len(order)], strict=False):
        if number != NONE:
            rows = order[start:end]
            yield number, apart(parts.of(rows, call[rows]))


def apart(part: Seen) -> Seen:
    """Let a part go without its whole: with texts and pieces of its own only, and nothing counted in the pieces."""
    events = with_own_texts(part).events
    pieces, piece = _compact(events.piece)
    part.pieces = [Piece(part.pieces[number].source, part.pieces[number].start) for number in pieces]
    events.piece = piece
    return part


def with_own_texts(part: Seen) -> Seen:
    """Leave the texts of others' messages out of a part."""
    bodies, body = _compact(part.messages.body)
    part.bodies = [part.bodies[number] for number in bodies]
    part.messages.body = body
    return part


def _compact(column: Column) -> tuple[list[int], Column]:
    """Number from 0 on: give the numbers that occur, and the column in new ones; -1 stays -1."""
    numbers = np.asarray(column)
    used = np.unique(numbers[numbers != NONE])
    return used.tolist(), Column.of(np.where(numbers == NONE, NONE, np.searchsorted(used, numbers)))
