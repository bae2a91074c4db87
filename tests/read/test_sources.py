import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from callevents.read.lines import SourceError
from callevents.read.sources import COMPRESSED_SUFFIXES, LOG_SUFFIXES, Missing, Source, find_sources

posix = pytest.mark.skipif(sys.platform == "win32", reason="links, pipes and permissions of POSIX")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Work in an empty directory."""
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    for folder in tmp_path.glob("**/"):
        folder.chmod(0o700)


def write(*names: str, text: str = "{}\n") -> None:
    for name in names:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def names(*paths: str) -> list[str]:
    """The names of the sources, where none is missing."""
    sources, missing = find_sources(paths)
    assert missing == []
    return [source.name for source in sources]


def only_missing(*paths: str) -> tuple[str, str, str]:
    """What is said of the one thing that is missing, where nothing is found."""
    sources, (missing,) = find_sources(paths)
    assert sources == []
    return missing.name, missing.error.code.code, missing.error.message


def test_a_file_is_read_whatever_its_name() -> None:
    write("a.txt", "b")
    assert names("b", "a.txt") == ["a.txt", "b"]
    assert find_sources(["a.txt"]) == ([Source("a.txt", "a.txt", 3)], [])


def test_a_directory_is_searched_at_any_depth_for_the_names_of_logs() -> None:
    logs = [
        f"d/{'x/' * depth}l{suffix}{packed}"
        for depth, suffix in enumerate(LOG_SUFFIXES)
        for packed in COMPRESSED_SUFFIXES
    ]
    write(*logs, "d/UPPER.LOG", "d/.hidden/a.log")
    write("d/readme.md", "d/log", "d/a.log.1", "d/a.gz", "d/a.log.zip", "d/x/a.ndjson.part", "d/alog")
    assert names("d") == sorted([*logs, "d/UPPER.LOG", "d/.hidden/a.log"])
    assert names("d/") == names("d")


def test_a_glob_takes_what_it_matches_and_searches_matching_directories() -> None:
    write("a1.log", "a2.txt", "b.log", "dir1/x.log", "dir1/x.txt", "dir2/sub/y.log")
    assert names("a*") == ["a1.log", "a2.txt"]
    assert names("dir?") == ["dir1/x.log", "dir2/sub/y.log"]
    assert names("**/*.log") == ["a1.log", "b.log", "dir1/x.log", "dir2/sub/y.log"]
    assert names("[ab]*.log") == ["a1.log", "b.log"]


def test_an_existing_path_is_that_path_and_no_glob() -> None:
    write("a[1].log", "a1.log", "*.log", "dir[x]/y.log")
    assert names("a[1].log") == ["a[1].log"]
    assert names("*.log") == ["*.log"]
    assert names("dir[x]") == ["dir[x]/y.log"]
    Path("*.log").unlink()
    assert names("*.log") == ["a1.log", "a[1].log"]


def test_paths_may_be_path_objects() -> None:
    write("a.log")
    sources, missing = find_sources([Path("a.log")])
    assert [source.name for source in sources] == ["a.log"]
    assert missing == []


@posix
def test_the_same_file_reached_twice_is_read_once_under_its_first_name() -> None:
    write("d/a.log")
    Path("d/link.log").symlink_to("a.log")
    os.link("d/a.log", "d/hard.log")
    Path("e").symlink_to("d")
    assert names("d") == ["d/a.log"]
    assert names("d/link.log", "d/hard.log", "e", "./d/a.log", "d/a.log", "d/*.log") == ["./d/a.log"]
    assert names("d/link.log", "d/hard.log") == ["d/hard.log"]


def test_files_of_the_same_content_are_two() -> None:
    write("a.log", "b.log")
    assert names("a.log", "b.log") == ["a.log", "b.log"]


@posix
def test_a_directory_that_leads_back_to_itself_is_searched_once() -> None:
    write("d/sub/a.log")
    Path("d/sub/up").symlink_to("..")
    Path("d/self").symlink_to(".")
    assert names("d") == ["d/sub/a.log"]


@posix
@pytest.mark.parametrize("argument", ["loop.log", "d"])
def test_a_link_that_leads_to_itself_is_named(argument: str) -> None:
    Path("d").mkdir()
    for folder in ("", "d/"):
        Path(f"{folder}loop.log").symlink_to("loop.log")
    name, code, message = only_missing(argument)
    assert (name, code) == ("loop.log" if argument == "loop.log" else "d/loop.log", "CE401")
    assert message == "cannot be read: Too many levels of symbolic links"


@posix
def test_a_link_to_nothing_is_named() -> None:
    write("d/a.log")
    Path("d/b.log").symlink_to("gone")
    sources, missing = find_sources(["d"])
    assert [source.name for source in sources] == ["d/a.log"]
    assert [(lost.name, lost.error.message) for lost in missing] == [
        ("d/b.log", "cannot be read: No such file or directory")
    ]


def test_what_is_not_there_is_named_and_costs_nothing_else() -> None:
    write("a.log")
    sources, missing = find_sources(["no.log", "a.log", "no*.log", "", "a\0b", "no/such/dir/", "x" * 5000])
    assert [source.name for source in sources] == ["a.log"]
    assert {lost.name[:20]: lost.error.code.code for lost in missing} == dict.fromkeys(
        ["no.log", "no*.log", "", "a\0b", "no/such/dir/", "x" * 20], "CE401"
    )
    assert "no file matches this pattern" in [lost.error.message for lost in missing]


def test_a_directory_without_logs_is_named() -> None:
    write("d/readme.md")
    name, code, message = only_missing("d")
    assert (name, code) == ("d", "CE405")
    assert message == "no log in this directory: none of its files ends in .ndjson, .jsonl, .log, .json"


@posix
def test_a_pipe_is_read_where_it_is_named_and_only_named_where_it_is_found() -> None:
    os.mkfifo("pipe.log")
    assert find_sources(["pipe.log"]) == ([Source("pipe.log", "pipe.log", None)], [])
    assert find_sources(["pipe.log"])[0][0].passes
    write("a.log")
    sources, missing = find_sources(["."])
    assert [source.name for source in sources] == ["./a.log"]
    assert [(lost.name, lost.error.message) for lost in missing] == [
        ("./pipe.log", "is no regular file; name it itself to read it")
    ]


@posix
def test_a_socket_cannot_be_opened() -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("s.log")
        (source,), _ = find_sources(["s.log"])
        with pytest.raises(SourceError, match="cannot be opened: No such device"), source.opened():
            pass


@posix
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_named() -> None:
    write("a.log", "d/b.log", "e/c.log")
    Path("a.log").chmod(0)
    Path("d").chmod(0)
    sources, missing = find_sources(["a.log", "d", "e"])
    assert [source.name for source in sources] == ["a.log", "e/c.log"]
    assert [(lost.name, lost.error.message) for lost in missing] == [("d", "cannot be listed: Permission denied")]
    with pytest.raises(SourceError, match="cannot be opened: Permission denied"), sources[0].opened():
        pass


def test_a_file_that_vanished_since_it_was_found_is_named() -> None:
    write("a.log")
    (source,), _ = find_sources(["a.log"])
    Path("a.log").unlink()
    with pytest.raises(SourceError, match="cannot be opened: No such file"), source.opened():
        pass


def test_a_directory_that_cannot_be_listed_is_named_once(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("d").mkdir()

    def scandir(path: str) -> None:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert only_missing("d") == ("d", "CE401", "cannot be listed: Permission denied")


@posix
def test_names_need_not_be_utf_8() -> None:
    name = os.fsdecode(b"\xff.log")
    try:
        write(f"d/{name}")
    except OSError:
        pytest.skip("the file system takes no such names")
    assert names("d") == [f"d/{name}"]


def test_standard_input_is_a_source_of_its_own_and_read_once() -> None:
    write("a.log", "<stdin>")
    sources, missing = find_sources(["-", "a.log", "-", "<stdin>"])
    assert [(source.name, source.path) for source in sources] == [
        ("<stdin>", None),
        ("<stdin>", "<stdin>"),
        ("a.log", "a.log"),
    ]
    assert missing == []
    assert sources[0].passes
    assert not sources[1].passes


@posix
def test_a_file_that_is_also_standard_input_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.log")
    with Path("a.log").open() as file:
        monkeypatch.setattr(sys, "stdin", file)
        assert names("a.log", "-") == ["<stdin>"]
        assert names("-") == ["<stdin>"]


def test_a_closed_standard_input_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    (source,), _ = find_sources(["-"])
    with pytest.raises(SourceError, match="standard input is closed"), source.opened():
        pass


@posix
def test_a_source_knows_itself_by_any_name() -> None:
    write("a.log", "b.log")
    Path("link").symlink_to("a.log")
    os.mkfifo("pipe")
    (source,), _ = find_sources(["a.log"])
    assert [source.is_file(Path(name)) for name in ("a.log", "./a.log", "link", "b.log", "no", ".")] == [
        True, True, True, False, False, False,
    ]  # fmt: skip
    assert not Source("pipe", "pipe", None).is_file(Path("pipe"))
    assert not Source("<stdin>", None, None).is_file(Path("a.log"))
    assert not Source("gone", "gone", 1).is_file(Path("a.log"))


def test_what_is_missing_can_be_told_apart() -> None:
    _, missing = find_sources(["no1", "no2"])
    assert all(isinstance(lost, Missing) for lost in missing)
    assert sorted(lost.name for lost in missing) == ["no1", "no2"]
