"""Runs a command and writes what it took as JSON: `python measure.py COMMAND ...`, its output thrown away.

A program of its own, so that what the system counts of its children is the command's alone. Peaks are in KiB: `largest`
of the process that took most, `together` of all at once, as seen every 20 ms. A page that two processes share counts in
each.
"""

import json
import re
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

PROC = Path("/proc")
EVERY_S = 0.02
_HELD = re.compile(r"VmRSS:\s*(\d+) kB")


class Processes(threading.Thread):
    """Watches a process and all that it starts, for the most memory that they hold at once (KiB); sees nothing where
    there is no /proc."""

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self.peak = 0
        self.known = {root}
        self.others: set[str] = set()
        self.over = threading.Event()

    def run(self) -> None:
        """Look until `over` is set."""
        while not self.over.wait(EVERY_S) and PROC.exists():
            self._find()
            found = (_HELD.search(_text(PROC / str(process) / "status")) for process in self.known)
            self.peak = max(self.peak, sum(int(held[1]) for held in found if held))

    def _find(self) -> None:
        names = {path.name for path in PROC.iterdir() if path.name.isdigit()}
        for name in sorted(names - self.others, key=int):
            if int(name) in self.known:
                continue
            parent = _text(PROC / name / "stat").rpartition(")")[2].split()[1:2]
            if parent and int(parent[0]) in self.known:
                self.known.add(int(name))
            else:
                self.others.add(name)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:  # the process has ended
        return ""


def measure(command: Sequence[str]) -> dict[str, float]:
    """Run a command; give its seconds of wall and of processor time (children included) and its peaks of memory."""
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        processes = Processes(process.pid)
        processes.start()
        code = process.wait()
        wall = time.perf_counter() - start
        processes.over.set()
        processes.join()
    if code:
        raise subprocess.CalledProcessError(code, command)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    largest = used.ru_maxrss // 1024 if sys.platform == "darwin" else used.ru_maxrss
    together = max(largest, processes.peak)
    return {"wall": wall, "cpu": used.ru_utime + used.ru_stime, "largest": largest, "together": together}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure(sys.argv[1:])))
