import bz2
import gzip
import json
import os
import random
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest

import callevents
from callevents.model.errors import MissingExtraError
from callevents.read import remote
from callevents.read.remote import is_remote, shown
from callevents.run import parallel
from cli.harness import run
from extras import needs
from logs.generate import generate
from servers import object_store, web_server

needs("fsspec", "aiohttp", "s3fs", "moto.server")

SAMPLES = Path(__file__).parents[2] / "sample_logs"
LOG = generate(5, 40).data
FILES = {
    "/plain.ndjson": LOG,
    "/packed.ndjson.gz": gzip.compress(LOG, mtime=0),
    "/packed.ndjson.bz2": bz2.compress(LOG),
    "/empty.ndjson": b"",
}


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    """The URL of a bucket with the sample logs."""
    with pytest.MonkeyPatch.context() as monkeypatch, object_store(monkeypatch) as bucket:
        import fsspec

        fsspec.filesystem("s3").put(str(SAMPLES), "logs/samples", recursive=True)
        yield bucket


def document(*logs: str) -> dict[str, object]:
    """The summary of logs, without the names of files."""
    analysis = callevents.analyze(logs)
    assert not analysis.damaged, analysis.warnings
    summary = analysis.summary().to_dict()
    return summary | {"problems": [problem | {"first": None} for problem in summary["problems"]]}


def test_a_url_is_told_from_a_path() -> None:
    assert all(map(is_remote, ("s3://b/x", "https://h/x", "S3A://b", "abfss://c@a/x", "file:///x")))
    assert not any(map(is_remote, ("log", "/a/b", "a://"[:2], "C:\\log", "-", "a b://c", "://x", "1://x")))


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("s3://bucket/a=b/log", "s3://bucket/a=b/log"),
        ("https://h/log?day=2&X-Amz-Signature=abc&x=1", "https://h/log?day=2&X-Amz-Signature=...&x=1"),
        ("https://h/log?sig=ab%2Fc", "https://h/log?sig=..."),
        ("https://user:secret@h/log", "https://...@h/log"),
    ],
)
def test_what_would_give_access_is_not_shown(url: str, wanted: str) -> None:
    assert shown(url) == wanted


@pytest.mark.parametrize("logs", ["samples", "samples/", "samples/*.ndjson*"])
def test_logs_in_an_object_store_give_what_the_files_give(store: str, logs: str) -> None:
    assert document(f"{store}/{logs}") == document(str(SAMPLES))


def test_a_single_object_is_read_and_named_as_it_was_asked_for(store: str) -> None:
    analysis = callevents.analyze(f"{store}/samples/troubled.ndjson")
    assert {problem.first.file for problem in analysis.problems} == {f"{store}/samples/troubled.ndjson"}


def test_an_object_is_read_in_parts_by_several_processes(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "WORTH_A_PROCESS", 1000)
    monkeypatch.setattr(remote, "BLOCK", 4096)
    whole = callevents.analyze(f"{store}/samples/stories.ndjson", jobs=1)
    parts = callevents.analyze(f"{store}/samples/stories.ndjson", jobs=3)
    assert parts.to_dict() == whole.to_dict()


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("s3://logs/missing.ndjson", "s3://logs/missing.ndjson: cannot be read: there is no such file"),
        ("s3://logs/none-*", "s3://logs/none-*: no file matches this pattern"),
        ("s3://nosuch/x", "s3://nosuch/x: cannot be read: there is no such file"),
    ],
)
def test_what_is_not_there_is_told_in_a_line_and_the_rest_is_read(store: str, url: str, sentence: str) -> None:
    ended = run("calls", url, f"{store}/samples/stories.ndjson", "--json")
    assert (ended.code, ended.err) == (3, f"callevents: {sentence}\n")
    assert json.loads(ended.out)


def test_a_directory_without_logs_is_told(store: str) -> None:
    import fsspec

    fsspec.filesystem("s3").pipe("logs/other/README.md", b"hello")
    ended = run("summary", f"{store}/other")
    assert (ended.code, ended.err) == (3, "callevents: s3://logs/other: no log in this directory\n")


@pytest.mark.parametrize("ranges", [True, False])
@pytest.mark.parametrize("name", FILES)
def test_logs_on_a_web_server_give_what_the_files_give(
    tmp_path: Path, name: str, ranges: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote, "BLOCK", 10_000)
    (tmp_path / "log").write_bytes(FILES[name])
    with web_server(FILES, ranges=ranges) as (url, asked):
        assert document(url + name) == document(str(tmp_path / "log"))
    assert ranges or sum(line.startswith("GET") for line in asked) == 1


@pytest.mark.parametrize("name", ["/plain.ndjson", "/packed.ndjson.gz"])
@pytest.mark.parametrize("ranges", [True, False])
def test_a_connection_that_breaks_damages_the_source_and_what_came_is_used(name: str, ranges: bool) -> None:
    # Large and hardly compressed: what came shortly before the fault may not be handed on.
    log = generate(6, 150).data
    files = {"/plain.ndjson": log, "/packed.ndjson.gz": gzip.compress(log, 0)}
    with web_server(files, ranges=ranges, cut_at=len(log) // 2) as (url, _):
        ended = run("calls", url + name, "--json")
    *of_cut_line, told = ended.err.splitlines()
    assert (ended.code, len(of_cut_line) <= 1) == (3, True)
    assert told == (
        f"callevents: {url}{name}: reading failed: Not enough data to satisfy content length header "
        f"(received {len(log) // 2} of {len(files[name])} bytes)"
    )
    assert ranges or 20 < len(json.loads(ended.out)) < 150


def test_events_of_a_page_that_can_only_be_streamed_are_printed_as_they_stand() -> None:
    with web_server(FILES, ranges=False) as (url, _):
        ended = run("events", f"{url}/packed.ndjson.gz")
    assert ended.out == LOG


def test_a_missing_page_and_a_missing_server_are_told_apart() -> None:
    with web_server(FILES) as (url, _):
        ended = run("summary", f"{url}/missing")
        assert (ended.code, ended.err) == (3, f"callevents: {url}/missing: cannot be read: there is no such file\n")
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    ended = run("summary", f"http://127.0.0.1:{port}/log")
    assert (ended.code, ended.err.count("\n"), "Connect call failed" in ended.err) == (3, 1, True)


def test_a_scheme_that_nothing_knows_is_told_in_a_line() -> None:
    ended = run("summary", "gopher://x/y")
    assert (ended.code, ended.err.count("\n"), "gopher" in ended.err) == (3, 1, True)


@pytest.mark.parametrize("missing", ["fsspec", "s3fs"])
def test_without_the_extra_the_error_names_it(missing: str) -> None:
    known = sys.modules["fsspec.registry"]._registry
    with mock.patch.dict("sys.modules", {missing: None}), mock.patch.dict(known, clear=True):
        for arguments in (("summary", "s3://bucket/x"), ("calls", str(SAMPLES), "-o", "s3://bucket/x")):
            ended = run(*arguments, "--quiet")
            assert (ended.code, "pip install 'callevents[remote]'" in ended.err) == (2, True)


def test_without_a_package_for_the_scheme_the_error_says_which() -> None:
    with mock.patch.dict("sys.modules", {"gcsfs": None}), pytest.raises(MissingExtraError, match="gcsfs"):
        callevents.analyze("gs://bucket/x")


def test_a_result_goes_to_an_object_store(store: str) -> None:
    import fsspec

    ended = run("calls", f"{store}/samples", "--json", "-o", f"{store}/out/calls.json", "--quiet")
    assert (ended.code, ended.out, ended.err) == (0, b"", "")
    assert fsspec.filesystem("s3").cat("logs/out/calls.json") == run("calls", str(SAMPLES), "--json").out


def test_an_output_that_fails_leaves_no_object(store: str) -> None:
    import fsspec

    ended = run("call", "nosuchcall", f"{store}/samples", "--json", "-o", f"{store}/out/call.json")
    assert ended.code == 1
    assert not fsspec.filesystem("s3").exists("logs/out/call.json")


def test_a_bucket_that_is_not_there_cannot_take_a_result(store: str) -> None:
    ended = run("summary", f"{store}/samples", "--quiet", "-o", "s3://nosuch/x")
    assert (ended.code, ended.err.count("\n")) == (3, 1)
    assert ended.err.startswith("callevents: s3://nosuch/x: cannot be written to")


def test_a_result_does_not_take_the_place_of_the_object_that_is_read(store: str) -> None:
    url = f"{store}/samples/stories.ndjson"
    assert run("summary", url, "-o", url).code == 2


def test_a_web_server_takes_no_result() -> None:
    ended = run("summary", str(SAMPLES), "-o", "https://user:secret@host/x")
    assert ended.code == 2
    assert ended.err == "callevents: https://...@host/x: a web server can be read from, not written to\n"


def test_an_export_goes_to_an_object_store_and_is_replaced_whole(store: str, tmp_path: Path) -> None:
    import fsspec

    s3 = fsspec.filesystem("s3")
    s3.pipe("logs/tables/precious", b"")
    export = ("export", str(SAMPLES), "--format", "csv", "--quiet", "-o")
    assert run(*export, f"{store}/tables").code == 2
    assert "no earlier export" in run(*export, f"{store}/tables", "--overwrite").err
    s3.rm("logs/tables/precious")
    assert run(*export, f"{store}/tables", "--partition-by", "day").code == 0
    assert run(*export, f"{store}/tables").code == 2
    assert run(*export, f"{store}/tables", "--overwrite").code == 0
    run(*export, str(tmp_path / "tables"))
    assert {name.rpartition("/")[2]: s3.cat(name) for name in s3.find("logs/tables")} == {
        path.name: path.read_bytes() for path in (tmp_path / "tables").iterdir()
    }


def test_no_network_is_used_unless_a_url_is_named() -> None:
    with (
        mock.patch.dict(os.environ, {"AWS_ENDPOINT_URL": "http://127.0.0.1:1"}),
        mock.patch("fsspec.url_to_fs") as used,
    ):
        assert run("summary", str(SAMPLES), "--quiet").code == 0
    assert not used.called


def test_a_block_of_any_size_gives_the_same(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "log").write_bytes(LOG)
    wanted = document(str(tmp_path / "log"))
    with web_server(FILES) as (url, _):
        for size in random.Random(1).sample(range(1000, 100_000), 4):
            monkeypatch.setattr(remote, "BLOCK", size)
            assert document(f"{url}/packed.ndjson.gz") == wanted
