"""Passing over, unparsed, the lines that cannot matter where only a few calls are asked for."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from callevents.read.shapes import BODIES, WRAPPERS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PASSED_OVER = bytes(1)
"""Stands for a line that need not be parsed: this very object does, no other with its bytes."""

_PLAIN_ID = re.compile(r"[\w.:@+-]+", re.ASCII)
_KEY = b'"callId"'
_USUAL = b'"detail":{"callId":"'
_SAID = b'},"callId":"'
_DETAIL, _SENDER = b'"detail":', b'"sender":'
_EIGHT = 8
_RARE = _KEY.index(b"I")
"""Where the key has the letter that is rarest in logs."""


class _Object(Struct):
    """What tells the call id of a line, or of an object in it: an event, an envelope around one, or a detail."""

    callId: Annotated[str, Meta(min_length=1)] | UnsetType = UNSET
    type: str | UnsetType = UNSET
    eventType: str | UnsetType = UNSET
    detail: "_Object | UnsetType" = UNSET
    payload: "_Object | UnsetType" = UNSET
    event: "_Object | UnsetType" = UNSET
    message: "_Object | UnsetType" = UNSET
    data: "_Object | UnsetType" = UNSET

    def call_id(self) -> str | None:
        """Give the call id of the event that this is or holds; None where it is not certain."""
        for kind, detail in BODIES:
            if getattr(self, kind) is not UNSET and getattr(self, detail) is not UNSET:
                found = getattr(self, detail).callId
                return None if found is UNSET else found
        inner = [getattr(self, name) for name in WRAPPERS if getattr(self, name) is not UNSET]
        return inner[0].call_id() if len(inner) == 1 else None


_DECODER = msgspec.json.Decoder(_Object)


class Search:
    """Tells whether a line can matter to the calls whose ids contain one of the given texts.

    A line matters unless it is certain that its event has a call id, and one without any of the texts: an event
    without a call id may be of any call.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = list(texts)
        self._wanted = [text.encode() for text in self._texts]

    def matters(self, line: bytes) -> bool:
        """Tell whether a line has to be parsed."""
        return self.split(b"\n%b\n" % line)[1] is not PASSED_OVER

    def split(self, block: bytes) -> list[bytes]:
        """Split a block into its lines, with PASSED_OVER for each that need not be parsed.

        The first and the last are given in any case: they may only be the end and the start of lines.
        """
        import numpy as np

        # All lines at once, and few lines that do not matter are ever cut out.
        chars = np.frombuffer(block, dtype=np.uint8)
        ends = np.flatnonzero(chars == ord("\n"))
        plain = _are_plain(block, ends)
        kept = ~plain
        for text in self._wanted:
            at = block.find(text)
            while at >= 0:
                n = int(np.searchsorted(ends, at))
                kept[n] = True
                at = block.find(text, int(ends[n])) if n < len(ends) else -1
        kept[[0, -1]] = True
        lines = [PASSED_OVER] * len(kept)
        at_start, at_end = np.append(0, ends + 1)[kept], np.append(ends, len(block))[kept]
        for n, start, end in zip(np.flatnonzero(kept).tolist(), at_start.tolist(), at_end.tolist(), strict=True):
            lines[n] = block[start:end]
        for n in np.flatnonzero(~plain[1:-1]).tolist():
            if self._is_of_another_call(lines[n + 1]):
                lines[n + 1] = PASSED_OVER
        return lines

    def _is_of_another_call(self, line: bytes) -> bool:
        try:
            # Text may stand before the event.
            call_id = _DECODER.decode(line[max(line.find(b"{"), 0) :]).call_id()
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return False
        return call_id is not None and not any(text in call_id for text in self._texts)


def _are_plain(block: bytes, ends: "NDArray[np.intp]") -> "NDArray[np.bool_]":
    r"""Tell of which lines it is certain by a look at their bytes that their events have call ids, if they are events
    at all.

    They have one `"callId"`, which is text and a member of the detail, no other object that could be a detail or hold
    an event, and no `\` that could hide one of these or a quote. So they are of one of two forms: no object but the
    detail, where the call id comes first; or as conversation events are, `"detail":{..{..},"callId":"..","sender":{..`.
    """
    import numpy as np

    chars = np.frombuffer(block, dtype=np.uint8)
    keys = np.flatnonzero(chars == _KEY[_RARE]) - _RARE
    keys = keys[_stands(block, keys, _KEY)]
    line = np.searchsorted(ends, keys)
    objects = np.flatnonzero(chars == ord("{"))
    before = np.searchsorted(objects, np.append(-1, ends))
    count = np.diff(np.append(before, len(objects)))
    filled = chars.take(keys + len(_KEY) + len(b':"'), mode="clip") != ord('"')
    usual = filled & (count[line] == 2) & _stands(block, keys - _USUAL.index(_KEY), _USUAL)
    said = np.flatnonzero(filled & (count[line] == 4) & _stands(block, keys - len(b"},"), _SAID))
    if len(said):
        # The third object is closed right before the key, and nothing is closed before it: so the second is the key's.
        second, third, last = (objects[before[line[said]] + n] for n in (1, 2, 3))
        starts = np.append(0, ends)[line[said]].tolist()
        first_closed = np.array([block.find(b"}", start) for start in starts])
        usual[said] = (
            _stands(block, second - len(_DETAIL), _DETAIL)
            & _stands(block, last - len(_SENDER), _SENDER)
            & (third < keys[said])
            & (keys[said] < last)
            & _ends_key(chars, third)
            & (first_closed == keys[said] - len(b"},"))
        )
    plain = np.zeros(len(ends) + 1, dtype=np.bool_)
    plain[line[usual]] = True
    plain &= np.bincount(line, minlength=len(plain)) == 1
    if b"\\" in block:
        plain[np.searchsorted(ends, np.flatnonzero(chars == ord("\\")))] = False
    return plain


def _ends_key(chars: "NDArray[np.uint8]", objects: "NDArray[np.intp]") -> "NDArray[np.bool_]":
    """Tell which `{` come after a small letter, a quote and a colon: the quote ends a text, so they are in none."""
    letter, quote, colon = (chars.take(objects - back, mode="clip") for back in (3, 2, 1))
    found: NDArray[np.bool_] = (letter >= ord("a")) & (letter <= ord("z")) & (quote == ord('"')) & (colon == ord(":"))
    return found


def _stands(block: bytes, places: "NDArray[np.intp]", text: bytes) -> "NDArray[np.bool_]":
    """Tell whether a text of 8 characters or more stands at these places, of which some may lie outside."""
    import numpy as np

    room = len(block) - len(text)
    if room < 0:
        return np.zeros(len(places), dtype=np.bool_)
    found = (places >= 0) & (places <= room)
    places = places.clip(0, room)
    # Eight characters at a time; the last eight may overlap those before.
    for offset in {*range(0, len(text) - _EIGHT, _EIGHT), len(text) - _EIGHT}:
        eight: NDArray[Any] = np.ndarray(room + 1, dtype=np.uint64, buffer=block, offset=offset, strides=(1,))
        found &= eight[places] == np.frombuffer(text, dtype=np.uint64, count=1, offset=offset)
    return found


def search_for(texts: Iterable[str]) -> Search | None:
    """Give the search for calls whose ids contain one of the texts; None where their bytes do not tell them, or none is
    given."""
    wanted = list(texts)
    if not wanted or not all(_PLAIN_ID.fullmatch(text) for text in wanted):
        return None
    return Search(wanted)
