"""Reading side by side: shares, sections, and the same result from any number of processes."""

import gzip
import io
import json
import lzma
import os
import signal
from collections.abc import Callable
from itertools import chain
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import callevents
from callevents import Filters
from callevents.model.errors import CallEventsError
from callevents.model.problem import DAMAGED, Code
from callevents.model.settings import Reading
from callevents.read import section
from callevents.read.lines import Lines, SourceError
from callevents.read.section import Section, Stretches
from callevents.read.sources import Source, find_sources
from callevents.rebuild.seen import Seen
from callevents.run import parallel
from callevents.run.local import read_logs
from logs.generate import generate


@pytest.fixture(autouse=True)
def small_logs_pay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "WORTH_A_PROCESS", 1000)


def lines_of(data: bytes, start: int, end: int | None) -> bytes:
    section = Section(io.BytesIO(data), start, end)
    return b"".join(iter(lambda: section.read1(7), b""))


@given(st.lists(st.binary(max_size=20), max_size=20), st.lists(st.integers(0, 300), max_size=4))
def test_sections_that_follow_each_other_give_every_line_once_and_whole(lines: list[bytes], cuts: list[int]) -> None:
    data = b"\n".join(lines)
    edges = [0, *sorted(min(cut, len(data)) for cut in cuts)]
    parts = [lines_of(data, start, end) for start, end in zip(edges, [*edges[1:], None], strict=True)]
    assert b"".join(parts) == data
    assert all(part.endswith(b"\n") for part in parts[:-1] if part and part is not [p for p in parts if p][-1])


class Stream:
    """Gives these bytes in blocks of 7; then a fault, if it has one."""

    def __init__(self, data: bytes, fault: SourceError | None) -> None:
        self._data = io.BytesIO(data)
        self._fault = fault

    def read1(self, size: int, /) -> bytes:
        block = self._data.read(7)
        if not block and self._fault:
            raise self._fault
        return block


@pytest.fixture
def small_stretches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(section, "STRETCH", 32)


@given(
    st.lists(st.binary(max_size=20) | st.just(b"x" * 100), max_size=30), st.integers(1, 4), st.none() | st.just(DAMAGED)
)
@pytest.mark.usefixtures("small_stretches")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_those_that_divide_a_stream_give_every_line_once_and_one_of_them_tells_of_its_fault(
    lines: list[bytes], of: int, damage: Code | None
) -> None:
    data = b"\n".join(lines)
    fault = SourceError(damage, "cut short") if damage else None
    found: dict[int, list[bytes]] = {}
    faults = 0
    for which in range(of):
        try:
            for start, stream in Stretches(Stream(data, fault), which, of):
                assert start not in found
                found[start] = []
                for batch in Lines(stream, 1 << 30, from_start=start == 0):
                    found[start] += batch
        except SourceError:
            faults += 1
    whole = [line for start in sorted(found) for line in found[start]]
    assert whole == list(chain.from_iterable(Lines(Stream(data, None), 1 << 30)))
    assert faults == (fault is not None)


def test_shares_are_contiguous_and_cut_only_plain_files(tmp_path: Path) -> None:
    plain, packed = tmp_path / "a.ndjson", tmp_path / "b.ndjson.xz"
    plain.write_bytes(generate(1, calls=80).data)
    packed.write_bytes(lzma.compress(generate(2, calls=20).data))
    sources, _ = find_sources([tmp_path])
    parts = [part for share in parallel.shares(sources, 3) for part in share]
    assert len([part for part in parts if part.name == str(packed)]) == 1
    cut = [part for part in parts if part.name == str(plain)]
    assert len(cut) > 1
    assert [part.start for part in cut[1:]] == [part.end for part in cut[:-1]]
    assert (cut[0].start, cut[-1].end) == (0, None)


def test_a_small_log_is_read_in_one_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "log.ndjson"
    path.write_bytes(generate(1, calls=5).data)
    monkeypatch.setattr(parallel, "WORTH_A_PROCESS", 1 << 30)
    assert len(parallel.shares(find_sources([path])[0], 8)) == 1


def test_standard_input_is_read_in_one_process() -> None:
    assert len(parallel.shares([Source("<stdin>", None, None)], 8)) == 1


def documents(logs: Path, jobs: int) -> bytes:
    analysis = callevents.analyze(logs, text="", jobs=jobs)
    values = [analysis.summary(), analysis.transcript(), analysis.check(), *analysis.calls]
    return orjson.dumps([value.to_dict() for value in values])


@pytest.mark.parametrize("shape", ["plain", "mixed"])
def test_any_number_of_processes_gives_the_same_bytes(shape: str, tmp_path: Path) -> None:
    data = generate(5, calls=60, shape=shape, repeats=0.2).data.replace(b'"callended"', b"bad line", 2)
    (tmp_path / "a.ndjson").write_bytes(data[: len(data) // 3])
    (tmp_path / "b.ndjson").write_bytes(data[len(data) // 3 :])
    one = documents(tmp_path, 1)
    assert documents(tmp_path, 2) == one
    assert documents(tmp_path, 5) == one


def test_no_more_processes_unpack_the_same_file_than_pays(tmp_path: Path) -> None:
    path = tmp_path / "log.ndjson.gz"
    path.write_bytes(gzip.compress(generate(5, calls=60).data))
    parts = parallel.shares(find_sources([path])[0], 20)
    assert len(parts) == parallel.MOST_UNPACKING


@pytest.mark.parametrize("kept", [1, 0.6])
def test_a_gzipped_log_that_several_read_gives_the_same_bytes_whole_or_cut_short(
    kept: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(section, "STRETCH", 10_000)
    packed = gzip.compress(generate(5, calls=60).data.replace(b'"callended"', b"bad line", 2))
    path = tmp_path / "log.ndjson.gz"
    path.write_bytes(packed[: int(len(packed) * kept)])
    parts = [part for share in parallel.shares(find_sources([path])[0], 3) for part in share]
    assert [part.stretches for part in parts] == [(0, 3), (1, 3), (2, 3)]
    one = documents(path, 1)
    assert documents(path, 2) == one
    assert documents(path, 5) == one


def test_a_process_that_dies_ends_reading_with_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "log.ndjson"
    path.write_bytes(generate(1, calls=20).data)

    def die(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr(parallel, "_work", die)
    with pytest.raises(CallEventsError, match=r"ended before its work was done .*--jobs 1"):
        parallel.read_in_parallel(*find_sources([path]), Reading(), jobs=2)


def test_a_file_that_vanishes_before_it_is_read_is_told_of_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "log.ndjson"
    path.write_bytes(generate(1, calls=20).data)

    def shares_and_then(*arguments: Any) -> list[list[Source]]:
        found = shares(*arguments)
        path.unlink()
        return found

    shares = parallel.shares
    monkeypatch.setattr(parallel, "shares", shares_and_then)
    problems = callevents.analyze(path, jobs=2).problems
    assert [(problem.code, problem.count) for problem in problems] == [("CE401", 1)]


def in_helpers(monkeypatch: pytest.MonkeyPatch, work: Callable[[], None]) -> None:
    """Let the processes beside this one do something before they read."""
    first = os.getpid()

    def read(*arguments: Any) -> Seen:
        if os.getpid() != first:
            work()
        return read_logs(*arguments)

    monkeypatch.setattr(parallel, "read_logs", read)


def test_whatever_fails_in_a_process_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise MemoryError

    path = tmp_path / "log.ndjson"
    path.write_bytes(generate(1, calls=20).data)
    in_helpers(monkeypatch, fail)
    with pytest.raises(CallEventsError, match=r"ended before its work was done \(MemoryError\(\)\). --jobs 1"):
        parallel.read_in_parallel(*find_sources([path]), Reading(), jobs=2)
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("ignored", [True, False])
def test_ctrl_c_ends_the_processes_unless_it_is_ignored_as_in_a_shells_background(
    ignored: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "log.ndjson"
    path.write_bytes(generate(1, calls=20).data)
    in_helpers(monkeypatch, lambda: os.kill(os.getpid(), signal.SIGINT))
    before = signal.getsignal(signal.SIGINT)
    try:
        if ignored:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            assert parallel.read_in_parallel(*find_sources([path]), Reading(), jobs=2).pieces[1].lines > 0
        else:
            with pytest.raises(KeyboardInterrupt):
                parallel.read_in_parallel(*find_sources([path]), Reading(), jobs=2)
    finally:
        signal.signal(signal.SIGINT, before)


def test_the_limit_of_lines_is_the_same_for_what_is_compressed(tmp_path: Path) -> None:
    lines = [json.dumps({"type": "note", "detail": {"callId": "c", "more": "x" * length}}) for length in (9, 1_100_000)]
    data = "\n".join(lines * 2).encode()
    (tmp_path / "log.ndjson").write_bytes(data)
    (tmp_path / "log.ndjson.gz").write_bytes(gzip.compress(data))
    for path in tmp_path.iterdir():
        inputs = callevents.analyze(path, reading=Reading(max_line=1 << 20), filters=Filters(call_ids=("d",))).inputs
        assert (inputs.rejected, inputs.lines) == (2, 4)
