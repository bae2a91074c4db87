"""What every command does around its document."""

from pathlib import Path

import pytest

from cli.harness import run

LOG = b'{"type":"callended","detail":{"callId":"c-1"}}\n'


@pytest.mark.parametrize("command", [["summary"], ["calls", "--json"], ["call", "c-1"], ["events"], ["check"]])
def test_a_log_is_never_replaced_by_the_result_of_reading_it(command: list[str], tmp_path: Path) -> None:
    log = tmp_path / "log.ndjson"
    log.write_bytes(LOG)
    for target in (log, tmp_path / "link"):
        if target != log:
            target.symlink_to(log)
        ended = run(*command, str(tmp_path), "-o", str(target))
        assert (ended.code, ended.out) == (2, b"")
        assert "is one of the logs to read, so it cannot take the result" in ended.err
    assert log.read_bytes() == LOG
