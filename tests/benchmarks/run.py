"""Measures callevents beside its peers, on one generated log, and prints a table of ratios.

    PYTHONPATH=tests python -m benchmarks.run [--calls 19000] [--rounds 5]

Every pair is run in turn (A B A B ...), and the ratio is the median of the pairs' ratios: the machine's speed drifts,
and a ratio taken in one run does not. Needs duckdb; grep and gzip are used where they are there.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from benchmarks.peers import bare_loop, differences, duckdb_program, table_of_duckdb
from logs.generate import Plan, write

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}
CALLEVENTS = (sys.executable, "-m", "callevents")


@dataclass(frozen=True)
class Cost:
    """What one run of a command took: seconds of wall and of processor time, and peak memory in MiB."""

    wall: float
    cpu: float
    peak: float


def cost(command: Sequence[str]) -> Cost:
    """Run a command in a process of its own and measure it; its children count."""
    program = (
        "import json, resource, subprocess, sys, time\n"
        "start = time.perf_counter()\n"
        "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)\n"
        "wall = time.perf_counter() - start\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(json.dumps([wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *command], check=True, capture_output=True, text=True, env=ENVIRONMENT
    )
    return Cost(*json.loads(done.stdout))


def compare(title: str, ours: Sequence[str], peer: Sequence[str], rounds: int) -> None:
    """Print one row: our command beside the peer's."""
    cost(ours), cost(peer)
    pairs = [(cost(ours), cost(peer)) for _ in range(rounds)]
    ratios = {
        name: statistics.median(getattr(a, name) / getattr(b, name) for a, b in pairs)
        for name in ("wall", "cpu", "peak")
    }
    seconds = statistics.median(a.wall for a, _ in pairs)
    print(
        f"| {title} | {seconds:.2f} s | {ratios['wall']:.2f} | {ratios['cpu']:.2f} | {ratios['peak']:.2f} |", flush=True
    )


def main() -> None:
    """Make the log, check that the peers' answers equal ours, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=19_000)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        log, target, small = (Path(folder) / name for name in ("log.ndjson", "peer.json", "small.ndjson"))
        lines = write(log, Plan(seed=1, calls=arguments.calls))
        write(small, Plan(seed=2, calls=75))
        calls = json.loads(
            subprocess.run(
                [*CALLEVENTS, "calls", str(log), "--json"], check=True, capture_output=True, env=ENVIRONMENT
            ).stdout
        )
        wrong = differences(table_of_duckdb(sys.executable, log, target), calls)
        if wrong:
            sys.exit(f"the answers differ, so no time is taken: {len(wrong)} differences, first: {wrong[0]}")
        packages = ", ".join(f"{name} {version(name)}" for name in ("duckdb", "orjson", "numpy"))
        print(
            f"{arguments.calls:,} calls, {lines:,} events, {log.stat().st_size / 1e6:,.0f} MB; {platform.machine()}, "
            f"{os.cpu_count()} processors, Python {platform.python_version()}, {packages}.\n"
            "DuckDB's answers equal ours.\n"
        )
        print("| work | time | wall ratio | CPU ratio | memory ratio |\n| --- | --- | --- | --- | --- |")
        rounds, python = arguments.rounds, sys.executable
        duckdb = [python, *duckdb_program(log, target)]
        table = [*CALLEVENTS, "calls", str(log), "--json", "-o", str(target)]
        one = [*CALLEVENTS, "call", calls[len(calls) // 2]["call_id"], str(log), "--json"]
        compare("calls --json, beside DuckDB", table, duckdb, rounds)
        compare("the same, beside a bare orjson loop", table, [python, *bare_loop(log)], rounds)
        compare("--jobs 2, beside --jobs 1", [*table, "--jobs", "2"], [*table, "--jobs", "1"], rounds)
        compare("call ID, beside DuckDB's table", one, duckdb, rounds)
        if grep := shutil.which("grep"):
            compare("call ID, beside grep -F -c ID", one, [grep, "-F", "-c", one[-3], str(log)], rounds)
        if gzip := shutil.which("gzip"):
            subprocess.run([gzip, "-k", str(log)], check=True)
            packed = f"{log}.gz"
            compare(
                "the log gzipped, beside gzip -dc",
                [*CALLEVENTS, "summary", packed, "--json"],
                [gzip, "-dc", packed],
                rounds,
            )
        compare(
            "--version, beside importing typer and orjson",
            [*CALLEVENTS, "--version"],
            [python, "-c", "import typer, orjson"],
            rounds,
        )
        compare(
            "summary of 1 MB, beside --version",
            [*CALLEVENTS, "summary", str(small), "--json"],
            [*CALLEVENTS, "--version"],
            rounds,
        )


if __name__ == "__main__":
    main()
