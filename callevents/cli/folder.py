"""A folder of files that takes its place when all of them are written, or not at all."""

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from callevents.cli.upload import check_place, files_below, remove, upload
from callevents.model.errors import CallEventsError, UsageError
from callevents.read.remote import is_remote, shown

MANIFEST = "export.json"
"""The file of an export's folder that is written last. Only a folder with it may be overwritten."""


@contextmanager
def replacing(folder: str, overwrite: bool) -> Iterator[str]:
    """Give a folder for `parts_of`, which takes the place of the one that is wanted unless the body raised.

    It lies beside that one. An object store cannot rename folders: there old files are removed at once, new ones go to
    their places as they are made, and are removed if the body raised; an export is complete when it has MANIFEST.

    Raises UsageError where the wanted folder is not empty, unless `overwrite` and it is an earlier export; OSError,
    CallEventsError.
    """
    if is_remote(folder):
        check_place(folder)
        old = files_below(folder)
        _check_vacant(shown(folder), [name.rpartition("/")[2] for name in old], overwrite)
        remove(old)
        try:
            yield folder.rstrip("/")
        except BaseException:
            with suppress(CallEventsError):
                remove(files_below(folder))
            raise
        return
    wanted = Path(os.path.realpath(folder))  # a link stays a link
    if wanted.is_dir():
        _check_vacant(folder, [path.name for path in wanted.iterdir()], overwrite)
    elif wanted.exists():
        raise UsageError(f"{folder} is a file; -o names the directory that takes the tables")
    draft = _beside(wanted)
    try:
        draft.mkdir()
    except OSError as error:
        raise type(error)(error.errno, error.strerror, folder) from None
    try:
        yield str(draft)
        _put(draft, wanted)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


@contextmanager
def parts_of(folder: str) -> Iterator[Path]:
    """Give a place for some of the files of a folder; they go there, one by one, unless the body raised.

    Of several attempts to write the same files, one after the other or at once, it does not matter which wins. Raises
    OSError, CallEventsError.
    """
    if is_remote(folder):
        with tempfile.TemporaryDirectory(prefix="callevents-") as made:
            yield Path(made)
            for file in _files(Path(made)):
                upload(file, f"{folder}/{file.relative_to(made).as_posix()}")
        return
    draft = _beside(Path(folder) / "parts")
    draft.mkdir()
    try:
        yield draft
        for file in _files(draft):
            place = folder / file.relative_to(draft)
            place.parent.mkdir(parents=True, exist_ok=True)
            file.replace(place)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _beside(folder: Path) -> Path:
    return folder.with_name(f".{folder.name[:100]}.{secrets.token_hex(4)}")


def _check_vacant(folder: str, names: list[str], overwrite: bool) -> None:
    if not names:
        return
    if not overwrite:
        raise UsageError(f"{folder} is not empty; --overwrite replaces an earlier export")
    if MANIFEST not in names:
        raise UsageError(f"{folder} is no earlier export (it has no {MANIFEST}), so it is not overwritten")


def _put(draft: Path, folder: Path) -> None:
    """Put the draft in the place of a folder: whoever looks finds the old one or the new one, never a mixture."""
    old = _beside(folder)
    try:
        if folder.exists():
            folder.rename(old)
        draft.rename(folder)
    except OSError as error:
        if old.exists():
            old.rename(folder)
        raise CallEventsError(f"{folder}: cannot be put in place: {error.strerror or error}") from None
    shutil.rmtree(old, ignore_errors=True)
