"""Passing over, unparsed, the lines that cannot matter where only a few calls are asked for."""

import re
from collections.abc import Iterable, Sequence

_PLAIN_ID = re.compile(r"[\w.:@+-]+", re.ASCII)
_USUAL = b'"callId":"'
_CALL_ID = re.compile(rb'"callId"\s*:\s*"[^"]')


class Search:
    """Tells by its bytes whether a line can matter to the calls whose ids contain one of the given texts.

    A line matters unless it has a call id as plain text, and none of the texts: an event without a call id may be of
    any call, and an id that is written with escapes cannot be told by its bytes.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = [text.encode() for text in texts]

    def kept(self, lines: Sequence[bytes]) -> list[int]:
        """Give the places of the lines that have to be parsed."""
        # What holds for all lines at once is looked for in all at once; and a call id in its usual spelling, near the
        # front of nearly all lines, before a pattern that allows for spaces.
        block = b"\n".join(lines)
        unusual = [
            n
            for n, line in enumerate(lines)
            if (at := line.find(_USUAL)) < 0 or line.startswith(b'"', at + len(_USUAL))
        ]
        kept = {n for n in unusual if not _CALL_ID.search(lines[n])}
        if b"\\" in block:
            kept.update([n for n, line in enumerate(lines) if b"\\u" in line])
        for text in self._texts:
            if text in block:
                kept.update([n for n, line in enumerate(lines) if text in line])
        return sorted(kept)


def search_for(texts: Iterable[str]) -> Search | None:
    """Give the search for calls whose ids contain one of the texts; None where their bytes do not tell them, or none is
    given."""
    wanted = list(texts)
    if not wanted or not all(_PLAIN_ID.fullmatch(text) for text in wanted):
        return None
    return Search(wanted)
