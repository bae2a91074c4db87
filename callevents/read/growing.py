"""A log that grows while it is read, and that is rotated while it grows: renamed and created anew, or copied and cut.

What lay under the name from one rotation to the next is a generation. None is read twice or left unread:

- A renamed file is read on through the handle that is still open, for as long as its writer may write to it.
- A file that was cut in place is told by its size, and by its first and last bytes that were read. What was written
  since the last look is then only in the copy that was made of it, so that copy is looked for beside it.

A rotation is noticed by looking: of a file that is rotated twice between two looks, what came between is not seen.
"""

import os
import stat
import time
from collections.abc import Sequence
from contextlib import suppress
from io import FileIO
from pathlib import Path

from callevents.read.followed import Followed, refuse
from callevents.read.lines import reading_failed

GRACE = 60.0
"""Seconds without a new byte after which a renamed file is let go."""

_MARK = 256
"""Bytes of what was read, from its start and its end, by which it is known again."""

_CANDIDATES = 100
"""How many of the newest files beside a log are looked at for its copy."""


class Generation:
    """One generation of a followed file."""

    def __init__(self, name: str, file: FileIO) -> None:
        self.name = name
        self.file = file
        self.over = False
        self.read_at = 0.0
        self._position = 0
        self._start = b""
        self._end = b""
        self._state: tuple[int, int] | None = None

    def read1(self, size: int, /) -> bytes:
        """Give up to `size` bytes from where reading stopped. Raises SourceError."""
        try:
            self.file.seek(self._position)
            block = self.file.read(size)
        except OSError as error:
            raise reading_failed(error) from None
        # Asked after reading: a file that still has its old bytes had them while it was read.
        if block and not self.was_cut():
            if self._position == 0:
                refuse(block)
            self.read_at = time.monotonic()
            self._position += len(block)
            self._start = (self._start + block[:_MARK])[:_MARK]
            self._end = (self._end + block[-_MARK:])[-_MARK:]
            return block
        return b""

    def close(self) -> None:
        """Let the file go."""
        self.file.close()

    def is_replaced_by(self, file: FileIO) -> bool:
        """Tell whether another file took the place of this one, which is nowhere any more, and has the same content so
        far: some tools write a file anew to add to it."""
        return os.fstat(self.file.fileno()).st_nlink == 0 and self.goes_on_in(file)

    def goes_on_in(self, file: FileIO) -> bool:
        """Tell whether a file has what was read of this one: its first and its last bytes at their places."""
        if not self._position or os.fstat(file.fileno()).st_size < self._position:
            return False
        places = ((0, self._start), (self._position - len(self._end), self._end))
        return all(_bytes_at(file, place, len(part)) == part for place, part in places)

    def was_cut(self) -> bool:
        """Tell whether the file no longer has what was read of it: it was truncated, and perhaps written anew."""
        if not self._position:
            return False
        facts = os.fstat(self.file.fileno())
        state = (facts.st_size, facts.st_mtime_ns)
        if state != self._state:
            if not self.goes_on_in(self.file):
                return True
            self._state = state
        return False


class Growing:
    """The generations of a followed file. `trouble` says why there is no file just now, or None."""

    def __init__(self, path: str, grace: float = GRACE) -> None:
        self.trouble: str | None = None
        self._path = path
        self._grace = grace
        self._count = 0
        self._current: Generation | None = None
        self._retired: list[tuple[float, Generation]] = []

    def look(self) -> Sequence[Followed]:
        """Give the generations that may have more to read, the oldest first; one that is over, for the last time.

        Their names sort in their order, as long as there are fewer than 10,000 rotations.
        """
        if self._current and self._current.was_cut():
            copy = self._copy_of(self._current)
            self._retire(self._current)
            self._current.close()
            self._current.file = copy or _nothing()
            self._current = None
        if file := self._new_file():
            if self._current and self._current.is_replaced_by(file):
                self._current.close()
                self._current.file = file
            else:
                if self._current:
                    self._retire(self._current)
                self._current = Generation(self._next_name(), file)
        return self._going()

    def _going(self) -> list[Followed]:
        now = time.monotonic()
        for since, generation in self._retired:
            generation.over = now - max(since, generation.read_at) > self._grace
        going: list[Followed] = [generation for _, generation in self._retired]
        self._retired = [(since, generation) for since, generation in self._retired if not generation.over]
        return [*going, self._current] if self._current else going

    def _retire(self, generation: Generation) -> None:
        self._retired.append((time.monotonic(), generation))

    def _next_name(self) -> str:
        self._count += 1
        return self._path if self._count == 1 else f"{self._path} (rotation {self._count - 1:04d})"

    def _new_file(self) -> FileIO | None:
        """Open what lies under the name, unless it is the file that is being read; None where there is none."""
        self.trouble = None
        try:
            facts = Path(self._path).stat()
            if self._current and os.path.samestat(facts, os.fstat(self._current.file.fileno())):
                return None
            if stat.S_ISREG(facts.st_mode):
                return FileIO(self._path)
            self.trouble = "is no regular file"
        except FileNotFoundError:
            # Between two generations nobody needs to be told.
            self.trouble = None if self._current else "does not exist yet; waiting for it"
        except OSError as error:
            self.trouble = f"cannot be opened: {error.strerror or error}; trying again"
        return None

    def _copy_of(self, generation: Generation) -> FileIO | None:
        """Find the copy of a file that was cut, among the files beside it: opened, or None."""
        for path in _files_beside(Path(self._path))[:_CANDIDATES]:
            try:
                file = FileIO(path)
            except OSError:
                continue
            if generation.goes_on_in(file):
                return file
            file.close()
        return None


def _bytes_at(file: FileIO, place: int, count: int) -> bytes:
    file.seek(place)
    return file.read(count)


def _files_beside(path: Path) -> list[str]:
    """Give the other files of a file's folder, the newest first."""
    found = []
    # Any of them may vanish at any time: what rotates a log deletes the oldest.
    with suppress(OSError), os.scandir(path.parent) as entries:
        for entry in entries:
            with suppress(OSError):
                if entry.is_file() and entry.name != path.name:
                    found.append((entry.stat().st_mtime, entry.path))
    return [path for _, path in sorted(found, reverse=True)]


def _nothing() -> FileIO:
    return FileIO(os.devnull)
