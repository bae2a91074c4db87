"""Which sources to read: files, directories, globs and standard input, each once, in the order of their paths as
text."""

import glob
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import BinaryIO

from msgspec import Struct

from callevents.model.problem import NO_LOGS, UNREADABLE
from callevents.read.lines import SourceError
from callevents.read.remote import is_remote, open_remote, remote_files, remote_size, shown

STDIN = "-"
STDIN_NAME = "<stdin>"
LOG_SUFFIXES = (".ndjson", ".jsonl", ".log", ".json")
COMPRESSED_SUFFIXES = ("", ".gz", ".bz2", ".xz", ".zst")
_ENDINGS = tuple(log + packed for log in LOG_SUFFIXES for packed in COMPRESSED_SUFFIXES)


class Source(Struct, frozen=True):
    """A log to read: its name as shown, where it lies (None: standard input), and its size in bytes as it lies on disk
    (None where it has none, as a pipe).

    Of a part, only the lines are meant that start at `start` or later and before `end` (bytes; None: its end); where
    `stretches` has (which, of), only those of the stretches that `read.section.Stretches` gives.
    """

    name: str
    path: str | None
    size: int | None
    start: int = 0
    end: int | None = None
    stretches: tuple[int, int] | None = None

    @property
    def is_part(self) -> bool:
        """Whether only the lines between `start` and `end` are meant."""
        return self.start > 0 or self.end is not None

    @property
    def passes(self) -> bool:
        """Whether the source can be read only once."""
        return self.path is None or self.size is None

    def is_file(self, path: str | os.PathLike[str]) -> bool:
        """Tell whether a path leads to this source, by whatever name, and it is a file that writing would destroy."""
        if self.path is not None and is_remote(self.path):
            return self.path == path
        try:
            mine, other = _facts(self.path), os.stat(path)
        except (OSError, ValueError):
            return False
        return stat.S_ISREG(other.st_mode) and mine is not None and os.path.samestat(mine, other)

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """Open the source for reading, for as long as the context lasts. Raises SourceError."""
        if self.path is None:
            if sys.stdin is None:
                raise SourceError(UNREADABLE, "standard input is closed")
            yield sys.stdin.buffer
            return
        try:
            stream = (
                open_remote(self.path, seekable=self.size is not None)
                if is_remote(self.path)
                else open(self.path, "rb")
            )
        except OSError as error:
            raise SourceError(UNREADABLE, f"cannot be opened: {error.strerror or error}") from None
        with stream:
            yield stream


class Missing(Struct, frozen=True):
    """An argument, or a file below it, that gives no source, and why."""

    name: str
    error: SourceError


def exists(name: str) -> bool:
    """Tell whether a file or a directory of this name exists; none does whose name cannot be one."""
    return os.path.exists(name)


def is_missing(name: str) -> bool:
    """Tell whether an argument can only be the name of a file or a directory, and there is none of that name."""
    return not (name == STDIN or is_remote(name) or glob.has_magic(name) or exists(name))


def find_sources(paths: Iterable[str | os.PathLike[str]]) -> tuple[list[Source], list[Missing]]:
    """Find the sources that the arguments name, and those that cannot be read.

    An argument that names an existing path is that path; only otherwise is it a glob. A file reached twice is given
    once, under its first name in the order of paths.
    """
    sources: list[Source] = []
    missing: list[Missing] = []
    seen: set[tuple[int, int]] = set()
    for found in sorted({found for path in paths for found in _expand(os.fspath(path), missing)}):
        path, name = (None, STDIN_NAME) if found == STDIN else (found, shown(found))
        try:
            if is_remote(found):
                sources.append(Source(name, path, remote_size(found)))
                continue
            facts = _facts(path)
        except SourceError as error:
            missing.append(Missing(name, error))
            continue
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            missing.append(Missing(name, SourceError(UNREADABLE, f"cannot be read: {reason}")))
            continue
        if facts is None:
            sources.append(Source(name, path, None))
        elif (identity := (facts.st_dev, facts.st_ino)) not in seen:
            seen.add(identity)
            sources.append(Source(name, path, facts.st_size if stat.S_ISREG(facts.st_mode) else None))
    return sources, missing


def _facts(path: str | None) -> os.stat_result | None:
    """Look a file up; for standard input (None), give None where it is no file of the system. Raises OSError, and
    ValueError for a path that cannot be one."""
    if path is not None:
        return os.stat(path)
    try:
        return os.fstat(sys.stdin.fileno())
    except (AttributeError, OSError, ValueError):
        return None


def _expand(path: str, missing: list[Missing]) -> Iterator[str]:
    if path == STDIN:
        yield path
    elif is_remote(path):
        try:
            yield from remote_files(path, _ENDINGS)
        except SourceError as error:
            missing.append(Missing(shown(path), error))
    elif os.path.lexists(path) or not glob.has_magic(path):
        yield from _below(path, missing)
    elif found := glob.glob(path, recursive=True):
        for name in found:
            yield from _below(name, missing)
    else:
        missing.append(Missing(path, SourceError(UNREADABLE, "no file matches this pattern")))


def _below(path: str, missing: list[Missing]) -> Iterator[str]:
    if not os.path.isdir(path):
        yield path
        return
    found, before = False, len(missing)
    for folder, _, names in os.walk(path, onerror=lambda error: missing.append(_unlisted(error))):
        for name in names:
            if name.lower().endswith(_ENDINGS):
                found = True
                file = os.path.join(folder, name)
                if os.path.exists(file) and not os.path.isfile(file):
                    refused = SourceError(UNREADABLE, "is no regular file; name it itself to read it")
                    missing.append(Missing(file, refused))
                else:
                    yield file
    if not found and len(missing) == before:
        endings = ", ".join(LOG_SUFFIXES)
        error = SourceError(NO_LOGS, f"no log in this directory: none of its files ends in {endings}")
        missing.append(Missing(path, error))


def _unlisted(error: OSError) -> Missing:
    return Missing(str(error.filename), SourceError(UNREADABLE, f"cannot be listed: {error.strerror}"))
