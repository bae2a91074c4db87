"""From a file to its bytes: decompressed, and files that are no log refused in one sentence."""

import re
from collections.abc import Callable
from enum import Enum, auto
from io import BufferedReader, BytesIO, RawIOBase
from typing import BinaryIO, cast

from callevents.model.problem import NOT_LINES, WRONG_ENCODING
from callevents.read.lines import BOM, SourceError, reading_failed
from callevents.read.sources import Source
from callevents.read.unpack import MAGIC_BYTES, Unpacked, unpacked, unpacks_fast

_PEEK = 1 << 16
_ARRAY = re.compile(rb"\s*\[(?:\s*\{\s*[\"}]|[ \t\r]*\n)")
_PRETTY = re.compile(rb"\s*\{[ \t\r]*\n\s*\"")
_WIDE = ((b"\xff\xfe\0\0", "UTF-32"), (b"\0\0\xfe\xff", "UTF-32"), (b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"))


class Stream:
    """The decompressed bytes of a source, with no other error than SourceError.

    on_progress takes the position in the source as it lies on disk (for a pipe, the bytes given so far).
    """

    def __init__(self, raw: BinaryIO, on_progress: Callable[[int], None] | None = None) -> None:
        self.raw = raw if isinstance(raw, BufferedReader) else BufferedReader(cast(RawIOBase, raw))
        self._on_progress = on_progress
        self._given = 0
        self._unpacked: Unpacked | None = None

    def read1(self, size: int, /) -> bytes:
        """Give about `size` decompressed bytes, or as many as there are just now; none at the end. Raises
        SourceError."""
        try:
            block = (self._unpacked or self.raw).read1(size) if self._given else self._first(size)
        except OSError as error:
            raise reading_failed(error) from None
        if self._given == 0 and (refused := refusal(block)):
            raise refused
        self._given += len(block)
        if self._on_progress:
            self._on_progress(self.raw.tell() if self.raw.seekable() else self._given)
        return block

    def _first(self, size: int) -> bytes:
        # A pipe may give the first bytes one by one; how a source is compressed is told when there are enough.
        start = self.raw.read(MAGIC_BYTES)
        self._unpacked = unpacked(self.raw, start)
        return self._unpacked.read1(size) if self._unpacked else start + self.raw.read1(size)


class Division(Enum):
    """How several processes can read a source side by side."""

    CUT = auto()
    """It can be read from anywhere in it: it is a file, not compressed, and can be a log."""
    STRETCHES = auto()
    """Each unpacks all of it, which is fast, and reads some stretches of it."""
    NONE = auto()


def division(source: Source) -> Division:
    """Tell how several processes can read a source side by side."""
    if source.passes:
        return Division.NONE
    try:
        with source.opened() as raw:
            start = raw.read(_PEEK)
    except (SourceError, OSError):
        return Division.NONE
    if unpacks_fast(start):
        return Division.STRETCHES
    return Division.CUT if unpacked(BytesIO(start), start) is None and refusal(start) is None else Division.NONE


def refusal(first: bytes) -> SourceError | None:
    """Tell by its first bytes whether a source is no log at all, and what the user can do about it."""
    if encoding := _wide_encoding(first):
        return SourceError(
            WRONG_ENCODING,
            f"the file is {encoding} text, and logs are UTF-8; convert it: iconv -f {encoding} -t UTF-8 LOG > "
            f"LOG.ndjson",
        )
    text = first.removeprefix(BOM)
    if _ARRAY.match(text):
        return SourceError(
            NOT_LINES, "found a JSON array, expected one JSON object a line; convert it: jq -c '.[]' LOG > LOG.ndjson"
        )
    if _PRETTY.match(text):
        return SourceError(
            NOT_LINES,
            "found pretty-printed JSON, expected one JSON object a line; convert it: jq -c . LOG > LOG.ndjson",
        )
    return None


def _wide_encoding(first: bytes) -> str | None:
    """Name the encoding of text that has two or four bytes a character, by its mark or by where its zeros stand."""
    for mark, encoding in _WIDE:
        if first.startswith(mark):
            return encoding
    start = first[:4096]
    if len(start) < 8:
        return None
    high_first, low_first = start[0::2].count(0), start[1::2].count(0)
    if abs(high_first - low_first) <= len(start) // 4:
        return None
    return "UTF-16LE" if low_first > high_first else "UTF-16BE"
