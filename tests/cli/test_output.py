import io
import os
import stat
import sys
from pathlib import Path
from unittest import mock

import pytest

from callevents.cli.options import SurfaceOptions
from callevents.cli.output import opened
from callevents.model.errors import NotFoundError
from callevents.render.output import Output
from cli.harness import FakeAnalysis, run, run_with


class Terminal(io.BytesIO):
    def isatty(self) -> bool:
        return True


def surface(options: SurfaceOptions, *, terminal: bool = False, encoding: str = "utf-8", **environ: str) -> Output:
    """Give the surface behind stdout."""
    stream = io.TextIOWrapper(Terminal() if terminal else io.BytesIO(), encoding=encoding)
    with mock.patch.object(sys, "stdout", stream), opened(options, environ) as output:
        return output


@pytest.mark.parametrize(
    ("terminal", "choice", "environ", "color"),
    [
        (True, "auto", {}, True),
        (False, "auto", {}, False),
        (True, "auto", {"NO_COLOR": "1"}, False),
        (True, "auto", {"NO_COLOR": ""}, True),
        (False, "auto", {"FORCE_COLOR": "1"}, True),
        (False, "auto", {"FORCE_COLOR": "0"}, False),
        (False, "auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        (True, "auto", {"TERM": "dumb"}, False),
        (True, "never", {"FORCE_COLOR": "1"}, False),
        (False, "always", {"NO_COLOR": "1"}, True),
    ],
)
def test_colors_follow_the_option_then_the_environment_then_the_terminal(
    terminal: bool, choice: str, environ: dict[str, str], color: bool
) -> None:
    assert surface(SurfaceOptions(color=choice), terminal=terminal, **environ).color is color


@pytest.mark.parametrize(
    ("terminal", "width", "environ", "expected"),
    [
        (False, None, {}, None),
        (False, None, {"COLUMNS": "60"}, 60),
        (False, None, {"COLUMNS": "wide"}, None),
        (False, None, {"COLUMNS": "0"}, None),
        (False, None, {"COLUMNS": "9" * 5000}, None),
        (False, 50, {"COLUMNS": "60"}, 50),
        (True, None, {}, 80),
    ],
)
def test_a_width_is_the_option_then_columns_then_the_terminals_and_a_pipe_has_none(
    terminal: bool, width: int | None, environ: dict[str, str], expected: int | None
) -> None:
    assert surface(SurfaceOptions(width=width), terminal=terminal, **environ).width == expected


def test_an_ascii_stdout_gets_ascii() -> None:
    assert surface(SurfaceOptions()).unicode
    assert not surface(SurfaceOptions(), encoding="ascii").unicode


@pytest.mark.parametrize("environ", [{"LC_ALL": "C"}, {"LC_ALL": "", "LC_CTYPE": "POSIX"}, {"LANG": "C"}])
def test_the_c_locale_gets_ascii(environ: dict[str, str]) -> None:
    # mypy takes the keys of a dict for those of any keyword.
    assert not surface(SurfaceOptions(), **environ).unicode  # type: ignore[arg-type]


def test_the_first_locale_variable_that_is_set_counts() -> None:
    assert surface(SurfaceOptions(), LC_ALL="C.UTF-8", LANG="C").unicode
    assert surface(SurfaceOptions(), LC_CTYPE="de_DE.UTF-8", LANG="C").unicode


def test_a_file_gets_the_bytes_that_stdout_gets(tmp_path: Path) -> None:
    file = tmp_path / "out.txt"
    piped = run_with(FakeAnalysis(), "summary", "a.log")
    written = run_with(FakeAnalysis(), "summary", "a.log", "-o", str(file), terminal=True)
    assert (written.code, written.out, written.err) == (0, b"", "")
    assert file.read_bytes() == piped.out != b""


def test_a_dash_as_file_is_stdout() -> None:
    assert run_with(FakeAnalysis(), "notes", "a.log", "-o", "-").out == run_with(FakeAnalysis(), "notes", "a.log").out


def write(file: Path, text: bytes, *, fails: bool = False) -> None:
    with opened(SurfaceOptions(file=str(file))) as output:
        output.stream.write(text)
        if fails:
            raise NotFoundError("no")


def test_a_file_is_complete_or_not_there(tmp_path: Path) -> None:
    file = tmp_path / "out.txt"
    with pytest.raises(NotFoundError):
        write(file, b"half", fails=True)
    assert list(tmp_path.iterdir()) == []
    write(file, b"old")
    with pytest.raises(NotFoundError):
        write(file, b"half", fails=True)
    assert list(tmp_path.iterdir()) == [file]
    assert file.read_bytes() == b"old"


def test_a_new_file_has_the_usual_mode_and_a_replaced_one_keeps_its_own(tmp_path: Path) -> None:
    file, usual = tmp_path / "out.txt", tmp_path / "usual"
    usual.touch()
    write(file, b"new")
    assert file.stat().st_mode == usual.stat().st_mode
    file.chmod(0o604)
    write(file, b"newer")
    assert stat.S_IMODE(file.stat().st_mode) == 0o604


def test_a_link_stays_a_link_and_its_target_gets_the_result(tmp_path: Path) -> None:
    link, target = tmp_path / "link", tmp_path / "target"
    link.symlink_to(target)
    write(link, b"text")
    assert link.is_symlink()
    assert target.read_bytes() == b"text"


def test_a_device_is_written_to_and_not_replaced() -> None:
    write(Path(os.devnull), b"text")
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


@pytest.mark.parametrize("place", ["missing/out.txt", "folder"])
def test_a_place_that_cannot_be_written_to_is_named_and_ends_with_3(tmp_path: Path, place: str) -> None:
    (tmp_path / "folder").mkdir()
    file = tmp_path / place
    ended = run_with(FakeAnalysis(), "notes", "a.log", "-o", str(file))
    assert (ended.code, ended.out) == (3, b"")
    assert ended.err.startswith(f"callevents: {file}: ")
    assert ended.err.count("\n") == 1


def test_a_call_that_is_not_found_leaves_no_file(tmp_path: Path) -> None:
    assert run_with(FakeAnalysis(), "call", "zzz", "a.log", "-o", str(tmp_path / "out")).code == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", [["check", "--format", "concise"], ["events"], ["redact", "--text", "keep"]])
def test_lines_are_ascii_on_a_terminal_that_shows_nothing_else(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "a.ndjson"
    log.write_text('{"type": "holdé", "detail": {"callId": "c"}}\n', encoding="utf-8")
    monkeypatch.setenv("LC_ALL", "C")
    ended = run(*command, str(log), terminal=True)
    assert "hold\\xe9" in ended.text
    assert ended.out.isascii()
