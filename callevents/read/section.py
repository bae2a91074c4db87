"""A part of a file, cut at newlines, so that several processes can read one file side by side."""

import sys
from collections.abc import Callable
from typing import BinaryIO

from callevents.model.problem import UNREADABLE
from callevents.read.lines import SourceError

_STEP = 1 << 16


class Section:
    """The lines of a file that start at `start` or later and before `end` (bytes; None is the file's end).

    Sections of which each starts where the one before ends give every line once. on_progress takes the bytes read.
    """

    def __init__(
        self, raw: BinaryIO, start: int, end: int | None, on_progress: Callable[[int], None] | None = None
    ) -> None:
        self._raw = raw
        self._start = start
        self._end = sys.maxsize if end is None else end
        self._at = -1
        self._whole = True
        self._on_progress = on_progress

    def read1(self, size: int, /) -> bytes:
        """Give up to `size` bytes; none at the end. Raises SourceError."""
        try:
            return self._read(size)
        except OSError as error:
            raise SourceError(UNREADABLE, f"reading failed: {error.strerror or error}") from None

    def _read(self, size: int) -> bytes:
        if self._at < 0:
            self._find_start()
        if self._at < self._end:
            block = self._raw.read(min(size, self._end - self._at))
        else:
            # The last line may go on past the end: it belongs to the section that it starts in.
            block = b"" if self._whole else self._raw.readline(size)
        self._at += len(block)
        self._whole = block.endswith(b"\n") if block else True
        if self._on_progress:
            self._on_progress(self._at - self._start)
        return block

    def _find_start(self) -> None:
        """Go to the first line that starts in the section: the byte before tells whether a line ends there."""
        self._at = self._start
        if self._start:
            self._raw.seek(self._start - 1)
            while (skipped := self._raw.readline(_STEP)) and not skipped.endswith(b"\n"):
                pass
            self._at = self._raw.tell()
