"""Passing over, unparsed, the lines that cannot matter where only a few calls are asked for."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_PLAIN_ID = re.compile(r"[\w.:@+-]+", re.ASCII)
_CALL_ID = re.compile(rb'"callId"\s*:\s*"[^"]')
_USUAL = b'"callId":"'
_ESCAPE = b"\\u"
_EIGHT = 8
_RARE = _USUAL.index(b"I")
"""Where the key has the letter that is rarest in logs."""


PASSED_OVER = bytes(1)
"""Stands for a line that need not be parsed: this very object does, no other with its bytes."""


class Search:
    """Tells by its bytes whether a line can matter to the calls whose ids contain one of the given texts.

    A line matters unless it has a call id as plain text, and none of the texts: an event without a call id may be of
    any call, and an id that is written with escapes cannot be told by its bytes.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = [text.encode() for text in texts]

    def matters(self, line: bytes) -> bool:
        """Tell whether a line has to be parsed."""
        return not _CALL_ID.search(line) or _ESCAPE in line or any(text in line for text in self._texts)

    def split(self, block: bytes) -> list[bytes]:
        """Split a block into its lines, with PASSED_OVER for each that need not be parsed.

        The first and the last are given in any case: they may only be the end and the start of lines.
        """
        import numpy as np

        # All lines at once, and no line that does not matter is ever cut out.
        chars = np.frombuffer(block, dtype=np.uint8)
        ends = np.flatnonzero(chars == ord("\n"))
        kept = np.ones(len(ends) + 1, dtype=bool)
        kept[np.searchsorted(ends, _usual_ids(block))] = False
        kept[[0, -1]] = True
        # One character is found at once, two are not.
        for text in [*self._texts, _ESCAPE] if b"\\" in block else self._texts:
            at = block.find(text)
            while at >= 0:
                n = int(np.searchsorted(ends, at))
                kept[n] = True
                at = block.find(text, int(ends[n])) if n < len(ends) else -1
        lines = [PASSED_OVER] * len(kept)
        for n in np.flatnonzero(kept).tolist():
            line = block[int(ends[n - 1]) + 1 if n else 0 : int(ends[n]) if n < len(ends) else None]
            if n in (0, len(ends)) or self.matters(line):
                lines[n] = line
        return lines


def _usual_ids(block: bytes) -> "NDArray[np.intp]":
    """Give the places of the call ids that are written as nearly all are, and are not empty."""
    import numpy as np

    places = len(block) - len(_USUAL)
    chars = np.frombuffer(block, dtype=np.uint8)
    if places <= 0:
        return np.empty(0, dtype=np.intp)
    found: NDArray[np.intp] = np.flatnonzero(chars[_RARE : places + _RARE] == _USUAL[_RARE])
    # What stands there, eight characters at a time: the key's first eight, and its last eight.
    for offset in (0, len(_USUAL) - _EIGHT):
        eight: NDArray[Any] = np.ndarray(places, dtype=np.uint64, buffer=block, offset=offset, strides=(1,))
        found = found[eight[found] == np.frombuffer(_USUAL, dtype=np.uint64, count=1, offset=offset)]
    following = chars[found + len(_USUAL)]
    found = found[(following != ord('"')) & (following != ord("\n"))]
    return found


def search_for(texts: Iterable[str]) -> Search | None:
    """Give the search for calls whose ids contain one of the texts; None where their bytes do not tell them, or none is
    given."""
    wanted = list(texts)
    if not wanted or not all(_PLAIN_ID.fullmatch(text) for text in wanted):
        return None
    return Search(wanted)
