"""What a command takes, and two commands side by side."""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "tests")))}
# As where the package is installed: its modules are compiled once, not at each start.
ENVIRONMENT.pop("PYTHONDONTWRITEBYTECODE", None)
CALLEVENTS = (sys.executable, "-m", "callevents")
MEASURE = Path(__file__).with_name("measure.py")


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took: seconds of wall and processor time; peaks of memory in KiB, of the largest process and summed
    over all processes."""

    wall: float
    cpu: float
    largest: float
    together: float


Figure = Callable[[Cost], float]
WALL, CPU, LARGEST, TOGETHER = FIGURES = tuple(map(attrgetter, ("wall", "cpu", "largest", "together")))


def cost(command: Sequence[str]) -> Cost:
    """Run a command and measure it."""
    arguments = [sys.executable, str(MEASURE), *command]
    done = subprocess.run(arguments, check=True, stdout=subprocess.PIPE, text=True, env=ENVIRONMENT)
    return Cost(**json.loads(done.stdout))


@dataclass(frozen=True, slots=True)
class Pairs:
    """Runs of two commands in turn, A B A B: the machine's speed drifts, and so each ratio is that of a pair."""

    pairs: tuple[tuple[Cost, Cost], ...]

    @classmethod
    def of(cls, ours: Sequence[str], theirs: Sequence[str], rounds: int) -> "Pairs":
        """Run both commands once for nothing, so that the files are in memory, and then so many times."""
        cost(ours), cost(theirs)
        return cls(tuple((cost(ours), cost(theirs)) for _ in range(rounds)))

    def ratio(self, figure: Figure) -> float:
        """Give the median of the pairs' ratios."""
        return statistics.median(figure(ours) / figure(theirs) for ours, theirs in self.pairs)

    def medians(self, figure: Figure) -> tuple[float, float]:
        """Give the median of each command's runs."""
        ours, theirs = (statistics.median(map(figure, runs)) for runs in zip(*self.pairs, strict=True))
        return ours, theirs
