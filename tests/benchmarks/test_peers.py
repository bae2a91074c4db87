"""The programs that callevents is measured against give the same table, and would be caught if they did not."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from benchmarks.peers import PEERS, Peer
from benchmarks.shifts import write_shifts
from benchmarks.table import NOT_COMPARED, differences, figures_of
from cli.harness import run
from extras import REQUIRED

CALLS = 250


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    # The name of a log may hold whatever a shell or SQL would take for its own.
    log = tmp_path_factory.mktemp("peers") / 'it\'s a "log"; $log.ndjson'
    write_shifts(log, 6, CALLS, 2)
    return log


@pytest.fixture(params=PEERS)
def peer(request: pytest.FixtureRequest) -> Peer:
    peer = PEERS[request.param]
    if not peer.installed() and REQUIRED not in os.environ:
        pytest.skip(f"{request.param} is not installed")
    return peer


def calls_of(log: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(run("calls", str(log), "--json").out)
    return rows


def test_its_table_equals_ours(peer: Peer, log: Path) -> None:
    table = peer.table(log, log.with_name("it's the target.json"))
    assert len(table) == 2 * CALLS
    assert differences(table, calls_of(log)) == []


def test_an_event_that_it_did_not_see_is_found(peer: Peer, log: Path) -> None:
    lines = log.read_bytes().splitlines(keepends=True)
    sample = next(number for number, line in enumerate(lines) if b'"audiostats"' in line)
    other = log.with_name("other.ndjson")
    other.write_bytes(b"".join(lines[:sample] + lines[sample + 1 :]))
    call_id = json.loads(lines[sample])["detail"]["callId"]
    found = differences(peer.table(other, log.with_name("target.json")), calls_of(log))
    assert f"{call_id} events" in {difference.partition(":")[0] for difference in found}
    assert {difference.split()[0] for difference in found} == {call_id}


@pytest.mark.parametrize("peer", ["DuckDB"], indirect=True)
def test_duckdb_gives_every_figure_that_is_compared(peer: Peer, log: Path) -> None:
    calls = calls_of(log)
    table = peer.table(log, log.with_name("target.json"))
    for call in calls:
        assert figures_of(table[call["call_id"]]) == figures_of(call) - NOT_COMPARED
