"""Reading a log while it grows: all that is written goes into one state, a generation of the file after the other."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from typing import BinaryIO, Protocol

from callevents.model.problem import Code
from callevents.model.settings import Reading
from callevents.read.decode import Decoder
from callevents.read.followed import Followed
from callevents.read.lines import Lines, SourceError
from callevents.rebuild.fold import fold
from callevents.rebuild.seen import Piece, Seen

OnRead = Callable[[int], None]
"""Takes the bytes read so far."""


class Generations(Protocol):
    """What is followed: a file that is rotated, or a pipe."""

    def look(self) -> Sequence[Followed]:
        """Give what may have more to read; one that is over, for the last time."""


class Follower:
    """Reads what a log has, and later what it has more. `ended` tells that there will be no more.

    stopped is asked between blocks: when it says so, reading pauses there and `read` returns. A source that fails is
    noted in `seen`, and that ends the following.
    """

    def __init__(
        self, log: Generations, reading: Reading, rejects: BinaryIO | None, stopped: Callable[[], bool]
    ) -> None:
        self.seen = Seen()
        self.ended = False
        self._log = log
        self._reader = partial(_Reader, seen=self.seen, reading=reading, rejects=rejects, stopped=stopped)
        self._going: dict[Followed, _Reader] = {}

    def read(self, on_read: OnRead | None = None) -> None:
        """Read what there is now. A line without its newline is left until it has one, or until nothing follows."""
        for generation in self._log.look():
            if generation not in self._going:
                self._going[generation] = self._reader(generation)
            reader = self._going[generation]
            if error := reader.read(on_read):
                self.seen.fault(generation.name, error.code, error.message)
                self.ended = True
            if generation.over:
                self._let_go(generation)
        self.ended = self.ended or (bool(self.seen.pieces) and not self._going)

    def finish(self) -> None:
        """Take the lines that still wait for their newline as they are, and let the files go."""
        self.ended = True
        for generation in list(self._going):
            self._let_go(generation)

    def _let_go(self, generation: Followed) -> None:
        self._going.pop(generation).finish()
        generation.close()


class _Reader:
    """Reads one generation into one piece."""

    def __init__(
        self,
        generation: Followed,
        seen: Seen,
        reading: Reading,
        rejects: BinaryIO | None,
        stopped: Callable[[], bool],
    ) -> None:
        self._generation = generation
        self._seen = seen
        self._rejects = rejects
        self._stopped = stopped
        self._on_read: OnRead | None = None
        self._number = len(seen.pieces)
        self._piece = Piece(generation.name)
        self._decoder = Decoder(reading, self._reject)
        self._lines = Lines(self, reading.max_line, rejects.write if rejects else None)
        seen.pieces.append(self._piece)

    def read(self, on_read: OnRead | None) -> SourceError | None:
        """Read the finished lines that there are; give the error that ended the source, if one did."""
        self._on_read = on_read
        self._fold(self._lines.so_far())
        return self._lines.fault

    def finish(self) -> None:
        """Read the unfinished line, if there is one."""
        self._stopped = lambda: True
        with suppress(SourceError):  # told when it was met
            self._fold(self._lines)

    def read1(self, size: int, /) -> bytes:
        """Give the bytes that lines are made of: none where there are no more just now, or where reading pauses."""
        block = b"" if self._stopped() else self._generation.read1(size)
        if self._on_read and block:
            self._on_read(self._lines.bytes + len(block))
        return block

    def _fold(self, lines: Iterable[list[bytes]]) -> None:
        fold(self._seen, self._number, self._decoder.batches(lines))
        piece, decoder = self._piece, self._decoder
        piece.bytes, piece.lines, piece.blank = self._lines.bytes, decoder.lines, decoder.blank

    def _reject(self, line: int, code: Code, message: str, text: bytes) -> None:
        self._seen.reject(self._number, line, code, message)
        if self._rejects:
            self._rejects.write(text + b"\n")
