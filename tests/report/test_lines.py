import gzip
import io
from pathlib import Path

import pytest

from callevents.model.errors import UsageError
from callevents.model.settings import Filters, Reading
from callevents.report.lines import MatchingLines
from rebuild.little import at, event, message, sample, step


def matching(path: Path | str, filters: Filters = Filters(), **reading: int) -> list[bytes]:  # noqa: B008 - frozen
    return list(MatchingLines([path], Reading(**reading), filters))  # type: ignore[arg-type]


LINES = [
    step("0 callstarted A", session="s"),
    step("5 hold A", None, session="s"),
    b"bad \xff\x00",
    step("6 callstarted B", "c2", session="t"),
    b"",
    step("7 resume A", None, session="s"),
    message("note", 8, "n", "héllo \x1b[2J"),
    sample(9, call_id="c2"),
    event("NEW_TYPE", 10),
    step("99 hold A", None, session="none"),
]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "log.ndjson"
    path.write_bytes(b"\n".join(LINES) + b"\n")
    return path


def test_without_filters_every_event_is_given_in_the_order_of_the_lines(log: Path) -> None:
    assert matching(log) == [LINES[n] for n in (0, 1, 3, 5, 6, 7, 8, 9)]


def test_a_chosen_call_brings_its_events_without_a_call_id(log: Path) -> None:
    assert matching(log, Filters(call_ids=("c1",))) == [LINES[n] for n in (0, 1, 5, 6, 8)]
    assert matching(log, Filters(participants=("B",))) == [LINES[3], LINES[7]]


def test_events_are_chosen_by_type_in_either_spelling_and_by_their_own_time(log: Path) -> None:
    assert matching(log, Filters(types=("HOLD", "note"))) == [LINES[1], LINES[6], LINES[9]]
    assert matching(log, Filters(types=("NEW_TYPE",))) == [LINES[8]]
    assert matching(log, Filters(since=at(6), until=at(8))) == [LINES[n] for n in (3, 5, 6)]
    assert matching(log, Filters(since=-90_000, call_ids=("c1",))) == [LINES[8]]


def test_repeats_are_events_of_the_log_too(tmp_path: Path) -> None:
    again = [step("0 callstarted A"), step("0.1 callstarted A")]
    (tmp_path / "x.log").write_bytes(b"\n".join(again))
    assert matching(tmp_path) == again


def test_a_line_is_given_byte_by_byte_but_for_its_newline(tmp_path: Path) -> None:
    odd = [
        step("0 callstarted A") + b"\r",
        b"  " + step("1 mute") + b" \t",
        b'2026-03-02T09:00:02Z INFO {"type" : "unmute","detail":{"callId":"c1", "x":1e2}}',
        b'{"type":"mute","detail":{"callId":"c1","a":"\\u00e9\xc3\xa9"}}',
    ]
    path = tmp_path / "x.log"
    path.write_bytes(b"\r\n" + b"\n".join(odd))
    assert matching(path) == odd


def test_lines_come_from_packed_files_and_from_several_in_the_order_of_their_names(tmp_path: Path) -> None:
    first, second = step("5 callstarted A"), step("0 mute")
    (tmp_path / "b.log").write_bytes(second)
    (tmp_path / "a.log.gz").write_bytes(gzip.compress(first + b"\n"))
    assert matching(tmp_path) == [first, second]


def test_standard_input_is_read_once_and_gives_its_lines(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer = io.BufferedReader(io.BytesIO(log.read_bytes()))

    monkeypatch.setattr("sys.stdin", Stdin())
    assert matching("-", Filters(call_ids=("c1",))) == [LINES[n] for n in (0, 1, 5, 6, 8)]


def test_lines_of_many_blocks_are_found(tmp_path: Path) -> None:
    path = tmp_path / "long.log"
    wide = [event("note", n, "c1", filler="x" * 40_000) for n in range(80)]
    path.write_bytes(b"\n".join(wide))
    assert matching(path, Filters(since=at(20), until=at(70))) == wide[20:71]


def test_a_line_that_is_too_long_is_no_event_and_moves_no_other(log: Path) -> None:
    log.write_bytes(b'{"x":"' + b"y" * 500 + b'"}\n' + log.read_bytes())
    assert matching(log, max_line=400) == [LINES[n] for n in (0, 1, 3, 5, 6, 7, 8, 9)]


def test_what_was_read_and_what_was_bad_is_told(log: Path) -> None:
    found = MatchingLines([log, log.parent / "nosuch.log"], Reading(), Filters(types=("hold",)))
    assert (found.inputs.events, found.inputs.rejected, found.inputs.unassigned) == (8, 1, 1)
    assert found.damaged
    assert len(found.warnings) == 2
    assert list(found) == [LINES[1], LINES[9]]


def test_a_file_that_is_gone_when_it_is_read_again_gives_nothing(log: Path) -> None:
    found = MatchingLines([log], Reading(), Filters())
    log.unlink()
    assert list(found) == []


def test_an_unknown_type_is_refused(log: Path) -> None:
    with pytest.raises(UsageError, match='no event type "nosuch"'):
        matching(log, Filters(types=("nosuch",)))


def test_standard_input_that_fails_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    class Failing(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, _: object) -> int:
            raise OSError(5, "Input/output error")

    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BufferedReader(Failing())))
    lines = MatchingLines("-", Reading(), Filters())
    assert list(lines) == []
    assert lines.damaged
    assert lines.warnings == ("<stdin>: reading failed: Input/output error",)
