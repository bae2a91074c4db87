from pathlib import Path

import pytest

from cli.harness import run

LOG = "sample_logs/stories.ndjson"


def test_a_report_needs_a_file() -> None:
    ended = run("report", LOG)
    assert (ended.code, ended.out) == (2, b"")
    assert ended.err == "callevents: report writes a page for a browser: name its file, as in -o report.html\n"


def test_the_page_is_the_same_bytes_in_a_file_and_on_stdout(tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    written = run("report", LOG, "-o", str(file))
    assert (written.code, written.out, written.err) == (0, b"", "")
    assert file.read_bytes() == run("report", LOG, "-o", "-").out
    assert file.read_bytes().startswith(b"<!DOCTYPE html>")


def test_a_page_that_cannot_be_made_leaves_no_file(tmp_path: Path) -> None:
    ended = run("report", LOG, "-o", str(tmp_path / "report.html"), "--where", "nothing > 1")
    assert ended.code == 2
    assert list(tmp_path.iterdir()) == []


def test_a_cut_list_is_told_and_the_figures_stay_those_of_all_calls(tmp_path: Path) -> None:
    whole, cut = (run("report", LOG, "-o", "-", "--limit", limit).text for limit in ("0", "2"))
    total = whole.partition("<dt>Calls</dt><dd><b>")[2].partition("<")[0]
    assert f"Listed are 2 calls of {total}" in cut
    assert f"<dt>Calls</dt><dd><b>{total}</b>" in cut
    assert "Listed are" not in whole


def test_the_title_is_the_heading() -> None:
    text = run("report", LOG, "-o", "-", "--title", "Monday & <Tuesday>").text
    assert "<h1>Monday &amp; &lt;Tuesday&gt;</h1>" in text
    assert "<title>Monday &amp; &lt;Tuesday&gt;</title>" in text


@pytest.mark.parametrize("zone", ["Europe/Berlin", "UTC"])
def test_the_page_shows_times_of_the_zone(zone: str) -> None:
    assert f'"tz":"{zone}"' in run("report", LOG, "-o", "-", "--tz", zone).text


@pytest.mark.parametrize("command", ["report", "calls", "events", "redact"])
def test_a_log_that_is_missing_leaves_an_earlier_result_as_it_was(command: str, tmp_path: Path) -> None:
    earlier = tmp_path / "earlier"
    earlier.write_text("of yesterday")
    assert run(command, str(tmp_path / "none.ndjson"), "-o", str(earlier)).code == 3
    assert [path.read_text() for path in tmp_path.iterdir()] == ["of yesterday"]
