"""The work that is compared: each row a command of ours beside another program's, and the ratio that is aimed at."""

import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.cost import CALLEVENTS
from benchmarks.peers import PEERS


@dataclass(frozen=True, slots=True)
class Logs:
    """The logs of a benchmark: a large one and the same gzipped, a smaller one for jq, and one of about 1 MB; the id of
    a call in the middle of the large one; and a file that the commands may write."""

    large: Path
    packed: Path
    smaller: Path
    small: Path
    call_id: str
    target: Path


@dataclass(frozen=True, slots=True)
class Row:
    """Two commands. aim is the largest ratio that is wanted, in words; memory tells whether it is worth comparing."""

    work: str
    beside: str
    ours: list[str]
    theirs: list[str]
    aim: str = ""
    memory: bool = False


def rows(logs: Logs, figures: Mapping[str, str]) -> Iterator[Row]:
    """Give the rows of what is installed here. figures has the peers, and says how much of the table each gives."""
    yield from _tables(logs, figures)
    yield from _one_call(logs, figures)
    log, target = str(logs.large), str(logs.target)
    table = _ours("calls", log, "--json", "-o", target)
    two, one = ([*table, "--jobs", jobs] for jobs in "21")
    yield Row("`calls --json --jobs 2`", "`--jobs 1`", two, one, "wall 0.6 over 200 MB", memory=True)
    if logs.packed.exists():
        packed = _ours("calls", str(logs.packed), "--json", "-o", target)
        lines = ["sh", "-c", 'gzip -dc "$1" | wc -l', "sh", str(logs.packed)]
        yield Row("`calls --json`, the log gzipped", "`gzip -dc LOG.gz \\| wc -l`", packed, lines, "wall 2")
    version, small = _ours("--version"), _ours("summary", str(logs.small), "--json")
    imports = [sys.executable, "-c", "import typer, orjson"]
    yield Row("`--version`", '`python -c "import typer, orjson"`', version, imports, "wall 1.3")
    yield Row("`summary` of 1 MB", "`--version`", small, version, "0.1 s more")


def _tables(logs: Logs, figures: Mapping[str, str]) -> Iterator[Row]:
    """The whole table, beside the peers and beside a program that only parses every line."""
    aims = {"DuckDB": "wall 0.65, memory 0.5"}
    for name, peer in PEERS.items():
        if name in figures:
            log = logs.smaller if peer.slow else logs.large
            ours = _ours("calls", str(log), "--json", "-o", str(logs.target))
            theirs = peer.command(log, logs.target)
            work = "`calls --json`, smaller log" if peer.slow else "`calls --json`"
            yield Row(work, f"{name} ({figures[name]})", ours, theirs, aims.get(name, ""), memory=True)
    loop = "import orjson, sys\nfor line in open(sys.argv[1], 'rb'): orjson.loads(line)"
    ours = _ours("calls", str(logs.large), "--json", "-o", str(logs.target))
    yield Row(
        "`calls --json`", "a loop of `orjson.loads`", ours, [sys.executable, "-c", loop, str(logs.large)], "CPU 2.5"
    )


def _one_call(logs: Logs, figures: Mapping[str, str]) -> Iterator[Row]:
    """One call of the log, beside DuckDB's whole table and beside a search for the call's id."""
    log = str(logs.large)
    call = _ours("call", logs.call_id, log, "--json")
    summary = _ours("summary", log, "--call-id", logs.call_id, "--json")
    if "DuckDB" in figures:
        duckdb = PEERS["DuckDB"].command(logs.large, logs.target)
        yield Row("`call ID`", "DuckDB's whole table", call, duckdb, "wall 0.25")
        yield Row("`summary --call-id ID`", "DuckDB's whole table", summary, duckdb, "wall 0.25")
    if shutil.which("grep"):
        grep = ["grep", "-F", "-c", logs.call_id, log]
        yield Row("`call ID`", "`grep -F -c ID`", call, grep, "wall 3, and start-up")
        yield Row("`summary --call-id ID`", "`grep -F -c ID`", summary, grep, "wall 3, and start-up")


def _ours(*arguments: str) -> list[str]:
    return [*CALLEVENTS, *arguments]
