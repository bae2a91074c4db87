"""The whole table of calls against what was made up before any event of it was written."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import callevents
from callevents.rebuild.log import Log as Rebuilt
from logs.generate import Log, generate
from logs.shapes import SHAPES, TIME_FORMATS
from rebuild.little import assert_nothing_lost, rebuilt


def differences(truth: Any, found: Any, path: str = "") -> Iterator[str]:
    """Say at which keys the figures found differ from the truth, which may leave keys out but hold no others."""
    if isinstance(truth, dict) and isinstance(found, dict) and path != ".words_by_role":
        for key, value in truth.items():
            yield from differences(value, found.get(key, "missing"), f"{path}.{key}")
    elif truth != found:
        yield f"{path}: {found!r}, not {truth!r}"


def assert_true(log: Log, found: Rebuilt | callevents.Analysis) -> None:
    """Every call must be there, once, with all its figures; and every event of the log accounted for."""
    assert sorted(call.call_id for call in found.calls) == sorted(log.truth)
    wrong = [
        f"{call.call_id} ({log.calls[call.call_id].scenario}){line}"
        for call in found.calls
        for line in differences(log.truth[call.call_id], call.to_dict())
    ]
    assert wrong == []
    assert found.inputs.events == len(log.lines)
    assert (found.inputs.rejected, found.inputs.unassigned) == (0, 0)


def test_hundreds_of_calls_are_as_they_were_invented() -> None:
    log = generate(11, 700, edge_calls=15)
    found = rebuilt(log.lines)
    assert_true(log, found)
    assert_nothing_lost(found)


@pytest.mark.parametrize("shape", [*SHAPES, "mixed"])
def test_the_shape_of_the_lines_does_not_matter(shape: str) -> None:
    log = generate(12, 120, shape=shape)
    assert_true(log, rebuilt(log.lines))


@pytest.mark.parametrize("time_format", TIME_FORMATS)
def test_the_way_times_are_written_does_not_matter(time_format: str) -> None:
    log = generate(13, 120, time_format=time_format)
    assert_true(log, rebuilt(log.lines))


@pytest.mark.parametrize("seconds", [2, 10])
def test_lines_that_come_late_do_not_matter(seconds: float) -> None:
    log = generate(14, 200, shuffle_seconds=seconds)
    assert_true(log, rebuilt(log.lines))


@pytest.mark.parametrize("repeats", [0.2, 1.0])
def test_events_that_are_logged_again_are_counted_and_change_nothing(repeats: float) -> None:
    log = generate(15, 200, repeats=repeats)
    found = rebuilt(log.lines)
    assert_true(log, found)
    assert_nothing_lost(found)
    assert found.inputs.repeats == sum(truth["repeats"] for truth in log.truth.values()) > 500


@pytest.mark.parametrize("options", [{}, {"repeats": 0.4}, {"shape": "mixed"}, {"agent_field": None}])
def test_without_times_all_that_needs_none_is_as_it_was_invented(options: dict[str, Any]) -> None:
    log = generate(16, 200, times=False, **options)
    assert_true(log, rebuilt(log.lines))


def test_all_at_once() -> None:
    log = generate(17, 300, edge_calls=10, repeats=0.5, shuffle_seconds=5, shape="mixed", time_format="us")
    assert_true(log, rebuilt(log.lines))


@pytest.mark.parametrize("files", [2, 7])
def test_calls_may_span_files_cut_anywhere_between_lines(tmp_path: Path, files: int) -> None:
    log = generate(18, 200, repeats=0.2)
    cuts = sorted(random.Random(files).sample(range(1, len(log.lines)), files - 1))
    for n, (start, end) in enumerate(zip([0, *cuts], [*cuts, None], strict=True)):
        (tmp_path / f"log.{n}.ndjson").write_bytes(b"".join(line + b"\n" for line in log.lines[start:end]))
    found = callevents.analyze(tmp_path)
    assert_true(log, found)
    assert found.inputs.files == files
    assert found.inputs.bytes == len(log.data)


def test_with_times_files_may_hold_the_lines_in_any_order(tmp_path: Path) -> None:
    log = generate(19, 200)
    for n in range(3):
        (tmp_path / f"{n}.log").write_bytes(b"".join(line + b"\n" for line in log.lines[n::3]))
    assert_true(log, callevents.analyze([tmp_path]))


def test_the_events_by_type_are_those_that_were_written() -> None:
    log = generate(20, 150, repeats=0.3)
    found = callevents.Analysis(rebuilt(log.lines)).summary()
    assert found.events_by_type == log.events_by_type
