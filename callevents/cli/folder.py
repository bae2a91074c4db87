"""A folder of files that takes its place when all of them are written, or not at all."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from callevents.model.errors import CallEventsError, UsageError

MANIFEST = "export.json"
"""The file that the folder of an export holds. Only a folder with it may be overwritten."""


@contextmanager
def replacing(folder: str, overwrite: bool) -> Iterator[Path]:
    """Give a folder to write to, beside the one that is wanted; it takes that one's place unless the body raised.

    Raises UsageError where the wanted folder is not empty, unless `overwrite` and it is an earlier export; OSError.
    """
    wanted = Path(os.path.realpath(folder))  # a link stays a link
    _check_vacant(wanted, overwrite)
    draft = _beside(wanted)
    draft.mkdir()
    try:
        yield draft
        _put(draft, wanted)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


@contextmanager
def parts_of(folder: Path) -> Iterator[Path]:
    """Give a folder for some of the files of a folder; they move there, one by one, unless the body raised.

    Of several attempts to write the same files, one after the other or at once, it does not matter which wins.
    """
    draft = _beside(folder / "parts")
    draft.mkdir()
    try:
        yield draft
        for file in sorted(path for path in draft.rglob("*") if path.is_file()):
            place = folder / file.relative_to(draft)
            place.parent.mkdir(parents=True, exist_ok=True)
            file.replace(place)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _beside(folder: Path) -> Path:
    return folder.with_name(f".{folder.name[:100]}.{secrets.token_hex(4)}")


def _check_vacant(folder: Path, overwrite: bool) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise UsageError(f"{folder} is a file; -o names the directory that takes the tables")
    if not any(folder.iterdir()):
        return
    if not overwrite:
        raise UsageError(f"{folder} is not empty; --overwrite replaces an earlier export")
    if not (folder / MANIFEST).is_file():
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
