"""From the paths of logs to the rebuilt log."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from callevents.model.settings import Judging, Reading
from callevents.read.sources import find_sources
from callevents.rebuild.log import Log
from callevents.run.local import OnProgress, Paths
from callevents.run.parallel import read_in_parallel


def analyze_logs(
    paths: Paths,
    reading: Reading,
    judging: Judging,
    text: str | None = None,
    on_progress: OnProgress | None = None,
    jobs: int = 0,
) -> Log:
    """Read all logs that the paths name and rebuild their calls.

    text is that of `Seen.keep_text`, jobs that of `read_in_parallel`, which also tells what is raised.
    """
    from callevents.rebuild.finish import finish

    with _no_garbage():
        return finish(read_in_parallel(*find_sources(paths), reading, text, on_progress, jobs), judging)


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
