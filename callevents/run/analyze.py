"""From the paths of logs to the rebuilt log."""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from callevents.model.settings import Judging, Reading
from callevents.read.search import search_for
from callevents.read.sources import find_sources
from callevents.rebuild.log import Log
from callevents.rebuild.seen import NONE
from callevents.run.local import OnProgress, Paths
from callevents.run.parallel import read_in_parallel


def analyze_logs(
    paths: Paths,
    reading: Reading,
    judging: Judging,
    text: str | None = None,
    on_progress: OnProgress | None = None,
    jobs: int = 0,
    find: Iterable[str] = (),
) -> Log:
    """Read all logs that the paths name and rebuild their calls.

    text is that of `Seen.keep_text`, jobs that of `read_in_parallel`, which also tells what is raised. find has texts
    that the ids of the wanted calls contain: calls without any of them may be left out.
    """
    from callevents.rebuild.finish import finish

    sources, missing = find_sources(paths)
    search = None if any(source.passes for source in sources) else search_for(find)
    with _no_garbage():
        seen = read_in_parallel(sources, missing, reading, text, on_progress, jobs, search)
        if search is not None and NONE in seen.events.call:
            # An event without a call id finds its call only among all calls, so all have to be read after all.
            seen = read_in_parallel(sources, missing, reading, text, on_progress, jobs)
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
