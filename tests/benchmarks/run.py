"""Measures callevents beside other programs on one generated log, and how it grows with the log; prints tables.

    PYTHONPATH=tests python -m benchmarks.run

DuckDB, Polars, jq, grep and gzip are used where they are there; `pip install -e '.[bench]'` brings the first two.
Before any time is taken, the tables of the other programs must equal ours, figure by figure.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.cost import CALLEVENTS, CPU, ENVIRONMENT, LARGEST, TOGETHER, WALL, Pairs
from benchmarks.growth import growth
from benchmarks.machine import machine, versions
from benchmarks.peers import PEERS
from benchmarks.rows import Logs, Row, rows
from benchmarks.shifts import write_shifts
from benchmarks.table import differences, figures_of
from logs.generate import Plan, write

HEADING = (
    "| work | beside | ours | theirs | wall | CPU | memory | largest process | aim |\n"
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
)
NOTE = """
wall and CPU are ratios of seconds, ours to theirs: medians over pairs of runs A B A B of whole processes, children
included. memory is the ratio of the peaks of all processes together, as seen every 20 ms (pages that they share count
in each); beside it that of each one's largest process.
"""


def main() -> None:
    """Make the logs, check that the peers' answers equal ours, and print the tables."""
    arguments = _parser().parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.folder) as name:
        folder = Path(name)
        print(f"{machine()}\n{versions()}\n", flush=True)
        if arguments.only != "growth":
            for line in _compared(folder, arguments):
                print(line, flush=True)
        if arguments.only != "pairs":
            for line in growth(folder, arguments.growth, arguments.rounds):
                print(line, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.run", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--calls", type=int, default=19_000, help="calls of the log (19000: 267 MB)")
    parser.add_argument("--shifts", type=int, default=1, help="repeat them so many times, on later days")
    parser.add_argument("--rounds", type=int, default=5, help="pairs of runs")
    parser.add_argument("--growth", type=int, default=2_000, help="calls of the log that grows, at 1x (2000: 28 MB)")
    parser.add_argument("--only", choices=("pairs", "growth"), help="leave the other table out")
    parser.add_argument("--folder", type=Path, help="where the logs are made (default: where temporary files go)")
    return parser


def _compared(folder: Path, arguments: argparse.Namespace) -> Iterator[str]:
    """Give the lines of the table of pairs."""
    log, smaller, small, target = (folder / f"{name}.ndjson" for name in ("log", "smaller", "small", "peer"))
    lines = write_shifts(log, 1, arguments.calls, arguments.shifts)
    write(smaller, Plan(2, max(75, arguments.calls // 10)))
    write(small, Plan(3, 75))
    if shutil.which("gzip"):
        subprocess.run(["gzip", "-k", "-6", str(log)], check=True)
    calls = {path: _calls(path) for path in (log, smaller)}
    figures = {}
    for name, peer in PEERS.items():
        if not peer.installed():
            yield f"{name} is not installed: left out."
            continue
        compared = smaller if peer.slow else log
        table = peer.table(compared, target)
        if wrong := differences(table, calls[compared]):
            sys.exit(f"{name}: {len(wrong)} figures differ, so no time is taken. First: {wrong[0]}")
        figures[name] = _share(next(iter(table.values())), calls[compared][0])
    yield f"{len(calls[log]):,} calls, {lines:,} events, {_megabytes(log)}; smaller log: {_megabytes(smaller)}."
    yield f"The tables of {', '.join(figures)} equal ours.\n\n{HEADING}"
    middle = next(call["call_id"] for call in calls[log][len(calls[log]) // 2 :] if call["outcome"] == "handled")
    logs = Logs(log, log.with_name(f"{log.name}.gz"), smaller, small, middle, target)
    calls.clear()
    for row in rows(logs, figures):
        yield _measured(row, arguments.rounds)
    yield NOTE


def _calls(log: Path) -> list[dict[str, Any]]:
    done = subprocess.run([*CALLEVENTS, "calls", str(log), "--json"], check=True, capture_output=True, env=ENVIRONMENT)
    calls: list[dict[str, Any]] = json.loads(done.stdout)
    return calls


def _megabytes(log: Path) -> str:
    return f"{log.stat().st_size / 1e6:,.0f} MB"


def _share(theirs: dict[str, Any], ours: dict[str, Any]) -> str:
    return f"{len(figures_of(theirs))} of {len(figures_of(ours) - {'schema_version', 'kind'})} figures"


def _measured(row: Row, rounds: int) -> str:
    pairs = Pairs.of(row.ours, row.theirs, rounds)
    seconds = [f"{median:.2f} s" for median in pairs.medians(WALL)]
    times = [f"{pairs.ratio(figure):.2f}" for figure in (WALL, CPU)]
    memory = [f"{pairs.ratio(figure):.2f}" if row.memory else "–" for figure in (TOGETHER, LARGEST)]
    return f"| {' | '.join([row.work, row.beside, *seconds, *times, *memory, row.aim])} |"


if __name__ == "__main__":
    main()
