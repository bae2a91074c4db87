"""From the sources of logs to the rebuilt log."""

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from callevents.model.settings import Judging, Reading
from callevents.read.search import Search, search_for
from callevents.read.sources import Missing, Source
from callevents.rebuild.log import Log
from callevents.rebuild.seen import NONE, Seen
from callevents.run.local import OnProgress
from callevents.run.parallel import OnWorkers, read_in_parallel

if TYPE_CHECKING:
    from pyspark import SparkContext


def analyze_sources(
    sources: Sequence[Source],
    missing: Sequence[Missing],
    reading: Reading,
    judging: Judging,
    text: str | None = None,
    on_progress: OnProgress | None = None,
    on_workers: OnWorkers | None = None,
    jobs: int = 0,
    find: Iterable[str] = (),
    context: "SparkContext | None" = None,
) -> Log:
    """Read sources, as `find_sources` gives them, and rebuild their calls.

    text is that of `Seen.keep_text`; jobs and on_workers are those of `read_in_parallel`, which also tells what is
    raised. find has texts that the ids of the wanted calls contain: calls without any of them may be left out. context:
    Spark's, which reads in place of this machine.
    """
    from callevents.rebuild.finish import finish

    search = None if any(source.passes for source in sources) else search_for(find)

    def read(search: Search | None) -> Seen:
        if context is not None:
            from callevents.run.spark import read_on_spark

            return read_on_spark(context, sources, missing, reading, text, search)
        return read_in_parallel(sources, missing, reading, text, on_progress, on_workers, jobs, search)

    with _no_garbage():
        seen = read(search)
        if search is not None and NONE in seen.events.call:
            # An event without a call id finds its call only among all calls, so all have to be read after all.
            seen = read(None)
        return finish(seen, judging)


@contextmanager
def _no_garbage() -> Iterator[None]:
    """Put off the search for reference cycles: reading makes none, and the search takes a third of its time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
