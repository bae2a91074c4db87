"""The same table of calls from other programs, each in its own terms: what callevents is measured against.

They read a plain log: one that `logs.generate` writes by default, of the documented shape, with envelope times, without
repeats, its counts per interval. What only other logs need they leave out: repeats, events without a call id, counters
that run up, values beyond belief, one-way audio (in such a log a channel is silent during holds alone).

DuckDB gives every figure of `calls --json` but poor_because and problems (words about what was odd) and repeats (0 in
such a log). Polars gives the counts of events, the moments of the call, and the figures of packets, jitter and RTT; jq
how many events a call has, and the packets of each channel: it is so slow that more would change nothing.
"""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

from benchmarks.table import Table, by_call

SQL, POLARS, JQ = (Path(__file__).with_name(name) for name in ("duckdb_calls.sql", "polars_calls.py", "jq_calls.jq"))


@dataclass(frozen=True, slots=True)
class Peer:
    """A program that gives a table of calls: whether it is there, and the command that writes a log's table as JSON.

    slow: it is given a smaller log.
    """

    installed: Callable[[], bool]
    command: Callable[[Path, Path], list[str]]
    slow: bool = False

    def table(self, log: Path, target: Path) -> Table:
        """Run the command, which writes the target, and give its table."""
        subprocess.run(self.command(log, target), check=True)
        return by_call(json.loads(target.read_bytes()))


def duckdb(log: Path, target: Path) -> list[str]:
    """Give the command that writes the table by DuckDB."""
    # Values of parameters are no help here: DuckDB takes none for the target of COPY.
    files = {"$log": log, "$target": target}
    sql = re.sub(r"\$(log|target)", lambda found: _literal(files[found[0]]), SQL.read_text(encoding="utf-8"))
    return [sys.executable, "-c", "import sys, duckdb; duckdb.connect().execute(sys.argv[1])", sql]


def _literal(path: Path) -> str:
    """Give a file name as a literal of SQL."""
    return "'" + str(path).replace("'", "''") + "'"


def polars(log: Path, target: Path) -> list[str]:
    """Give the command that writes the table by Polars."""
    return [sys.executable, str(POLARS), str(log), str(target)]


def jq(log: Path, target: Path) -> list[str]:
    """Give the command that writes the table by jq."""
    return ["sh", "-c", 'jq -n -c -f "$1" "$2" > "$3"', "sh", str(JQ), str(log), str(target)]


PEERS: Mapping[str, Peer] = MappingProxyType(
    {
        "DuckDB": Peer(lambda: find_spec("duckdb") is not None, duckdb),
        "Polars": Peer(lambda: find_spec("polars") is not None, polars),
        "jq": Peer(lambda: shutil.which("jq") is not None, jq, slow=True),
    }
)
