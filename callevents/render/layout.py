"""How text fits into terminal cells: its width, where it wraps, and which columns of a table find room."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from callevents.render.page import LEAST_WRAPPED, Column
from callevents.render.safe import shown

GAP = 2
"""Cells between two columns."""

_LEAST = 6
_PREFIX = 8
_PIECE = re.compile(r" +|[^ ]+")
_NARROW = re.compile("[ -~–…←-↓─-▟]*")
"""What pages are made of beside the log's own text, each of one cell: for these alone Rich need not be imported."""


def cells(text: str) -> int:
    """Give the number of terminal cells that visible text takes."""
    if text.isascii() or _NARROW.fullmatch(text):
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def wrap(text: str, width: int, hang: int = 0) -> list[tuple[int, int]]:
    """Give the start and end of each line of the text; all lines but the first are `hang` cells shorter.

    Lines break at spaces, and inside a word only where it is longer than a line.
    """
    hang = hang if width - hang >= LEAST_WRAPPED else 0
    lines: list[tuple[int, int]] = []
    begin = end = used = 0
    room = width
    for match in _PIECE.finditer(text):
        start, stop = match.span()
        wide = cells(match[0])
        if match[0].startswith(" "):
            used += wide
            continue
        if used + wide > room and end > begin:
            lines.append((begin, end))
            begin, used, room = start, 0, width - hang
        while used + wide > room:
            cut = start + _fitting(text[start:stop], max(room - used, 1))
            lines.append((begin, cut))
            begin = start = cut
            wide, used, room = cells(text[start:stop]), 0, width - hang
        used += wide
        end = stop
    return [*lines, (begin, len(text) if begin == 0 and end == 0 else end)]


def _fitting(text: str, room: int) -> int:
    """Give how many characters of the text fit into that many cells; at least one."""
    used = 0
    for index, char in enumerate(text):
        used += cells(char)
        if used > room and index:
            return index
    return len(text)


def fitted(text: str, width: int, unicode: bool) -> str:
    """Make text visible and exactly so many cells wide: cut with an ellipsis, or filled with spaces."""
    text = shown(text, unicode)
    if cells(text) > width:
        ellipsis = "…" if unicode else "..."
        text = text[: _fitting(text, width - len(ellipsis))] + ellipsis
    return text + " " * (width - cells(text))


def prefix_length(ids: Sequence[str]) -> int:
    """Give the least length, from 8 on, at which the different ids have different beginnings."""
    ordered = sorted(set(ids))
    longest = _PREFIX
    for one, other in pairwise(ordered):
        longest = max(longest, shared(one, other) + 1)
    return longest


def shared(one: str, other: str) -> int:
    """Give how many characters two texts share from their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((index for index, (a, b) in pairs if a != b), min(len(one), len(other)))


def fit(columns: Sequence[Column], widths: Sequence[int], room: int) -> dict[int, int]:
    """Choose the columns that fit into so many cells; widths are what their contents want.

    Gives the index and the width of each column that stays. The columns of the highest rank go first; then running text
    is wrapped; where even the columns of rank 0 are too wide, the widest of them are narrowed.
    """
    pairs = zip(columns, widths, strict=True)
    least = [min(width, column.least) if column.wraps else width for column, width in pairs]
    kept = list(range(len(columns)))
    while _total(least[i] for i in kept) > room:
        index = max(kept, key=lambda i: (columns[i].rank, i))
        if columns[index].rank == 0:
            break
        kept.remove(index)
    chosen = {i: least[i] for i in kept}
    while _total(chosen.values()) > room and max(chosen.values()) > _LEAST:
        chosen[max(chosen, key=lambda i: chosen[i])] -= 1
    for index in sorted(kept, key=lambda i: widths[i]):
        spare = room - _total(chosen.values())
        if columns[index].wraps and spare > 0:
            chosen[index] = min(widths[index], chosen[index] + spare)
    return chosen


def _total(widths: Iterable[int]) -> int:
    each = list(widths)
    return sum(each) + GAP * (len(each) - 1)
