"""How time and memory grow with the log: the same shift of calls once, three times and ten times."""

import statistics
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.cost import CALLEVENTS, CPU, FIGURES, LARGEST, TOGETHER, WALL, Cost, Figure, cost
from benchmarks.shifts import write_shifts

SIZES = (1, 3, 10)
SEED = 3


def growth(folder: Path, calls: int, rounds: int) -> Iterator[str]:
    """Measure `calls --json -o FILE` on logs of 1, 3 and 10 shifts of so many calls; give the lines of a table."""
    logs = [folder / f"{size}x.ndjson" for size in SIZES]
    for log, size in zip(logs, SIZES, strict=True):
        write_shifts(log, SEED, calls, size)
    runs: list[list[Cost]] = [[] for _ in SIZES]
    for _ in range(rounds):
        for of_log, log in zip(runs, logs, strict=True):
            of_log.append(cost([*CALLEVENTS, "calls", str(log), "--json", "-o", str(folder / "calls.json")]))

    yield "| calls | log | wall | CPU | CPU of a further call | largest process | all processes |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    further = "–"
    for number, (size, log, costs) in enumerate(zip(SIZES, logs, runs, strict=True)):
        wall, cpu, largest, together = (statistics.median(map(figure, costs)) for figure in FIGURES)
        if number:
            more = (size - SIZES[number - 1]) * calls
            further = f"{1000 * _more(runs[number - 1], costs, CPU) / more:.2f} ms"
        yield (
            f"| {size * calls:,} | {log.stat().st_size / 1e6:,.0f} MB | {wall:.2f} s | {cpu:.2f} s | {further} "
            f"| {largest / 1024:,.0f} MiB | {together / 1024:,.0f} MiB |"
        )
    more = (SIZES[-1] - SIZES[0]) * calls
    wall, cpu = (_times(runs[0], runs[-1], figure) for figure in (WALL, CPU))
    largest, together = (_more(runs[0], runs[-1], figure) / more for figure in (LARGEST, TOGETHER))
    yield ""
    yield f"{SIZES[-1]}x: {wall:.1f} times the time and {cpu:.1f} times the CPU of 1x, start-up included (aim 10.5)."
    yield f"Memory of a further call: {largest:.1f} KiB in the largest process, {together:.1f} KiB in all (aim 3)."


def _times(small: Sequence[Cost], large: Sequence[Cost], figure: Figure) -> float:
    return statistics.median(figure(b) / figure(a) for a, b in zip(small, large, strict=True))


def _more(small: Sequence[Cost], large: Sequence[Cost], figure: Figure) -> float:
    return statistics.median(figure(b) - figure(a) for a, b in zip(small, large, strict=True))
