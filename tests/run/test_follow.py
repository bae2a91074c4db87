"""A log that is written, rotated and cut while it is followed: what was read in the end is all that was written."""

import itertools
import os
import random
import shutil
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

import pytest

import callevents
from callevents.model.call import Call
from callevents.model.problem import UNREADABLE
from callevents.model.settings import Filters, Judging, Reading
from callevents.read.followed import Pipe
from callevents.read.growing import Growing
from callevents.rebuild.changes import Changes
from callevents.rebuild.finish import finish
from callevents.render.json_text import json_bytes
from callevents.report.live import Live
from callevents.run.follow import Follower
from logs.generate import generate

LINES = generate(11, 60, shape="mixed", repeats=0.05).lines
EVENT = b'{"type": "mute", "detail": {"callId": "c"}}\n'


Follow = Callable[..., Follower]


@pytest.fixture
def follow() -> Iterator[Follow]:
    """Give the function that follows a path; what it opened is closed at the end."""
    followers: list[Follower] = []

    def start(path: Path, grace: float = 60.0, stopped: Callable[[], bool] = lambda: False) -> Follower:
        followers.append(Follower(Growing(str(path), grace), Reading(), None, stopped))
        return followers[-1]

    yield start
    for follower in followers:
        follower.finish()


def events(of: Follower) -> int:
    return len(of.seen.events.call)


class Writer:
    """Writes a log with no regard for lines, and rotates it now and then."""

    def __init__(self, path: Path, rotate: Callable[["Writer"], None], seed: int) -> None:
        self.path = path
        self.kept: list[Path] = []
        self.file: BinaryIO = path.open("ab", buffering=0)
        self._rotate = rotate
        self._random = random.Random(seed)
        self.thread = threading.Thread(target=self._write)

    def keep(self) -> Path:
        """Name the next file that is kept, beside the log."""
        self.kept.append(self.path.with_name(f"kept-{len(self.kept):04d}.ndjson"))
        return self.kept[-1]

    def _write(self) -> None:
        data = b"".join(line + b"\n" for line in LINES)
        start, rotate_at = 0, time.monotonic() + 0.2
        while start < len(data):
            size = self._random.randint(1, 4000)
            self.file.write(data[start : start + size])
            start += size
            time.sleep(0.001)
            # A line is never cut by a rotation: no logger does that.
            if time.monotonic() > rotate_at:
                end = data.find(b"\n", start - 1) + 1
                self.file.write(data[start:end])
                start = max(start, end)
                self._rotate(self)
                rotate_at = time.monotonic() + 0.2
        self.file.close()


def rename(writer: Writer) -> None:
    """Rename the log and create it anew."""
    writer.path.rename(writer.keep())
    writer.file.close()
    writer.file = writer.path.open("ab", buffering=0)


def rename_and_write_on(writer: Writer) -> None:
    """Rename the log and create it anew, but go on writing to the old one for a while, as until a signal comes."""
    before = writer.file
    writer.path.rename(writer.keep())
    writer.file = writer.path.open("ab", buffering=0)
    time.sleep(0.1)
    before.write(b"".join(numbered(writer, 7)))
    before.close()


def copy_and_cut(writer: Writer) -> None:
    """Copy the log and truncate it in place."""
    shutil.copyfile(writer.path, writer.keep())
    os.truncate(writer.path, 0)


def copy_cut_and_fill(writer: Writer) -> None:
    """The same, and at once write more than there was."""
    size = writer.path.stat().st_size
    copy_and_cut(writer)
    event = next(numbered(writer, 1))
    writer.file.write(event.replace(b"{", b'{"filler": "' + b"x" * size + b'", ', 1))


def numbered(writer: Writer, count: int) -> Iterator[bytes]:
    """Give events of a call that no other rotation writes."""
    return (EVENT.replace(b'"c"', f'"c{len(writer.kept)}-{number}"'.encode()) for number in range(count))


@pytest.mark.parametrize("rotate", [rename, rename_and_write_on, copy_and_cut, copy_cut_and_fill])
@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_is_lost_or_counted_twice_under_load(
    rotate: Callable[[Writer], None], seed: int, tmp_path: Path, follow: Follow
) -> None:
    log = tmp_path / "agent.ndjson"
    writer = Writer(log, rotate, seed)
    followed = follow(log)
    changes, live, calls = Changes(followed.seen, Judging()), Live(Filters()), dict[str, Call]()
    writer.thread.start()
    while writer.thread.is_alive():
        followed.read()
        if rebuilt := changes.rebuilt():
            calls |= {call.call_id: call for call in live.update(*rebuilt)}
        time.sleep(0.02)
    writer.thread.join()
    followed.read()
    followed.finish()
    whole = finish(followed.seen, Judging())
    calls |= {call.call_id: call for call in live.update(whole)}

    assert len(writer.kept) >= 2  # rotations
    log.rename(writer.keep())  # so that the names sort in the order of the rotations
    plain = callevents.analyze(writer.kept)
    assert written(whole.calls) == written(plain.calls)
    assert written([calls[call.call_id] for call in plain.calls]) == written(plain.calls)
    assert whole.inputs == plain.inputs


def written(calls: "Iterable[Call]") -> bytes:
    return b"".join(json_bytes(call.to_dict()) + b"\n" for call in calls)


def test_an_unfinished_line_waits_for_its_newline(tmp_path: Path, follow: Follow) -> None:
    log = tmp_path / "a.ndjson"
    log.write_bytes(EVENT + EVENT[:20])
    followed = follow(log)
    followed.read()
    followed.read()
    assert events(followed) == 1
    with log.open("ab") as file:
        file.write(EVENT[20:])
    followed.read()
    assert (events(followed), followed.seen.rejects) == (2, {})


def test_a_line_that_never_got_its_newline_is_read_at_the_end(tmp_path: Path, follow: Follow) -> None:
    log = tmp_path / "a.ndjson"
    log.write_bytes(EVENT + EVENT[:-1])
    followed = follow(log)
    followed.read()
    followed.finish()
    assert events(followed) == 2


def test_a_file_that_is_missing_is_waited_for(tmp_path: Path) -> None:
    log = tmp_path / "a.ndjson"
    growing = Growing(str(log))
    followed = Follower(growing, Reading(), None, lambda: False)
    followed.read()
    waiting, ended = growing.trouble, followed.ended
    log.write_bytes(EVENT)
    followed.read()
    followed.finish()
    assert (waiting, ended) == ("does not exist yet; waiting for it", False)
    assert (growing.trouble, events(followed)) == (None, 1)


def test_a_renamed_file_is_let_go_when_nothing_is_written_to_it_any_more(tmp_path: Path, follow: Follow) -> None:
    log, old = tmp_path / "a.ndjson", tmp_path / "old"
    log.write_bytes(EVENT + EVENT[:-1])
    followed = follow(log, grace=0.05)
    followed.read()
    log.rename(old)
    log.write_bytes(EVENT)
    followed.read()
    time.sleep(0.1)
    followed.read()
    assert events(followed) == 3  # with the line that has no newline
    with old.open("ab") as file:
        file.write(b"\n" + EVENT)
    followed.read()
    assert events(followed) == 3


def test_a_file_that_is_written_anew_with_its_old_content_is_not_read_twice(tmp_path: Path, follow: Follow) -> None:
    log, new = tmp_path / "a.ndjson", tmp_path / "new"
    log.write_bytes(EVENT * 3)
    followed = follow(log)
    followed.read()
    new.write_bytes(EVENT * 5)
    new.replace(log)
    followed.read()
    assert events(followed) == 5
    assert len(followed.seen.pieces) == 1


def test_a_new_file_that_begins_like_the_renamed_one_is_read_from_its_start(tmp_path: Path, follow: Follow) -> None:
    log = tmp_path / "a.ndjson"
    log.write_bytes(EVENT * 3)
    followed = follow(log)
    followed.read()
    log.rename(tmp_path / "old")
    log.write_bytes(EVENT * 5)
    followed.read()
    assert events(followed) == 8


def test_a_file_that_is_cut_without_a_copy_goes_on_from_its_start(tmp_path: Path, follow: Follow) -> None:
    log = tmp_path / "a.ndjson"
    log.write_bytes(EVENT * 3)
    (tmp_path / "other.ndjson").write_bytes(b"x" * 1000)
    followed = follow(log)
    followed.read()
    os.truncate(log, 0)
    followed.read()
    with log.open("ab") as file:
        file.write(EVENT)
    followed.read()
    assert events(followed) == 4


def test_a_file_beside_a_cut_one_may_vanish_while_its_copy_is_looked_for(
    tmp_path: Path, follow: Follow, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "a.ndjson"
    log.write_bytes(EVENT * 3)
    listed = os.scandir

    class Vanished:
        name, path = "b.ndjson", str(tmp_path / "b.ndjson")

        def is_file(self) -> bool:
            return True

        def stat(self) -> os.stat_result:
            raise FileNotFoundError(self.path)

    @contextmanager
    def scandir(folder: Path) -> Iterator[list[object]]:
        with listed(folder) as entries:
            yield [Vanished(), *entries]

    followed = follow(log)
    followed.read()
    shutil.copy(log, tmp_path / "copy")
    with (tmp_path / "copy").open("ab") as copy:
        copy.write(EVENT)
    os.truncate(log, 0)
    monkeypatch.setattr(os, "scandir", scandir)
    followed.read()
    assert events(followed) == 4


def test_rotations_count_up_so_that_their_names_sort_in_order(tmp_path: Path, follow: Follow) -> None:
    log = tmp_path / "a.ndjson"
    followed = follow(log)
    for number in range(12):
        log.write_bytes(EVENT)
        followed.read()
        log.rename(tmp_path / f"old{number}")
    names = [piece.source for piece in followed.seen.pieces]
    assert len(names) == 12
    assert names == sorted(names)


def test_a_source_that_turns_out_to_be_no_log_ends_the_following_and_is_named(tmp_path: Path, follow: Follow) -> None:
    log = tmp_path / "a.ndjson"
    log.write_bytes(EVENT)
    followed = follow(log)
    followed.read()
    log.rename(tmp_path / "old")
    log.write_bytes(b"\x1f\x8b\x08\x00\x00\x00\x00\x00")
    followed.read()
    assert followed.ended
    assert [(code, source) for code, source, _ in followed.seen.faults] == [(UNREADABLE, f"{log} (rotation 0001)")]
    assert events(followed) == 1


def test_reading_pauses_when_it_is_to_stop_and_keeps_what_is_whole(tmp_path: Path, follow: Follow) -> None:
    log = tmp_path / "a.ndjson"
    log.write_bytes(EVENT * 60_000)  # more than two blocks
    asked = itertools.count()
    followed = follow(log, stopped=lambda: next(asked) > 1)
    followed.read()
    followed.finish()
    assert 0 < events(followed) < 60_000
    assert followed.seen.pieces[0].bytes < log.stat().st_size


@contextmanager
def pipe() -> Iterator[tuple[BinaryIO, BinaryIO]]:
    out, into = os.pipe()
    with os.fdopen(out, "rb") as reader, os.fdopen(into, "wb", buffering=0) as writer:
        yield reader, writer


def test_a_pipe_is_followed_to_its_end() -> None:
    with pipe() as (reader, writer):
        followed = Follower(Pipe(reader), Reading(), None, lambda: False)
        followed.read()
        assert (events(followed), followed.ended) == (0, False)
        writer.write(EVENT + EVENT[:9])
        followed.read()
        assert (events(followed), followed.ended) == (1, False)
        writer.write(EVENT[9:-1])
        writer.close()
        for _ in range(2):
            with suppress(OSError):
                followed.read()
        assert (events(followed), followed.ended) == (2, True)
