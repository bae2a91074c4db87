"""Reading and finishing logs on a Spark cluster.

The driver lists the sources and plans shares of PIECE bytes: plain files are cut anywhere (`read.section` goes on to
the next line), compressed ones never. A task reads its share as one process does, from where it lies (a file system
that all executors see, or an object store through fsspec), into a `Seen`. A piece knows its source and its start, so
that order and line numbers come out as on one machine, whatever the tasks are.

- `read_on_spark` (summary, calls, stats) merges the states, in steps on the executors and at last in the driver, which
  finishes the calls. The JSON has the same bytes as that of one process.
- `finish_on_spark` (export) never has the calls in one place. A first pass makes an outline of the states, small enough
  for the driver: counts, bad lines, events without a call id. Only if there are such events, a second one adds how far
  each call reaches, and the driver gives them their calls. Then the states are split by call (`rebuild.split`) and go
  through one shuffle, and each bucket is finished and written by its task.

A task that dies is run again: it makes the same state, and files of the same names.

Measured on generated logs (44 events and 14 kB a call) with two executors of one core, against one process, in seconds;
both on a machine with other work to do. Starting Spark takes 10 s more.

    events      summary: one process, Spark     export to Parquet: one process, Spark
      130,000          1.7        1.9                   3.5        5.8
      260,000          2.6        2.5                   6.9        8.7
      520,000          5.4        4.7                  15.3       13.5
    1,047,000         10.7        9.5                  33.5       23.5

All grows with the events. A task spends 11 µs on an event that is read, 28 µs on one that is exported. An event is 63
bytes of a state (89 with the words of messages); to finish it takes 2.3 µs, and 350 bytes of memory in all. An export
moves 47 bytes an event through the shuffle, compressed: 2.0 kB a call, in proportion from 3,000 calls to 24,000.

So a billion events (320 GB of plain log, 23 million calls) cost

- as an export 8 core-hours, 8 / N hours on N cores (64: 7.5 minutes): 5,000 tasks that read, 1,250 buckets of 0.4 GB
  of memory each, 47 GB of shuffle, up to 89 GB of states kept on the executors (memory, then disk) between the passes.
  The driver holds 2 MB, and where events lack call ids 150 bytes a call and piece: some 4 GB.
- as a summary 3 core-hours on the executors, but the states come together in the driver: 63 GB, and 350 GB of memory to
  finish them, one hour on one core. This breaks first: a driver with 64 GB carries 180 million events. Beyond that,
  export, and let the engine that reads the tables sum up.

What breaks next: one huge .gz, which one task reads alone; and `--partition-by day`, which writes a file for each
bucket, day and table: over a year, export month by month. Reading uses fsspec's credentials, not Hadoop's.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial, reduce
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self, TypeVar

from msgspec.structs import replace

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
        of_whole.merge(states.map(outline).treeAggregate(outline(Seen(listed=reading.listed)), _merged, _merged))
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
    if not hasattr(context, "parallelize"):
        raise UsageError("this needs a SparkContext, which Spark Connect and serverless clusters do not have")
    if reading.rejects is not None:
        raise UsageError("--rejects keeps lines in their order, which no cluster does; use --engine local")
    for source in sources:
        if source.path is None or (source.size is None and not is_remote(source.path)):
            raise UsageError(f"{source.name}: a cluster cannot read from a pipe; use --engine local")
    sources = [replace(source, path=_anywhere(source.path)) for source in sources]
    sized = [source for source in sources if source.size is not None]
    streamed = [[source] for source in sources if source.size is None]
    planned = [
        *streamed,
        *shares(sized, sum(source.size or 0 for source in sized) // PIECE, least=PIECE, unpacked_once=True),
    ]
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
