"""What a command took: the line of `--stats`."""

import sys
import time

import orjson

from callevents.cli.options import ReadingOptions
from callevents.cli.stderr import say_lines
from callevents.model.summary import Inputs

_KIB_PER_UNIT = 1 / 1024 if sys.platform == "darwin" else 1
"""The unit of `ru_maxrss` is a KiB, and on macOS a byte."""


class Effort:
    """Measures from now on. workers is the number of processes that read; None where another machine's did."""

    def __init__(self, workers: int | None = None) -> None:
        self.workers = workers
        self._started = time.perf_counter()

    def note_workers(self, workers: int) -> None:
        """Take the number of processes that read."""
        self.workers = workers

    def say(self, reading: ReadingOptions, *inputs: Inputs) -> None:
        """Write what was read in all and what it took to stderr, as one line of JSON, if the options ask for it.

        peak_memory_mb is the memory of this process at its peak, and that of the largest other one that read.
        """
        if not reading.stats:
            return
        seconds, size = time.perf_counter() - self._started, sum(each.bytes for each in inputs)
        told = {
            "lines": sum(each.lines for each in inputs),
            "bytes": size,
            "seconds": round(seconds, 3),
            "mb_per_s": round(size / 1e6 / max(seconds, 1e-9), 1),
            "peak_memory_mb": _peak_memory_mb(),
            "workers": self.workers,
        }
        say_lines(orjson.dumps(told).decode())


def _peak_memory_mb() -> float | None:
    try:
        import resource
    except ImportError:  # not on Windows
        return None
    peaks = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return round(sum(peaks) * _KIB_PER_UNIT * 1024 / 1e6, 1)
