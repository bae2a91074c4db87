from pathlib import Path

import pytest

from callevents.cli.folder import MANIFEST, parts_of, replacing
from callevents.model.errors import CallEventsError, UsageError


def make(folder: Path, *, overwrite: bool = False, fails: bool = False) -> None:
    with replacing(str(folder), overwrite) as draft:
        (Path(draft) / MANIFEST).write_text("new")
        if fails:
            raise KeyboardInterrupt


def content(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir()}


@pytest.mark.parametrize("exists", [False, True])
def test_a_folder_that_is_not_there_or_empty_is_filled(tmp_path: Path, exists: bool) -> None:
    if exists:
        (tmp_path / "out").mkdir()
    make(tmp_path / "out")
    assert content(tmp_path / "out") == {MANIFEST: "new"}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_folder_that_holds_something_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_text("old")
    with pytest.raises(UsageError, match="not empty; --overwrite"):
        make(tmp_path)
    assert content(tmp_path) == {MANIFEST: "old"}


def test_an_earlier_export_is_replaced_whole_where_that_is_wanted(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / MANIFEST).write_text("old")
    (folder / "calls.csv").write_text("old")
    make(folder, overwrite=True)
    assert content(folder) == {MANIFEST: "new"}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_what_is_no_export_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("old")
    with pytest.raises(UsageError, match=r"no earlier export \(it has no export.json\)"):
        make(tmp_path, overwrite=True)
    assert content(tmp_path) == {"precious": "old"}


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("old")
    with pytest.raises(UsageError, match="is a file"):
        make(tmp_path / "out", overwrite=True)


@pytest.mark.parametrize("exists", [False, True])
def test_a_failure_leaves_nothing_behind_and_the_old_as_it_was(tmp_path: Path, exists: bool) -> None:
    if exists:
        make(tmp_path / "out")
    with pytest.raises(KeyboardInterrupt):
        make(tmp_path / "out", overwrite=True, fails=True)
    assert [path.name for path in tmp_path.iterdir()] == ["out"] * exists


def test_a_folder_that_cannot_be_put_in_place_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path / "out")
    rename = Path.rename

    def refuse(path: Path, target: Path) -> Path:
        if target.name == "out" and not path.name.startswith(".out.old") and (path / "draft").exists():
            raise OSError(18, "Invalid cross-device link")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with (
        pytest.raises(CallEventsError, match="cannot be put in place: Invalid"),
        replacing(str(tmp_path / "out"), True) as draft,
    ):
        (Path(draft) / "draft").write_text("new")
    assert content(tmp_path / "out") == {MANIFEST: "new"}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_parts_move_to_their_folder_when_they_are_whole(tmp_path: Path) -> None:
    with parts_of(str(tmp_path)) as folder:
        (folder / "calls").mkdir()
        (folder / "calls" / "part-1").write_text("one")
        assert not (tmp_path / "calls").exists()
    assert [path.name for path in tmp_path.rglob("*")] == ["calls", "part-1"]


def test_parts_that_are_not_whole_leave_nothing(tmp_path: Path) -> None:
    def fail() -> None:
        with parts_of(str(tmp_path)) as folder:
            (folder / "part-1").write_text("one")
            raise OSError("disk full")

    with pytest.raises(OSError, match="full"):
        fail()
    assert [*tmp_path.iterdir()] == []


def test_a_part_that_is_written_again_is_there_once(tmp_path: Path) -> None:
    for _ in range(2):
        with parts_of(str(tmp_path)) as folder:
            (folder / "part-1").write_text("one")
    assert content(tmp_path) == {"part-1": "one"}
