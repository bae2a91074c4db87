"""Logs read on a cluster give, byte for byte, what they give here. The cluster is of this machine: a driver, and two
executors in processes of their own."""

import gzip
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

import callevents
from callevents.model.errors import CallEventsError
from callevents.model.settings import Judging, Reading
from callevents.read.sources import find_sources
from callevents.run import spark
from callevents.run.session import spark_context
from callevents.run.spark import finish_on_spark
from cli.harness import run
from extras import REQUIRED, needs
from logs.generate import generate
from logs.shapes import SHAPES
from rebuild.little import documents
from servers import web_server

if TYPE_CHECKING:
    from pyspark import SparkContext

needs("pyspark")
if shutil.which("java") is None and "JAVA_HOME" not in os.environ and REQUIRED not in os.environ:
    pytest.skip("Java is not installed", allow_module_level=True)

SAMPLES = Path(__file__).parents[2] / "sample_logs"
LOGS = sorted(path.name for path in SAMPLES.glob("*.ndjson*"))


@pytest.fixture(scope="module")
def cluster() -> "Iterator[SparkContext]":
    conf = {
        "spark.executor.memory": "512m",
        "spark.task.maxFailures": "2",
        "spark.executorEnv.PYTHONPATH": str(Path(callevents.__file__).parents[1]),
    }
    with pytest.MonkeyPatch.context() as monkeypatch, spark_context("local-cluster[2,1,600]", conf) as context:
        monkeypatch.setattr(spark, "PIECE", 30_000)
        monkeypatch.setattr(spark, "BUCKET", 700_000)
        yield context


def written(paths: list[Path], **settings: Any) -> str:
    """Every JSON document that can be made of logs."""
    return json.dumps(documents(callevents.analyze(paths, text="", **settings)))


@pytest.mark.parametrize("name", LOGS)
def test_a_sample_log_gives_the_same_bytes(cluster: "SparkContext", name: str) -> None:
    assert written([SAMPLES / name], spark=cluster) == written([SAMPLES / name])


def test_all_sample_logs_give_the_same_bytes_and_a_session_serves_as_well(cluster: "SparkContext") -> None:
    session = SimpleNamespace(sparkContext=cluster)
    assert written([SAMPLES], spark=session) == written([SAMPLES])


def in_files(tmp_path: Path, lines: list[bytes]) -> list[Path]:
    """Three files, one of them compressed, between which the lines of each call are divided."""
    for start, name in enumerate(("a.ndjson", "b.ndjson.gz", "c.ndjson")):
        data = b"".join(line + b"\n" for line in lines[start::3])
        (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith("gz") else data)
    return [tmp_path]


@pytest.mark.parametrize("shape", [*SHAPES, "mixed"])
def test_a_log_of_any_shape_gives_the_same_bytes(cluster: "SparkContext", tmp_path: Path, shape: str) -> None:
    log = in_files(tmp_path, generate(7, 40, shape=shape, repeats=0.2).lines)
    assert written(log, spark=cluster) == written(log)


@pytest.mark.parametrize(
    "options",
    [{"times": False, "repeats": 0.3}, {"shuffle_seconds": 20}, {"agent_field": None, "session_field": None}],
    ids=["no-times", "shuffled", "no-agents"],
)
def test_a_log_that_leaves_much_open_gives_the_same_bytes(
    cluster: "SparkContext", tmp_path: Path, options: dict[str, Any]
) -> None:
    lines = generate(8, 40, edge_calls=3, **options).lines
    without_ids = [line.replace(b'"callId"', b'"other"', n % 17 == 0) for n, line in enumerate(lines)]
    log = in_files(tmp_path, [*without_ids, b"{bad", b"", b'{"type":"new_type","detail":{}}'])
    assert written(log, spark=cluster) == written(log)


def test_filters_choose_the_same_calls(cluster: "SparkContext") -> None:
    for options in (
        ("--since", "-2h"),
        ("--where", "mos < 3.5"),
        ("--call-id", "fef70edd-0148-4c8a-a65a-6dca8302213a"),
    ):
        arguments = ("calls", str(SAMPLES), "--json", *options)
        here, there = run(*arguments), run(*arguments, "--engine", "spark")
        assert (there.code, there.out, there.err) == (here.code, here.out, here.err)
        assert len(json.loads(here.out)) > 0


def test_sources_that_cannot_be_read_are_told_the_same(cluster: "SparkContext", tmp_path: Path) -> None:
    (tmp_path / "cut.ndjson.gz").write_bytes(gzip.compress(generate(9, 20).data)[:-2000])
    (tmp_path / "array.ndjson").write_bytes(b"[\n{}\n]")
    arguments = ("summary", str(tmp_path), str(tmp_path / "missing"), "--json")
    here, there = run(*arguments), run(*arguments, "--engine", "spark")
    assert here.code == 3
    assert (there.code, there.out, there.err) == (here.code, here.out, here.err)


def test_executors_read_from_web_servers(cluster: "SparkContext") -> None:
    log = generate(10, 60).data
    with web_server({"/log.ndjson": log}) as (url, _), web_server({"/log.ndjson": log}, ranges=False) as (other, _):
        for name in (f"{url}/log.ndjson", f"{other}/log.ndjson"):
            there = callevents.analyze(name, spark=cluster)
            assert there.to_dict() == callevents.analyze(name).to_dict()


@pytest.mark.parametrize("options", [(), ("--partition-by", "day"), ("--since", "-1d", "--has", "hold")])
def test_executors_export_the_same_rows(cluster: "SparkContext", tmp_path: Path, options: tuple[str, ...]) -> None:
    def export(name: str, *more: str) -> tuple[dict[str, Any], dict[str, list[str]]]:
        folder = tmp_path / name
        ended = run("export", str(SAMPLES), "-o", str(folder), "--format", "csv", "--quiet", *options, *more)
        assert (ended.code, ended.err) == (0, "")
        told = json.loads((folder / "export.json").read_bytes())
        rows = {
            table["name"]: sorted(line for path in folder.glob(table["path"]) for line in lines_of(path, folder))
            for table in told["tables"]
        }
        for table in told["tables"]:
            del table["path"]
        return told, rows

    (told_there, rows_there), (told_here, rows_here) = export("there", "--engine", "spark"), export("here")
    assert len([*(tmp_path / "there").rglob("part-*.csv")]) > 10
    assert rows_there == rows_here
    assert told_there == told_here


def lines_of(path: Path, folder: Path) -> list[str]:
    """The rows of a file, with the day in its path."""
    day = next((part for part in path.relative_to(folder).parts if part.startswith("day=")), "")
    return [f"{day},{line}" for line in path.read_text().splitlines()[1:]]


def test_every_bad_line_is_exported(cluster: "SparkContext", tmp_path: Path) -> None:
    (tmp_path / "log.ndjson").write_bytes(b"a line that is no event\n" * 4000)
    log, out = str(tmp_path / "log.ndjson"), str(tmp_path / "out")
    ended = run("export", log, "-o", out, "--format", "csv", "--quiet", "--engine", "spark")
    assert "4,000  problems" in ended.text


def test_executors_export_to_where_a_url_leads(cluster: "SparkContext", tmp_path: Path) -> None:
    url = (tmp_path / "out").as_uri()
    ended = run("export", str(SAMPLES), "-o", url, "--format", "ndjson", "--quiet", "--engine", "spark")
    assert (ended.code, ended.err) == (0, "")
    calls = [line for path in (tmp_path / "out" / "calls").iterdir() for line in path.read_bytes().splitlines()]
    assert len(calls) == len(callevents.analyze(SAMPLES).calls)


class Fatal:
    """Becomes None wherever it is unpickled. The first time, that process (or the executor above it) dies."""

    def __init__(self, mark: Path, *, executor: bool) -> None:
        self._mark = str(mark)
        self._executor = executor

    def __reduce__(self) -> tuple[Any, ...]:
        # The executors know this file not: what happens there is told in what they have.
        above = "int(open(f'/proc/{os.getppid()}/stat').read().split()[3])"
        dying = f"os.kill({above}, 9)" if self._executor else "os._exit(1)"
        code = f"None if os.path.exists({self._mark!r}) else (open({self._mark!r}, 'w').close(), {dying})[0]"
        return eval, (f"(lambda os: {code})(__import__('os'))",)


@pytest.mark.parametrize("executor", [False, True], ids=["task", "executor"])
def test_a_task_or_an_executor_that_dies_changes_nothing(
    cluster: "SparkContext", tmp_path: Path, executor: bool
) -> None:
    fatal: Any = Fatal(tmp_path / "died", executor=executor)
    assert written([SAMPLES], spark=cluster, reading=Reading(time_field=fatal)) == written([SAMPLES])
    assert (tmp_path / "died").exists()


def test_what_fails_every_time_is_told_in_one_sentence(cluster: "SparkContext") -> None:
    def fail(number: int, log: object) -> None:
        raise ValueError("no more room")

    with pytest.raises(CallEventsError, match=r"^Spark gave up: no more room; --debug shows its log$"):
        finish_on_spark(cluster, *find_sources([SAMPLES / "no-times.ndjson"]), Reading(), Judging(), fail)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("summary", "-", "--engine", "spark"), "<stdin>: a cluster cannot read from a pipe; use --engine local"),
        (("summary", str(SAMPLES), "--engine", "spark", "--rejects", "x"), "--rejects keeps lines in their order"),
        (("calls", str(SAMPLES), "--master", "yarn"), "--master and --conf are of Spark: give --engine spark as well"),
        (("stats", str(SAMPLES), "--engine", "spark", "--conf", "x"), '"x" is no property of Spark'),
    ],
)
def test_what_a_cluster_cannot_do_is_a_usage_error(
    cluster: "SparkContext", arguments: tuple[str, ...], sentence: str
) -> None:
    ended = run(*arguments, stdin=b"")
    assert (ended.code, sentence in ended.err) == (2, True)
    assert not Path("x").exists()
