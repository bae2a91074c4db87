"""Reading whole sources: what is counted, what is kept of what was left out, and what it takes."""

import gzip
import os
import random
import sys
from pathlib import Path

import pytest

from callevents.model.errors import CallEventsError, UsageError
from callevents.model.settings import Judging, Reading
from callevents.model.summary import Inputs
from callevents.read.lines import BLOCK
from callevents.read.sources import Source, find_sources
from callevents.rebuild.finish import finish
from callevents.rebuild.log import Log
from callevents.run.local import read_logs
from logs.generate import generate

MUTE = b'{"type":"mute","detail":{"callId":"c"}}'


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def analyze(*paths: str, reading: Reading = Reading()) -> Log:  # noqa: B008 - frozen
    return finish(read_logs(*find_sources(paths), reading), Judging())


def counts(*paths: str, **reading: object) -> Inputs:
    return analyze(*paths, reading=Reading(**reading)).inputs  # type: ignore[arg-type]


def test_each_source_counts_for_itself_and_in_the_sum() -> None:
    Path("a.log").write_bytes(MUTE + b"\n\nbad\n" + MUTE)
    Path("b.log").write_bytes(b"\xef\xbb\xbf" + MUTE + b"\r\n \r\n")
    Path("empty.log").touch()
    a = counts("a.log")
    assert (a.files, a.bytes, a.lines, a.blank, a.rejected, a.events) == (1, 84, 4, 1, 1, 2)
    both = counts("a.log", "b.log", "empty.log")
    assert (both.files, both.bytes, both.lines, both.blank, both.rejected, both.events) == (3, 131, 6, 2, 1, 3)


def test_bytes_are_those_that_were_decompressed() -> None:
    Path("a.gz").write_bytes(gzip.compress(MUTE + b"\n"))
    assert counts("a.gz").bytes == len(MUTE) + 1


def test_progress_ends_at_the_size_of_all_files() -> None:
    Path("a.log").write_bytes((MUTE + b"\n") * 60_000)
    Path("b.gz").write_bytes(gzip.compress(random.Random(1).randbytes(BLOCK)))
    told: list[tuple[int, int | None]] = []
    read_logs(*find_sources(["a.log", "b.gz"]), Reading(), on_progress=lambda *at: told.append(at))
    size = Path("a.log").stat().st_size + Path("b.gz").stat().st_size
    assert [total for _, total in told] == [size] * len(told)
    done = [at for at, _ in told]
    assert done == sorted(done)
    assert done[-1] == size


def test_a_log_in_parts_gives_the_same_as_in_one() -> None:
    lines = [*generate(3, calls=20, shape="mixed").lines, b"bad", b"", b"[]"]
    Path("whole.log").write_bytes(b"\n".join(lines))
    cut = len(lines) // 3
    for number in range(3):
        part = lines[number * cut : (number + 1) * cut if number < 2 else None]
        Path(f"part{number}.log").write_bytes(b"\n".join(part))
    whole, parts = analyze("whole.log"), analyze("part0.log", "part1.log", "part2.log")
    assert whole.calls == parts.calls
    assert whole.inputs.events == parts.inputs.events


BAD = [b"not json\r", b"\xff\xfe\x00", b"[1]", b'{"type":7}', b"x" * 50, b"\x1b[31m" + b"y" * 40, b"{", b"null"]


@pytest.mark.parametrize("max_line", [45, BLOCK * 2])
def test_rejected_lines_are_kept_byte_for_byte_and_in_order(max_line: int) -> None:
    lines = [line for bad in BAD for line in (MUTE, bad, b"")]
    Path("a.log").write_bytes(b"\n".join(lines))
    Path("b.log").write_bytes(b"".join(bad + b"\n" for bad in reversed(BAD)))
    found = counts("a.log", "b.log", rejects=Path("out"), max_line=max_line)
    assert found.rejected == 2 * len(BAD)
    assert Path("out").read_bytes() == b"".join(bad + b"\n" for bad in [*BAD, *reversed(BAD)])
    # They are a log of the same faults.
    assert counts("out", max_line=max_line).rejected == 2 * len(BAD)


@pytest.mark.parametrize("over", [1, BLOCK - 7, BLOCK, 3 * BLOCK + 1])
def test_a_line_over_the_limit_is_kept_whole(over: int) -> None:
    long = bytes(random.Random(over).choices(b"abcdef{}", k=2 * BLOCK + over))
    data = b"bad\n" + MUTE + b"\n" + long + b"\nworse\n" + MUTE + b"\n" + long
    Path("a.log").write_bytes(data)
    found = counts("a.log", rejects=Path("out"), max_line=2 * BLOCK)
    assert (found.lines, found.events, found.rejected) == (6, 2, 4)
    assert Path("out").read_bytes() == b"bad\n" + long + b"\nworse\n" + long + b"\n"


def test_without_a_bad_line_the_file_of_the_rejected_is_empty() -> None:
    Path("a.log").write_bytes(MUTE)
    Path("out").write_bytes(b"of the last time")
    counts("a.log", rejects=Path("out"))
    assert Path("out").read_bytes() == b""


@pytest.mark.skipif(sys.platform == "win32", reason="links of POSIX")
@pytest.mark.parametrize("name", ["a.log", "./a.log", "link", "hard", "d/../a.log"])
def test_a_log_is_never_overwritten_by_its_rejected_lines(name: str) -> None:
    Path("a.log").write_bytes(b"bad\n" + MUTE)
    Path("link").symlink_to("a.log")
    os.link("a.log", "hard")
    Path("d").mkdir()
    with pytest.raises(UsageError, match="is one of the logs to read, so it cannot take the rejected lines"):
        counts("a.log", rejects=Path(name))
    assert Path("a.log").read_bytes() == b"bad\n" + MUTE


def test_a_log_found_in_a_directory_is_not_overwritten_either() -> None:
    Path("d").mkdir()
    Path("d/rejects.log").write_bytes(b"bad\n")
    with pytest.raises(UsageError):
        counts("d", rejects=Path("d/rejects.log"))
    assert Path("d/rejects.log").read_bytes() == b"bad\n"


@pytest.mark.parametrize("name", ["no/such/folder/out", ".", "x" * 5000])
def test_rejected_lines_that_cannot_be_written_are_told_before_reading(name: str) -> None:
    Path("a.log").write_bytes(b"bad\n")
    with pytest.raises(CallEventsError, match="cannot be opened for the rejected lines: ") as raised:
        counts("a.log", rejects=Path(name))
    assert raised.value.exit_code == 3


def test_a_source_that_vanished_since_it_was_found_costs_no_other() -> None:
    for name in ("a.log", "b.log", "c.log"):
        Path(name).write_bytes(MUTE)
    sources, missing = find_sources(["a.log", "b.log", "c.log"])
    Path("b.log").unlink()
    seen = read_logs(sources, missing, Reading())
    assert [(code.code, name) for code, name, _ in seen.faults] == [("CE401", "b.log")]
    assert [piece.source for piece in seen.pieces] == ["a.log", "c.log"]


@pytest.mark.skipif(sys.platform == "win32", reason="a folder opens like a file")
def test_a_source_whose_reading_fails_is_told_and_costs_no_other() -> None:
    Path("d").mkdir()
    Path("z.log").write_bytes(MUTE)
    seen = read_logs([Source("d", "d", 0), Source("z.log", "z.log", 1)], [], Reading())
    assert [(code.code, name) for code, name, _ in seen.faults] == [("CE401", "d")]
    assert len(seen.events.call) == 1
