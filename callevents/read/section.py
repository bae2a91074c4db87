"""A part of a source, cut at newlines, so that several processes can read one source side by side."""

import sys
from collections.abc import Callable, Iterator
from typing import BinaryIO

from callevents.read.lines import BLOCK, Readable, SourceError, reading_failed

STRETCH = 4 << 20
"""Decompressed bytes of a stretch."""

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
            raise reading_failed(error) from None

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


class Stretches:
    """The lines of a stream that starts in one go only, as those of a compressed file: of its stretches of STRETCH
    bytes every `of`-th, from number `which` (0 is the first) on.

    Iteration gives where each starts, and a stream of the lines that start in it; read it to its end before the next.
    Of several that divide a stream so, each goes through all of it, and only the one in whose stretch a fault lies
    raises it.
    """

    def __init__(self, stream: Readable, which: int, of: int) -> None:
        self._stream = stream
        self._which = which
        self._of = of
        self._at = 0
        self._held = b""
        self._end = 0
        self._whole = True

    def __iter__(self) -> Iterator[tuple[int, Readable]]:
        start = self._which * STRETCH
        while self._found(start):
            self._end, self._whole = start + STRETCH, True
            yield start, self
            start += self._of * STRETCH

    def read1(self, size: int, /) -> bytes:
        """Give bytes of the stretch, a block at a time; none at its end. Raises SourceError."""
        if self._at >= self._end and self._whole:
            return b""
        block, self._held = self._held or self._more(), b""
        # The line that the stretch ends in is still its own.
        last = block.find(b"\n", max(self._end - 1 - self._at, 0))
        if last >= 0:
            block, self._held = block[: last + 1], block[last + 1 :]
        self._at += len(block)
        self._whole = block.endswith(b"\n") if block else True
        return block

    def _found(self, start: int) -> bool:
        """Go to the first line that starts there or later; tell whether there is one. (Of an empty stream, the first
        stretch is there.)"""
        ended = self._at >= start
        while not ended:
            last = self._held.find(b"\n", max(start - 1 - self._at, 0))
            ended = last >= 0
            passed = last + 1 if ended else len(self._held)
            self._at, self._held = self._at + passed, self._held[passed:]
            if not ended and not self._refill():
                return False
        return start == 0 or bool(self._held) or self._refill()

    def _refill(self) -> bool:
        self._held = self._more()
        return bool(self._held)

    def _more(self) -> bytes:
        try:
            return self._stream.read1(BLOCK)
        except SourceError:
            if self._at // STRETCH % self._of == self._which:
                raise
            return b""
