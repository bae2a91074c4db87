"""Reading and finishing logs on a Spark cluster."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial, reduce
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self, TypeVar

from callevents.model.errors import CallEventsError, UsageError
from callevents.model.settings import Judging, Reading
from callevents.read.remote import is_remote
from callevents.read.search import Search
from callevents.read.sources import Missing, Source
from callevents.rebuild.seen import Seen
from callevents.run.local import read_logs
from callevents.run.parallel import shares

if TYPE_CHECKING:
    from pyspark import RDD, Broadcast, SparkContext

    from callevents.rebuild.log import Log, Whole

PIECE = 64 << 20
"""Bytes of log, as they lie on disk, that a task reads. A compressed file is never cut."""

BUCKET = 256 << 20
"""Bytes of log whose calls a task finishes."""

T = TypeVar("T")
M = TypeVar("M", bound="_Merging")


class _Merging(Protocol):
    def merge(self, other: Self) -> None:
        """Take another in."""


def read_on_spark(
    context: "SparkContext",
    sources: Sequence[Source],
    missing: Sequence[Missing],
    reading: Reading,
    keep_text: str | None = None,
    search: Search | None = None,
) -> Seen:
    """Read sources on the cluster, and merge what was seen: most of it there, the last of it here.

    Raises UsageError for what a cluster cannot read, CallEventsError where Spark gives up.
    """
    with _failures_told():
        states = _states(context, sources, reading, keep_text, search)
        seen = read_logs((), missing, reading, keep_text)
        seen.merge(states.treeAggregate(Seen(keep_text, reading.listed), _merged, _merged))
    return seen


def finish_on_spark(
    context: "SparkContext",
    sources: Sequence[Source],
    missing: Sequence[Missing],
    reading: Reading,
    judging: Judging,
    work: "Callable[[int, Log], T]",
    keep_text: str | None = None,
) -> "tuple[list[T], Log]":
    """Read sources and finish their calls on the cluster, bucket by bucket.

    work takes the number of a bucket (from 0) and its calls, as a log of its own; at the end, in this process, the log
    of what is of no call: bad lines, faults, events of no call. Gives what it made of them all, and that last log.
    Raises as `read_on_spark` does.
    """
    from pyspark import StorageLevel

    from callevents.rebuild.finish import finish
    from callevents.rebuild.outline import outermost, outline, settle
    from callevents.rebuild.split import split

    with _failures_told():
        states = _states(context, sources, reading, keep_text, None).persist(StorageLevel.MEMORY_AND_DISK)
        of_whole = outline(read_logs((), missing, reading, keep_text))
        of_whole.merge(states.map(outline).treeAggregate(outline(Seen()), _merged, _merged))
        if of_whole.needs_places:
            of_whole.seen.merge(states.map(outermost).treeAggregate(Seen(), _merged, _merged))
        settled = settle(of_whole)
        buckets = max(1, sum(piece.bytes for piece in settled.frame.pieces) // BUCKET)
        placed = context.parallelize([*split(settled.placed, buckets)], 1)
        parts = states.flatMap(partial(split, buckets=buckets)).union(placed).partitionBy(buckets, int)
        known = context.broadcast((settled.frame, settled.whole))
        done = parts.mapPartitionsWithIndex(partial(_finished, known=known, judging=judging, work=work)).collect()
        states.unpersist()
    rest = finish(settled.rest, judging, settled.whole)
    return [*done, work(buckets, rest)], rest


def _states(
    context: "SparkContext", sources: Sequence[Source], reading: Reading, keep_text: str | None, search: Search | None
) -> "RDD[Seen]":
    """Plan the pieces, and give what is seen of each share of them."""
    if reading.rejects is not None:
        raise UsageError("--rejects keeps lines in their order, which no cluster does; use --engine local")
    for source in sources:
        if source.path is None or (source.size is None and not is_remote(source.path)):
            raise UsageError(f"{source.name}: a cluster cannot read from a pipe; use --engine local")
    sources = [replace(source, path=_anywhere(source.path)) for source in sources]
    sized = [source for source in sources if source.size is not None]
    streamed = [[source] for source in sources if source.size is None]
    planned = [*streamed, *shares(sized, sum(source.size or 0 for source in sized) // PIECE, least=PIECE)]
    read = partial(read_logs, missing=(), reading=reading, keep_text=keep_text, search=search)
    return context.parallelize(planned, len(planned)).map(read)


def _anywhere(path: str | None) -> str | None:
    """Give a path that means the same in the working directory of an executor."""
    return path if path is None or is_remote(path) else str(Path(path).absolute())


def _merged(one: M, other: M) -> M:
    one.merge(other)
    return one


def _finished(
    number: int,
    parts: Iterable[tuple[int, Seen]],
    known: "Broadcast[tuple[Seen, Whole]]",
    judging: Judging,
    work: "Callable[[int, Log], T]",
) -> Iterator[T]:
    """Finish the calls of a bucket, in an executor; a bucket without calls makes nothing."""
    from callevents.rebuild.finish import finish

    seen = reduce(_merged, (part for _, part in parts), Seen())
    if seen.pieces:
        frame, whole = known.value
        yield work(number, finish(_merged(seen, frame), judging, whole))


@contextmanager
def _failures_told() -> Iterator[None]:
    """Turn what Spark raises when it gives up into one sentence."""
    from py4j.protocol import Py4JError

    try:
        yield
    except Py4JError as error:
        told = re.findall(r"^(?:[\w.]+\.)?(\w*(?:Error|Exception)): (.+)$", str(error), re.MULTILINE)
        name, reason = next((one for one in told if not one[0].startswith("Py4J")), ("", str(error).partition("\n")[0]))
        raise CallEventsError(f"Spark gave up: {reason or name}; --debug shows its log") from None
