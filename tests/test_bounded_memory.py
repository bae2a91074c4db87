"""However large or hostile a log is, reading it takes little memory, and what is said of it stays short."""

import gzip
import json
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any, NamedTuple

import pytest

STATUS = Path("/proc/self/status")
pytestmark = pytest.mark.skipif(not STATUS.exists(), reason="the peak of memory is read from /proc")

MIB = 1 << 20
MUTE = b'{"type":"mute","detail":{"callId":"c"}}\n'

# VmHWM is the peak of the new process alone; the ru_maxrss of a child may be its parent's.
SCRIPT = """
import re, sys
from callevents.cli.app import main
code = main(sys.argv[2:])
with open(sys.argv[1], "w") as file:
    file.write(re.search(r"VmHWM:\\s*(\\d+) kB", open("/proc/self/status").read())[1])
sys.exit(code)
"""


class Ended(NamedTuple):
    """How a command ended, what it wrote, and the most memory it took."""

    code: int
    out: bytes
    err: str
    mib: int

    @property
    def document(self) -> Any:
        return json.loads(self.out)


def run(tmp_path: Path, *arguments: str, stdin: Iterable[bytes] = ()) -> Ended:
    """Run a command in a process of its own, its standard input made while it reads."""
    peak = tmp_path / "peak"
    with subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(peak), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin
        writer = threading.Thread(target=_feed, args=(process.stdin, stdin))
        writer.start()
        assert process.stdout
        assert process.stderr
        out, err = process.stdout.read(), process.stderr.read().decode()
        writer.join()
    return Ended(process.returncode, out, err, int(peak.read_text()) // 1024)


def _feed(pipe: IO[bytes], blocks: Iterable[bytes]) -> None:
    with pipe:
        for block in blocks:
            pipe.write(block)


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> int:
    """The memory, in MiB, that reading a log of one line takes."""
    return run(tmp_path_factory.mktemp("usual"), "summary", "--json", stdin=[MUTE]).mib


def packed(path: Path, blocks: Iterable[bytes]) -> int:
    """Write a gzip file; the number of bytes in it."""
    size = 0
    with gzip.open(path, "wb", compresslevel=1) as file:
        for block in blocks:
            size += file.write(block)
    return size


def a_long_line(mib: int) -> Iterator[bytes]:
    yield MUTE
    for _ in range(mib):
        yield b'{"type":"' + b"x" * (MIB - 9)
    yield b"\n" + MUTE


def test_a_line_of_300_mb_without_a_newline(tmp_path: Path, usual: int) -> None:
    ended = run(tmp_path, "summary", "--json", "--rejects", str(tmp_path / "rejects"), stdin=a_long_line(300))
    assert ended.code == 0
    assert ended.document["inputs"] | {"files": 1, "bytes": 300 * MIB + 2 * len(MUTE) + 1} == ended.document["inputs"]
    assert [ended.document["inputs"][name] for name in ("lines", "rejected", "events")] == [3, 1, 2]
    assert ended.err == (
        "callevents: 1 line was left out: line longer than the limit (CE105), at <stdin>:2: "
        "the line has more than 16,777,216 bytes\n"
    )
    assert (tmp_path / "rejects").stat().st_size == 300 * MIB + 1
    assert ended.mib < usual + 60


def test_a_log_that_is_one_line_without_an_end(tmp_path: Path, usual: int) -> None:
    ended = run(tmp_path, "summary", "--json", stdin=[b"y" * MIB] * 100)
    assert ended.code == 0
    assert ended.document["inputs"]["rejected"] == 1
    assert ended.mib < usual + 60


def test_a_bomb_of_zeros(tmp_path: Path, usual: int) -> None:
    log = tmp_path / "zeros.log"
    size = packed(log, [b"\0" * MIB] * 500)
    assert log.stat().st_size < size / 200
    ended = run(tmp_path, "summary", str(log), "--json")
    assert ended.code == 0
    assert [ended.document["inputs"][name] for name in ("bytes", "lines", "rejected")] == [size, 1, 1]
    assert ended.mib < usual + 60
    assert len(ended.err) < 300


def test_a_bomb_of_bad_lines(tmp_path: Path, usual: int) -> None:
    log = tmp_path / "lines.log"
    size = packed(log, [(b"z" * 1023 + b"\n") * 1024] * 100)
    ended = run(tmp_path, "summary", str(log), "--json")
    assert [ended.document["inputs"][name] for name in ("bytes", "lines", "rejected")] == [size, 100 * 1024, 100 * 1024]
    assert ended.mib < usual + 40
    assert len(ended.err) < 300


def test_a_bomb_of_blank_lines(tmp_path: Path, usual: int) -> None:
    log = tmp_path / "blank.log"
    packed(log, [b"\n" * (MIB // 2)])
    ended = run(tmp_path, "summary", str(log), "--json")
    assert ended.document["inputs"]["blank"] == MIB // 2
    assert ended.err == ""
    assert ended.mib < usual + 60


def test_of_very_many_bad_lines_all_are_counted_and_few_are_listed(tmp_path: Path, usual: int) -> None:
    log = tmp_path / "bad.log"
    log.write_bytes(b"no event\n[]\n{}\n" * 100_000)
    ended = run(tmp_path, "check", str(log), "--json")
    assert ended.code == 1
    assert ended.document["counts"]["error"] == 300_000
    assert len(ended.document["problems"]) == 3_000
    assert len(ended.err) < 800
    assert ended.err.count("\n") == 3
    assert ended.mib < usual + 40


def test_sets_of_keys_that_are_ever_new_are_not_all_remembered(tmp_path: Path, usual: int) -> None:
    lines = (b'{"key%d":1,"type":"mute","detail":{"callId":"c"}}\n' % number for number in range(30_000))
    ended = run(tmp_path, "summary", "--json", stdin=lines)
    assert ended.document["inputs"]["events"] == 30_000
    assert ended.mib < usual + 40
