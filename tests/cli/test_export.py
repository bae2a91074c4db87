import csv
import json
from pathlib import Path
from unittest import mock

import pytest

from callevents.model.tables import TABLES
from cli.harness import run
from extras import needs
from logs.generate import generate

SAMPLES = str(Path(__file__).parents[2] / "sample_logs")


def test_an_export_holds_the_tables_and_says_what_they_are(tmp_path: Path) -> None:
    ended = run("export", SAMPLES, "-o", str(tmp_path / "out"), "--format", "csv", "--quiet")
    assert (ended.code, ended.err) == (0, "")
    told = json.loads((tmp_path / "out" / "export.json").read_text())
    assert (told["kind"], told["format"], told["partition_by"]) == ("export", "csv", None)
    assert told["inputs"] == json.loads(run("summary", SAMPLES, "--json", "--quiet").out)["inputs"]
    assert [table["name"] for table in told["tables"]] == list(TABLES)
    for table in told["tables"]:
        with (tmp_path / "out" / table["path"]).open(newline="") as file:
            header, *rows = csv.reader(file)
        assert header == [column["name"] for column in table["columns"]]
        assert len(rows) == table["rows"]
        assert f"{table['rows']:>12,}  {table['name']}" in ended.text


def test_the_words_of_the_conversation_are_exported(tmp_path: Path) -> None:
    run("export", SAMPLES, "-o", str(tmp_path / "out"), "--format", "ndjson")
    rows = [json.loads(line) for line in (tmp_path / "out" / "conversation.ndjson").read_bytes().splitlines()]
    assert sum(row["text"] is not None for row in rows) > 1000


def test_every_bad_line_is_exported_however_many_there_are(tmp_path: Path) -> None:
    (tmp_path / "log.ndjson").write_bytes(b"bad\n" * 2500)
    ended = run("export", str(tmp_path / "log.ndjson"), "-o", str(tmp_path / "out"), "--format", "csv", "--quiet")
    assert "2,500  problems" in ended.text


def test_by_day_every_row_lies_in_the_folder_of_its_call(tmp_path: Path) -> None:
    run("export", SAMPLES, "-o", str(tmp_path / "out"), "--format", "ndjson", "--partition-by", "day")
    day_of = {}
    for path in (tmp_path / "out").glob("calls/*/*.ndjson"):
        for call in map(json.loads, path.read_bytes().splitlines()):
            day_of[call["call_id"]] = path.parent.name
            wanted = (
                (call["first_event"] or "__HIVE_DEFAULT_PARTITION__")[:10]
                if call["first_event"]
                else "__HIVE_DEFAULT_PARTITION__"
            )
            assert path.parent.name == f"day={wanted}"
    assert len(set(day_of.values())) > 2
    for path in (tmp_path / "out").glob("intervals/*/*.ndjson"):
        assert {day_of[json.loads(line)["call_id"]] for line in path.read_bytes().splitlines()} <= {path.parent.name}


def test_a_directory_must_be_named_and_be_empty(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    no_place = run("export", SAMPLES, "--format", "csv")
    assert (no_place.code, no_place.err) == (
        2,
        "callevents: export writes several files: name a directory for them with -o DIR\n",
    )
    full = run("export", SAMPLES, "--format", "csv", "-o", str(tmp_path))
    assert (full.code, "is not empty; --overwrite replaces" in full.err) == (2, True)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_overwriting_an_export_gives_the_same_bytes_again(tmp_path: Path) -> None:
    out = tmp_path / "out"

    def content() -> dict[str, bytes]:
        assert run("export", SAMPLES, "-o", str(out), "--format", "csv", "--overwrite").code == 0
        return {path.name: path.read_bytes() for path in out.iterdir()}

    assert content() == content()
    assert len(content()) == 6


def test_a_damaged_source_ends_with_3_and_what_was_read_is_exported(tmp_path: Path) -> None:
    (tmp_path / "a.ndjson").write_bytes(generate(1, 3).data)
    ended = run(
        "export", str(tmp_path / "a.ndjson"), str(tmp_path / "missing"), "-o", str(tmp_path / "out"), "--format", "csv"
    )
    assert ended.code == 3
    assert len((tmp_path / "out" / "calls.csv").read_text().splitlines()) == 4


def test_a_directory_below_a_missing_one_is_a_plain_error_before_the_log_is_read(tmp_path: Path) -> None:
    ended = run("export", str(tmp_path / "no.log"), "-o", str(tmp_path / "no" / "out"), "--format", "csv")
    assert (ended.code, ended.out) == (3, b"")
    assert ended.err.count("\n") == 1


def test_parquet_without_pyarrow_is_a_plain_error_that_names_the_extra(tmp_path: Path) -> None:
    with mock.patch.dict("sys.modules", {"pyarrow": None}):
        ended = run("export", SAMPLES, "-o", str(tmp_path / "out"))
    assert (ended.code, ended.err.count("\n"), "callevents[parquet]" in ended.err) == (2, 1, True)
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("options", [(), ("--partition-by", "day")])
def test_parquet_holds_what_ndjson_holds(tmp_path: Path, options: tuple[str, ...]) -> None:
    needs("pyarrow")
    from pyarrow import dataset

    for format in ("parquet", "ndjson"):
        assert run("export", SAMPLES, "-o", str(tmp_path / format), "--format", format, "--quiet", *options).code == 0
    for name, table in TABLES.items():
        plain = [column.name for column in table.columns if column.type in ("text", "integer", "number", "boolean")]
        files = (tmp_path / "ndjson").glob(f"{name}/*/*" if options else f"{name}.ndjson")
        lines = [json.loads(line) for file in files for line in file.read_bytes().splitlines()]
        place = tmp_path / "parquet" / (name if options else f"{name}.parquet")
        found = dataset.dataset(place, partitioning="hive" if options else None).to_table(plain).to_pylist()
        assert sorted(json.dumps(row) for row in found) == sorted(
            json.dumps({name: line[name] for name in plain}) for line in lines
        )
