"""Decompression, told by content: gzip, bzip2, xz and Zstandard, of one member or several."""

import re
import sys
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any, BinaryIO, Protocol

from callevents.model.problem import DAMAGED
from callevents.read.lines import SourceError, reading_failed

MAGIC_BYTES = 6
"""So many bytes at its start tell how a source is compressed."""

_PIECE = 1000
"""Compressed bytes taken at a time: a fault in them costs no more than the piece that it is in."""

_MOST = 1 << 20
"""The most bytes that one step gives. (Deflate never makes more than 1,032 bytes of one, so that a piece of a gzip file
is always done in one step; zlib's decompressor has no `needs_input`.)"""

MAX_WINDOW = 1 << 28
"""The most memory, in bytes, that an xz file may ask for."""


class _Member(Protocol):
    """What the decompressors of all formats have in common."""

    @property
    def eof(self) -> bool:
        """Whether the member's end was reached."""

    @property
    def unused_data(self) -> bytes:
        """What follows the member's end."""

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        """Give what can be told after these bytes, `max_length` bytes at most."""


_Opener = Callable[[], tuple[Callable[[], _Member], type[Exception]]]
"""Gives what makes a member's decompressor, and the exception it raises at corrupt data."""


# Each module is imported by the first file that needs it.
def _gzip() -> tuple[Callable[[], _Member], type[Exception]]:
    # ISA-L takes a third of zlib's time. It is made for most processors, not for all.
    zlib: Any = import_module("isal.isal_zlib" if find_spec("isal") else "zlib")
    return lambda: zlib.decompressobj(wbits=31), zlib.error


def _bzip2() -> tuple[Callable[[], _Member], type[Exception]]:
    import bz2

    return bz2.BZ2Decompressor, OSError


def _xz() -> tuple[Callable[[], _Member], type[Exception]]:
    import lzma

    return lambda: lzma.LZMADecompressor(memlimit=MAX_WINDOW), lzma.LZMAError


def _zstandard() -> tuple[Callable[[], _Member], type[Exception]]:
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd

    return zstd.ZstdDecompressor, zstd.ZstdError


_FORMATS: tuple[tuple[re.Pattern[bytes], _Opener], ...] = (
    (re.compile(rb"\x1f\x8b"), _gzip),
    (re.compile(rb"BZh[1-9]"), _bzip2),
    (re.compile(rb"\xfd7zXZ\0"), _xz),
    # The second is a frame to be skipped: pzstd and seekable files have such.
    (re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18", re.DOTALL), _zstandard),
)


class Unpacked:
    """The decompressed bytes of a stream, for as far as it is sound; then SourceError."""

    def __init__(self, raw: BinaryIO, start: bytes, magic: re.Pattern[bytes], opener: _Opener) -> None:
        self._raw = raw
        self._next = start
        self._magic = magic
        self._new, self._error = opener()
        self._member = self._new()
        self._fault: SourceError | None = None

    def read1(self, size: int, /) -> bytes:
        """Give `size` decompressed bytes or somewhat more, fewer only before the end or a fault; none at the end."""
        parts: list[bytes] = []
        held = 0
        while held < size and self._fault is None and (packed := self._packed()) is not None:
            try:
                parts.append(self._member.decompress(packed, _MOST))
            except self._error as error:
                self._fault = _damaged(str(error))
            else:
                held += len(parts[-1])
        if self._fault and not held:
            raise self._fault
        return b"".join(parts)

    def _packed(self) -> bytes | None:
        """Give the next compressed bytes (none where those before hold more still); None at the end or a fault."""
        if self._member.eof:
            return self._next_member()
        if not getattr(self._member, "needs_input", True):
            return b""
        packed, self._next = self._next or self._read(), b""
        if not packed and self._fault is None:
            self._fault = _damaged("it is cut short")
        return packed or None

    def _read(self) -> bytes:
        """Read on; none at the end. Where that fails, what was told before is not lost with it."""
        try:
            return self._raw.read(_PIECE)
        except OSError as error:
            self._fault = reading_failed(error)
            return b""

    def _next_member(self) -> bytes | None:
        # Zeros that fill up a block, as tapes have, are no junk.
        start = self._member.unused_data.lstrip(b"\0")
        while len(start) < MAGIC_BYTES and (more := self._read()):
            start = (start + more).lstrip(b"\0")
        if not start or self._fault:
            return None
        if not self._magic.match(start):
            self._fault = _damaged("after its end there is something else")
            return None
        self._member = self._new()
        return start


def unpacked(raw: BinaryIO, start: bytes) -> Unpacked | None:
    """Give the decompressed stream of which these are the first bytes, already read; None for what is not
    compressed."""
    found = next((known for known in _FORMATS if known[0].match(start)), None)
    return Unpacked(raw, start, *found) if found else None


def unpacks_fast(start: bytes) -> bool:
    """Tell by its first bytes whether a source is compressed, and unpacked in much less time than its lines are read
    in."""
    return any(magic.match(start) for magic, opener in _FORMATS if opener in (_gzip, _zstandard))


def _damaged(reason: str) -> SourceError:
    return SourceError(DAMAGED, f"the compressed data is damaged: {reason}")
