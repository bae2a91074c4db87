"""What can be followed while it grows, and what cannot: also a pipe, which is followed to its end."""

import glob
import os
import select
import stat
import sys
from collections.abc import Callable, Sequence
from io import BytesIO, FileIO
from pathlib import Path
from typing import BinaryIO, Protocol

from callevents.model.errors import UsageError
from callevents.model.problem import UNREADABLE
from callevents.read.lines import SourceError, reading_failed
from callevents.read.remote import is_remote
from callevents.read.sources import STDIN_NAME
from callevents.read.streams import refusal
from callevents.read.unpack import MAGIC_BYTES, unpacked


class Followed(Protocol):
    """A source that may grow: its name, what it has to read just now, and whether that is all."""

    @property
    def name(self) -> str:
        """The name of the source."""

    @property
    def over(self) -> bool:
        """Whether no more will come after what can be read now."""

    def read1(self, size: int, /) -> bytes:
        """Give up to `size` bytes, none where there are no more just now. Raises SourceError."""

    def close(self) -> None:
        """Let the file go."""


class Pipe:
    """Standard input as a log that grows until its end. There is one generation of it: itself."""

    trouble: str | None = None
    name = STDIN_NAME

    def __init__(self, stream: BinaryIO) -> None:
        self.over = False
        self._first = True
        self._read, self._ready = _reader(stream)

    def look(self) -> Sequence[Followed]:
        """Give the pipe itself."""
        return [self]

    def read1(self, size: int, /) -> bytes:
        """Give up to `size` bytes, none where there are none just now. Raises SourceError."""
        if self.over or not self._ready():
            return b""
        try:
            block = self._read(size)
        except OSError as error:
            raise reading_failed(error) from None
        self.over = not block
        if self._first:
            refuse(block)
            self._first = False
        return block

    def close(self) -> None:
        """Leave standard input as it is."""


def check_followable(path: str) -> None:
    """Raise UsageError for what cannot be followed: a URL, a directory, a pipe with a name, a compressed file, a
    pattern."""
    if is_remote(path):
        raise UsageError(f"{path} is a URL; follow takes a file of this machine")
    try:
        facts = Path(path).stat()
        if stat.S_ISDIR(facts.st_mode):
            raise UsageError(f"{path} is a directory; follow takes one file")
        if not stat.S_ISREG(facts.st_mode):
            raise UsageError(f"{path} is no regular file; to follow a pipe: callevents follow - < {path}")
        with FileIO(path) as file:
            start = file.read(MAGIC_BYTES)
    except OSError:
        if glob.has_magic(path):
            raise UsageError(f"there is no file {path}; follow takes one file, and no pattern") from None
        return
    if _is_packed(start):
        raise UsageError(f"{path} is compressed, so it does not grow; to see it: callevents summary {path}")


def refuse(first: bytes) -> None:
    """Raise SourceError for the first bytes of what is no growing log."""
    if _is_packed(first):
        raise SourceError(UNREADABLE, "is compressed, and only plain text can be followed")
    if refused := refusal(first):
        raise refused


def _is_packed(first: bytes) -> bool:
    return unpacked(BytesIO(), first[:MAGIC_BYTES]) is not None


def _reader(stream: BinaryIO) -> tuple[Callable[[int], bytes], Callable[[], bool]]:
    """Give how a stream is read, and how to tell that reading would not wait."""
    try:
        handle = stream.fileno()
    except (OSError, ValueError, AttributeError):
        return stream.read, lambda: True
    if sys.platform == "win32":  # where only sockets can be asked
        return lambda size: os.read(handle, size), lambda: True
    return lambda size: os.read(handle, size), lambda: bool(select.select([handle], [], [], 0)[0])
