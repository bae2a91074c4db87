"""What a command took: the line of `--stats`."""

import sys
import time

import orjson

from callevents.cli.stderr import say_lines
from callevents.model.summary import Inputs

_KIB_PER_UNIT = 1 / 1024 if sys.platform == "darwin" else 1
"""The unit of `ru_maxrss` is a KiB, and on macOS a byte."""


class Effort:
    """Measures from now on. workers is the number of processes that read; None where another machine's did."""

    def __init__(self) -> None:
        self.workers: int | None = None
        self._started = time.perf_counter()

    def note_workers(self, workers: int) -> None:
        """Take the number of processes that read."""
        self.workers = workers

    def say(self, inputs: Inputs) -> None:
        """Write what was read and what it took to stderr, as one line of JSON.

        peak_memory_mb is the memory of this process at its peak, and that of the largest other one that read.
        """
        seconds = time.perf_counter() - self._started
        told = {
            "lines": inputs.lines,
            "bytes": inputs.bytes,
            "seconds": round(seconds, 3),
            "mb_per_s": round(inputs.bytes / 1e6 / max(seconds, 1e-9), 1),
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
