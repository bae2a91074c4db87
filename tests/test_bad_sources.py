"""What a user gets for sources that are damaged, missing, or no logs: a clear line each, exit code 3, all else read."""

import bz2
import gzip
import json
import lzma
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bad_logs import CALL, assert_the_call_is_whole, event, problems, summary, write
from cli.harness import run

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

posix = pytest.mark.skipif(sys.platform == "win32", reason="links and pipes of POSIX")
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstd.compress,
}


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("name", ["a.log", "no-suffix", "wrong.bz2"])
@pytest.mark.parametrize("pack", PACKERS.values(), ids=PACKERS)
def test_compression_is_told_by_content_not_by_name(pack: Callable[[bytes], bytes], name: str) -> None:
    Path(name).write_bytes(pack(b"\n".join(CALL[:3]) + b"\n") + pack(b"\n".join(CALL[3:])))
    document, ended = summary(name)
    assert (ended.code, ended.err, document["problems"]) == (0, "", [])
    assert_the_call_is_whole(name)


@pytest.mark.parametrize("damage", ["cut short", "junk", "corrupt"])
@pytest.mark.parametrize("pack", PACKERS.values(), ids=PACKERS)
def test_of_a_damaged_source_the_lines_before_the_fault_are_used_and_it_is_named(
    pack: Callable[[bytes], bytes], damage: str
) -> None:
    good = pack(b"\n".join(CALL) + b"\n")
    more = pack(b"".join(event("note", 0, "m", id=str(number)) + b"\n" for number in range(20_000)))
    data = {
        "cut short": good + more[: len(more) // 2],
        "junk": good + b"this is no compressed data",
        "corrupt": good + more[:8] + bytes(byte ^ 0x55 for byte in more[8:]),
    }[damage]
    Path("damaged.log").write_bytes(data)
    write(event("mute", 0, "other"), name="other.log")
    document, ended = summary("damaged.log", "other.log")
    assert ended.code == 3
    assert ended.err.startswith("callevents: damaged.log: the compressed data is damaged: ") or damage == "cut short"
    assert "damaged.log: the compressed data is damaged: " in ended.err.splitlines()[-1]
    assert problems(document)["CE402"] == 1
    assert_the_call_is_whole("damaged.log", "other.log")
    ids = [call["call_id"] for call in json.loads(run("calls", "damaged.log", "other.log", "--json").out)]
    assert "other" in ids


@posix
def test_what_cannot_be_read_is_a_line_each_and_the_others_are_still_read() -> None:
    write(*CALL)
    Path("empty").mkdir()
    Path("dir").mkdir()
    os.mkfifo("dir/pipe.log")
    Path("loop.log").symlink_to("loop.log")
    Path("gone.log").symlink_to("nowhere")
    document, ended = summary("missing.log", "a.log", "empty", "dir", "loop.log", "gone.log", "x*.log", "./a.log")
    assert ended.code == 3
    assert sorted(ended.err.splitlines()) == [
        "callevents: dir/pipe.log: is no regular file; name it itself to read it",
        "callevents: empty: no log in this directory: none of its files ends in .ndjson, .jsonl, .log, .json",
        "callevents: gone.log: cannot be read: No such file or directory",
        "callevents: loop.log: cannot be read: Too many levels of symbolic links",
        "callevents: missing.log: cannot be read: No such file or directory",
        "callevents: x*.log: no file matches this pattern",
    ]
    assert problems(document) == {"CE401": 5, "CE405": 1}
    assert document["inputs"]["files"] == 1
    assert document["inputs"]["events"] == len(CALL)


def test_an_unreadable_file_is_named_and_the_others_are_still_read(monkeypatch: pytest.MonkeyPatch) -> None:
    write(*CALL)
    write(*CALL, name="secret.log")
    real_open = open

    def guarded(path: Any, *arguments: Any, **settings: Any) -> Any:
        if str(path) == "secret.log":
            raise PermissionError(13, "Permission denied", path)
        return real_open(path, *arguments, **settings)

    monkeypatch.setattr("builtins.open", guarded)
    ended = run("summary", "secret.log", "a.log", "--json")
    assert ended.code == 3
    assert ended.err == "callevents: secret.log: cannot be opened: Permission denied\n"
    assert json.loads(ended.out)["inputs"]["events"] == len(CALL)


@pytest.mark.parametrize("command", ["summary", "calls", "stats", "check", "events", "transcript"])
def test_where_nothing_can_be_read_the_exit_code_is_3(command: str) -> None:
    ended = run(command, "missing.log")
    assert ended.code == 3
    assert ended.err == "callevents: missing.log: cannot be read: No such file or directory\n"


@posix
@pytest.mark.parametrize("command", ["summary", "events"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gz"])
def test_a_pipe_is_read_as_process_substitution_names_it(command: str, pack: Callable[[bytes], bytes]) -> None:
    write(*CALL)
    expected = run(command, "a.log", "--json") if command == "summary" else run(command, "a.log")
    out, into = os.pipe()

    def feed() -> None:
        with os.fdopen(into, "wb") as pipe:
            pipe.write(pack(Path("a.log").read_bytes()))

    writer = threading.Thread(target=feed)
    writer.start()
    ended = run(command, f"/dev/fd/{out}", *(["--json"] if command == "summary" else []))
    writer.join()
    os.close(out)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == expected.out


def test_events_gives_the_lines_of_a_damaged_source_before_the_fault() -> None:
    lines = b"".join(event("mute", 0, f"m{number}") + b"\n" for number in range(2000))
    Path("a.log").write_bytes(gzip.compress(lines)[:-4])
    ended = run("events", "a.log")
    assert ended.code == 3
    assert ended.out == lines
