"""From a file to its bytes: compression told by content, and files that are no log refused in one sentence."""

import re
import sys
from collections.abc import Callable
from io import BufferedReader, RawIOBase
from typing import BinaryIO, cast

from callevents.model.problem import DAMAGED, NOT_LINES, UNREADABLE, WRONG_ENCODING
from callevents.read.lines import Readable, SourceError

_OPENING = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\[\s*(?:\{|$)|\[[ \t\r]*\n|\{[ \t\r]*\n)")
_WIDE = ((b"\xff\xfe\0\0", "UTF-32"), (b"\0\0\xfe\xff", "UTF-32"), (b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"))


class Stream:
    """The decompressed bytes of a source, with no other error than SourceError.

    on_progress takes the position in the source as it lies on disk (for a pipe, the bytes given so far).
    """

    def __init__(self, raw: BinaryIO, on_progress: Callable[[int], None] | None = None) -> None:
        self.raw = raw if isinstance(raw, BufferedReader) else BufferedReader(cast(RawIOBase, raw))
        self._on_progress = on_progress
        self._given = 0
        self._inner: Readable | None = None
        self._faults: tuple[type[Exception], ...] = (EOFError,)

    def read1(self, size: int, /) -> bytes:
        """Give up to `size` decompressed bytes with one read; none at the end. Raises SourceError."""
        try:
            if self._inner is None:
                self._inner = self._open()
            block = self._inner.read1(size)
        except self._faults as error:
            raise SourceError(DAMAGED, f"the compressed data is damaged: {error}") from None
        except OSError as error:
            raise SourceError(UNREADABLE, f"reading failed: {error.strerror or error}") from None
        if self._given == 0 and (refused := refusal(block)):
            raise refused
        self._given += len(block)
        if self._on_progress:
            self._on_progress(self.raw.tell() if self.raw.seekable() else self._given)
        return block

    def _open(self) -> Readable:
        # Each decompressor is imported by the first file that needs it. None of their errors but gzip's is an OSError.
        start = self.raw.peek(6)
        if start.startswith(b"\x1f\x8b"):
            import gzip
            import zlib

            self._faults = (EOFError, zlib.error, gzip.BadGzipFile)
            return gzip.GzipFile(fileobj=self.raw)
        if start.startswith(b"BZh"):
            import bz2

            # BZ2File says what is corrupt with an OSError that has no number.
            self._faults = (EOFError, OSError)
            return bz2.BZ2File(self.raw)
        if start.startswith(b"\xfd7zXZ\0"):
            import lzma

            self._faults = (EOFError, lzma.LZMAError)
            return lzma.LZMAFile(self.raw)
        if start.startswith(b"\x28\xb5\x2f\xfd"):
            if sys.version_info >= (3, 14):
                from compression import zstd
            else:
                from backports import zstd

            self._faults = (EOFError, zstd.ZstdError)
            return zstd.ZstdFile(self.raw)
        return self.raw


def refusal(first: bytes) -> SourceError | None:
    """Tell by its first bytes whether a source is no log at all, and what the user can do about it."""
    for mark, encoding in _WIDE:
        if first.startswith(mark):
            return SourceError(
                WRONG_ENCODING,
                f"the file is {encoding} text, and logs are UTF-8; convert it: iconv -f {encoding} -t UTF-8 LOG > "
                f"LOG.ndjson",
            )
    start = first[:4096]
    if abs(start[0::2].count(0) - start[1::2].count(0)) > len(start) // 4:
        return SourceError(
            WRONG_ENCODING,
            "the file looks like UTF-16 text, and logs are UTF-8; convert it: iconv -f UTF-16LE -t UTF-8 LOG > "
            "LOG.ndjson",
        )
    opening = _OPENING.match(first)
    if opening is None:
        return None
    if b"[" in opening.group():
        return SourceError(
            NOT_LINES, "found a JSON array, expected one JSON object a line; convert it: jq -c '.[]' LOG > LOG.ndjson"
        )
    return SourceError(
        NOT_LINES, "found pretty-printed JSON, expected one JSON object a line; convert it: jq -c . LOG > LOG.ndjson"
    )
