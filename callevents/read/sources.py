"""Which sources to read: files, directories, globs and standard input, each once, in the order of their paths as
text."""

import glob
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from callevents.model.problem import NO_LOGS, UNREADABLE
from callevents.read.lines import SourceError

STDIN = "-"
STDIN_NAME = "<stdin>"
LOG_SUFFIXES = (".ndjson", ".jsonl", ".log", ".json")
COMPRESSED_SUFFIXES = ("", ".gz", ".bz2", ".xz", ".zst")
_ENDINGS = tuple(log + packed for log in LOG_SUFFIXES for packed in COMPRESSED_SUFFIXES)


@dataclass(frozen=True, slots=True)
class Source:
    """A log to read: its name as shown, and its size in bytes as it lies on disk (None where it has none, as a pipe).

    path is the file's place where that is not its name.
    """

    name: str
    size: int | None
    path: str | None = None

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """Open the source for reading, for as long as the context lasts. Raises SourceError."""
        if self.name == STDIN_NAME and self.path is None:
            yield sys.stdin.buffer
            return
        try:
            stream = Path(self.path or self.name).open("rb")
        except OSError as error:
            raise SourceError(UNREADABLE, f"cannot be opened: {error.strerror or error}") from None
        with stream:
            yield stream


@dataclass(frozen=True, slots=True)
class Missing:
    """An argument, or a file below it, that gives no source, and why."""

    name: str
    error: SourceError


def find_sources(paths: Iterable[str | os.PathLike[str]]) -> tuple[list[Source], list[Missing]]:
    """Find the sources that the arguments name, and those that cannot be read.

    An argument that names an existing path is that path; only otherwise is it a glob. A file reached twice is given
    once, under its first name in the order of paths.
    """
    sources: list[Source] = []
    missing: list[Missing] = []
    seen: set[tuple[int, int]] = set()
    for name in sorted({found for path in paths for found in _expand(os.fspath(path), missing)}):
        if name == STDIN:
            sources.append(Source(STDIN_NAME, None))
            continue
        try:
            facts = os.stat(name)
        except OSError as error:
            missing.append(Missing(name, SourceError(UNREADABLE, f"cannot be read: {error.strerror or error}")))
            continue
        if (identity := (facts.st_dev, facts.st_ino)) not in seen:
            seen.add(identity)
            sources.append(Source(name, facts.st_size if stat.S_ISREG(facts.st_mode) else None))
    return sources, missing


def _expand(path: str, missing: list[Missing]) -> Iterator[str]:
    if path == STDIN:
        yield path
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
    found = False
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
    if not found:
        endings = ", ".join(LOG_SUFFIXES)
        error = SourceError(NO_LOGS, f"no log in this directory: none of its files ends in {endings}")
        missing.append(Missing(path, error))


def _unlisted(error: OSError) -> Missing:
    return Missing(str(error.filename), SourceError(UNREADABLE, f"cannot be listed: {error.strerror}"))
