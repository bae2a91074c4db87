"""From a stream of bytes to bounded lines, in batches."""

from collections.abc import Callable, Iterator
from typing import Protocol

from callevents.model.problem import UNREADABLE, Code
from callevents.read.search import PASSED_OVER, Search

BLOCK = 1 << 20
"""Bytes read at a time. A block's lines are one batch."""

BOM = b"\xef\xbb\xbf"

Spill = Callable[[bytes], object]
"""Takes the bytes of a line that is too long to be held, in pieces."""


class SourceError(Exception):
    """A source that cannot be read, or not to its end: the problem and one sentence."""

    def __init__(self, code: Code, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def reading_failed(error: OSError) -> SourceError:
    """Give the error of a source whose bytes cannot be read on."""
    return SourceError(UNREADABLE, f"reading failed: {error.strerror or error}")


class Readable(Protocol):
    """A stream of bytes: all that is needed of it."""

    def read1(self, size: int, /) -> bytes:
        """Give up to `size` bytes with one read; none at the end."""


class TooLong(bytes):
    """Stands for a line that passed the limit. It is empty, so it cannot be taken for an event.

    rest holds the line's bytes that were not spilled.
    """

    rest: bytes = b""


class Lines:
    """The lines of a stream, without their newline, in batches. `bytes` counts what was read so far.

    A line of more than `max_line` bytes is never held: a `TooLong` stands for it, and its bytes go to `spill` as they
    pass. Errors of the stream pass through, after the lines before the fault; the line that the fault cut off comes as
    it stands. from_start tells that the stream starts where its source does.

    With a search, PASSED_OVER stands for each line that need not be parsed. Where a line within a block may pass the
    limit, none is passed over.
    """

    def __init__(
        self,
        stream: Readable,
        max_line: int,
        spill: Spill | None = None,
        search: Search | None = None,
        *,
        from_start: bool = True,
    ) -> None:
        self.bytes = 0
        self._may_have_bom = from_start
        self._stream = stream
        self._max_line = max_line
        self._spill = spill or len
        self._search = search if max_line >= 2 * BLOCK else None
        self._parts: list[bytes] = []
        self._held = 0
        self.fault: SourceError | None = None

    def __iter__(self) -> Iterator[list[bytes]]:
        yield from self.so_far()
        if self._held:
            yield [self._searched(self._finish())]
        if self.fault:
            raise self.fault

    def so_far(self) -> Iterator[list[bytes]]:
        """Give the lines that end with a newline. The rest is held: where the stream grows, ask again, or iterate for
        its end. An error of the stream is left in `fault`."""
        while block := self._read():
            self.bytes += len(block)
            if self._may_have_bom:
                block = block.removeprefix(BOM)
                self._may_have_bom = False
            lines = self._search.split(block) if self._search else block.split(b"\n")
            unfinished = lines.pop()
            if lines:
                if self._held:
                    self._hold(lines[0])
                    lines[0] = self._finish()
                lines[0] = self._searched(lines[0])
                if self._max_line < len(block):
                    lines = [self._bounded(line) for line in lines]
                yield lines
            if unfinished:
                self._hold(unfinished)

    def _read(self) -> bytes:
        try:
            return self._stream.read1(BLOCK)
        except SourceError as fault:
            self.fault = fault
            return b""

    def _hold(self, part: bytes) -> None:
        self._held += len(part)
        self._parts.append(part)
        if self._held > self._max_line:
            for spilled in self._parts:
                self._spill(spilled)
            self._parts.clear()

    def _finish(self) -> bytes:
        line = b"".join(self._parts) if self._held <= self._max_line else TooLong()
        self._parts.clear()
        self._held = 0
        return line

    def _searched(self, line: bytes) -> bytes:
        return line if self._search is None or self._search.matters(line) else PASSED_OVER

    def _bounded(self, line: bytes) -> bytes:
        if len(line) <= self._max_line:
            return line
        # Not spilled: the lines before it in its batch come first.
        too_long = TooLong()
        too_long.rest = line
        return too_long
