"""Reading logs in several processes side by side: each reads a share of the bytes, and what they saw is merged.

The merge is that of `rebuild.seen.Seen`, so the result is the same, byte for byte, as that of one process.
"""

import os
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from callevents.model.errors import CallEventsError
from callevents.model.settings import Reading
from callevents.read.search import Search
from callevents.read.sources import COMPRESSED_SUFFIXES, Missing, Source
from callevents.read.streams import Division, division
from callevents.rebuild.seen import Seen
from callevents.run.local import OnProgress, read_logs

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

OnWorkers = Callable[[int], None]
"""Takes the number of processes that read."""

WORTH_A_PROCESS = 24 << 20
"""Bytes of log that take longer to read than a process takes to start and to hand over what it saw."""

EXPANSION = 6
"""So many times its size is about what a compressed log has in it."""

MOST_UNPACKING = 8
"""Processes that unpack the same file. More would spend most of their time on it, and save little."""


def read_in_parallel(
    sources: Sequence[Source],
    missing: Sequence[Missing],
    reading: Reading,
    keep_text: str | None = None,
    on_progress: OnProgress | None = None,
    on_workers: OnWorkers | None = None,
    jobs: int = 0,
    search: Search | None = None,
) -> Seen:
    """Read sources in up to `jobs` processes (0: one a processor), this one among them; on_workers takes how many.

    One process alone reads small logs, standard input, and logs whose rejected lines are kept, which come in order.
    Raises as `read_logs` does, and CallEventsError where a process ends before its work is done.
    """
    parts = shares(sources, jobs or _processors()) if reading.rejects is None else [list(sources)]
    if on_workers:
        on_workers(len(parts))
    if len(parts) == 1:
        return read_logs(sources, missing, reading, keep_text, on_progress, search)
    helpers = [_start(part, reading, keep_text, search) for part in parts[1:]]
    try:
        seen = read_logs(parts[0], missing, reading, keep_text, _scaled(on_progress, len(parts)), search)
        for process, connection in helpers:
            seen.merge(_received(process, connection))
    finally:
        for process, connection in helpers:
            connection.close()
            process.terminate()
            process.join()
    return seen


def _processors() -> int:
    """Give the number of processors that this process may use, as far as the system tells."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def shares(sources: Sequence[Source], jobs: int, least: int = 0, *, unpacked_once: bool = False) -> list[list[Source]]:
    """Divide sources into up to `jobs` shares of about the same size, in their order, of no less than `least` bytes
    (0: WORTH_A_PROCESS).

    A plain file may be cut. What is compressed may be read in stretches by all that share it, each of which unpacks all
    of it; unpacked_once forbids that. Where a source has no size, all is one share.
    """
    if any(source.size is None for source in sources):
        return [list(sources)]
    sizes = [_worth(source) for source in sources]
    total = sum(sizes)
    count = max(1, min(jobs, total // (least or WORTH_A_PROCESS)))
    result: list[list[Source]] = [[] for _ in range(count)]
    done = 0
    for source, size in zip(sources, sizes, strict=True):
        first, last = (min(count - 1, at * count // max(total, 1)) for at in (done, max(done, done + size - 1)))
        sharing = range(first, last + 1)
        how = division(source) if len(sharing) > 1 else Division.NONE
        if how is Division.CUT:
            # In bytes of the file; its name may belie its contents.
            edges = [0, *(total * share // count - done for share in sharing[1:]), size]
            cuts = [(source.size or 0) * edge // size for edge in edges]
            for share, start, end in zip(sharing, cuts[:-1], cuts[1:], strict=True):
                # The last part has no end: the file may be growing, and is read to where it ends by then.
                result[share].append(
                    replace(source, size=end - start, start=start, end=None if end == source.size else end)
                )
        elif how is Division.STRETCHES and not unpacked_once:
            sharing = sharing[:MOST_UNPACKING]
            for which, share in enumerate(sharing):
                part = (source.size or 0) // len(sharing)
                result[share].append(replace(source, size=part, stretches=(which, len(sharing))))
        else:
            result[(first + last) // 2].append(source)
        done += size
    return [share for share in result if share] or [[]]


def _worth(source: Source) -> int:
    """Estimate the bytes of log that a source has; how it is compressed is told by its name, so as not to open it."""
    return (source.size or 0) * (EXPANSION if source.name.endswith(COMPRESSED_SUFFIXES[1:]) else 1)


def _start(
    share: list[Source], reading: Reading, keep_text: str | None, search: Search | None
) -> "tuple[BaseProcess, Connection[Any, Any]]":
    import multiprocessing

    # A forked process has all modules at hand. Where the system cannot fork, a fresh one does the same, but later.
    can_fork = "fork" in multiprocessing.get_all_start_methods()
    context: Any = multiprocessing.get_context("fork" if can_fork else "spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(theirs, share, reading, keep_text, search), daemon=True)
    process.start()
    # With its own copy closed, the other end breaks when the process dies, and nobody waits for it.
    theirs.close()
    return process, ours


def _work(
    connection: "Connection[Any, Any]",
    share: list[Source],
    reading: Reading,
    keep_text: str | None,
    search: Search | None,
) -> None:
    # Ctrl-C reaches all processes of the terminal; the first of them tells the user.
    for number in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(number) != signal.SIG_IGN:  # as in a shell's background
            signal.signal(number, signal.SIG_DFL)
    parent = os.getppid()

    def end_with_the_first(_done: int, _total: int | None) -> None:
        if os.getppid() != parent:
            os._exit(1)

    try:
        connection.send(read_logs(share, (), reading, keep_text, end_with_the_first, search))
    except BrokenPipeError:
        return  # nobody waits for it any more
    except Exception as error:
        with suppress(BrokenPipeError):
            connection.send(error if isinstance(error, CallEventsError) else _failed(repr(error)))


def _received(process: "BaseProcess", connection: "Connection[Any, Any]") -> Seen:
    """Take what a process saw. Raises the error that it met, or that of its early end."""
    try:
        seen: Seen | CallEventsError = connection.recv()
    except (EOFError, OSError):
        process.join()
        if process.exitcode == -signal.SIGINT:
            raise KeyboardInterrupt from None
        raise _failed(f"exit code {process.exitcode}; is memory short?") from None
    if isinstance(seen, CallEventsError):
        raise seen
    return seen


def _failed(reason: str) -> CallEventsError:
    return CallEventsError(
        f"a reading process ended before its work was done ({reason}). --jobs 1 reads in one process"
    )


def _scaled(on_progress: OnProgress | None, shares: int) -> OnProgress | None:
    """Tell the progress of all by that of one share: all are of about the same size."""
    if on_progress is None:
        return None
    return lambda done, total: on_progress(done * shares, None if total is None else total * shares)
