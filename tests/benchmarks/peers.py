"""The same table of calls from other programs, in their own terms: what callevents is measured against.

Each peer reads a plain log (envelope time, no repeats, interval counts) and gives per call its counts and audio
figures. Their answers must equal callevents' own before any time is taken.
"""

import json
import subprocess
from pathlib import Path
from typing import Any

CHANNELS = {"input": "inputChannelStats", "output": "outputChannelStats"}
MOMENTS = {"callstarted": "a", "callconnected": "b", "callended": "c", "wrapupended": "d"}
METRICS = {"jitter_ms": "jitter", "rtt_ms": "rtt"}

Table = dict[str, dict[str, Any]]
"""By call id: some of the keys of `calls --json`, by their path."""


def duckdb_sql(log: Path, target: Path) -> str:
    """Give the SQL that writes the table of calls as JSON."""
    figures = []
    for channel, name in CHANNELS.items():
        only = f"FILTER (stats = '{name}')"
        figures.append(f'sum(lost) {only} AS "audio.{channel}.packets_lost"')
        figures.append(f'sum(count) {only} AS "audio.{channel}.packets_count"')
        for metric, column in METRICS.items():
            path = f"audio.{channel}.{metric}"
            figures.append(f'count({column}) {only} AS "{path}.count"')
            figures += [f'{of}({column}) {only} AS "{path}.{key}"' for key, of in (("mean", "avg"), ("min", "min"))]
            figures.append(f'max({column}) {only} AS "{path}.max"')
            figures += [f'quantile_disc({column}, 0.{p}) {only} AS "{path}.p{p}"' for p in (50, 95, 99)]
    moments = [f"min(epoch_ms(moment)) FILTER (type = '{kind}') AS {name}" for kind, name in MOMENTS.items()]
    return f"""
        COPY (
            SELECT *, b - a AS ring_ms, c - b AS connected_ms, d - c AS wrap_up_ms FROM (
                SELECT detail.callId AS call_id, count(*) AS events,
                    count(*) FILTER (type = 'transcript') AS transcripts, {", ".join(moments)}, {", ".join(figures)}
                FROM (
                    SELECT CAST(timestamp AS TIMESTAMP) AS moment, type, detail, detail.stats AS stats,
                        detail.packetsLost AS lost, detail.packetsCount AS count,
                        detail.jitterBufferMillis AS jitter, nullif(detail.roundTripTimeMillis, 0) AS rtt
                    FROM read_json('{log}', format = 'newline_delimited', columns = {{
                        timestamp: 'VARCHAR', type: 'VARCHAR',
                        detail: 'STRUCT(callId VARCHAR, stats VARCHAR, packetsLost BIGINT, packetsCount BIGINT,
                            jitterBufferMillis BIGINT, roundTripTimeMillis BIGINT)'}})
                ) GROUP BY call_id
            ) ORDER BY call_id
        ) TO '{target}' (FORMAT json, ARRAY true)
    """


def duckdb_program(log: Path, target: Path) -> list[str]:
    """Give the arguments of Python that run DuckDB on the log."""
    return ["-c", f"import duckdb; duckdb.connect().execute({duckdb_sql(log, target)!r})"]


def bare_loop(log: Path) -> list[str]:
    """Give the arguments of Python that do nothing but parse every line."""
    return ["-c", f"import orjson\nfor line in open({str(log)!r}, 'rb'): orjson.loads(line)"]


def table_of_duckdb(python: str, log: Path, target: Path) -> Table:
    """Run DuckDB and give its table."""
    subprocess.run([python, *duckdb_program(log, target)], check=True)
    rows = json.loads(target.read_bytes())
    return {row.pop("call_id"): row for row in rows}


def differences(peer: Table, calls: list[dict[str, Any]]) -> list[str]:
    """Tell where a peer's table differs from `calls --json`.

    A sum or a figure over nothing is 0 there and null here; and a channel whose jitter is nothing but 0 reports none.
    """
    found = []
    if set(peer) != {call["call_id"] for call in calls}:
        found.append("the calls differ")
    for call in calls:
        row = peer.get(call["call_id"], {})
        for path, theirs in row.items():
            group, _, _ = path.rpartition(".")
            if path in MOMENTS.values() or row.get(f"{group}.max") == 0:
                continue
            ours: Any = call
            for key in path.split("."):
                ours = ours[key]
            rounded = round(theirs, 6) if isinstance(theirs, float) else theirs
            if (ours or None) != (rounded or None):
                found.append(f"{call['call_id']} {path}: {ours} here, {theirs} there")
    return found
