"""The table of calls as other programs give it, and where it differs from `calls --json`."""

from collections.abc import Iterator, Mapping
from typing import Any

Figures = dict[str, Any]
Table = dict[str, Figures]
"""By call id: some of the keys of `calls --json`, nested as there."""

NOT_COMPARED = frozenset({"schema_version", "kind", "repeats", "poor_because", "problems"})
"""What no peer gives: what kind of document this is, what was odd in the log, and repeats, of which it has none."""

LAST_PLACE = 1.5e-6
"""Floats are rounded to 6 decimals when they are written: two that are the same may differ by one in the last."""


def by_call(rows: list[Figures]) -> Table:
    """Give rows that have a call_id as a table."""
    return {row["call_id"]: row for row in rows}


def differences(peer: Table, calls: list[Figures]) -> list[str]:
    """Tell where a peer's table differs from `calls --json`, in each figure that the peer gives."""
    ours = by_call(calls)
    found = [f"{call_id}: only here" for call_id in ours.keys() - peer.keys()]
    found += [f"{call_id}: only there" for call_id in peer.keys() - ours.keys()]
    for call_id in ours.keys() & peer.keys():
        found += [f"{call_id} {difference}" for difference in _unlike(ours[call_id], peer[call_id])]
    return sorted(found)


def figures_of(figures: Mapping[str, Any], above: str = "") -> set[str]:
    """Give the dotted names of the figures; words_by_role is one of them."""
    names: set[str] = set()
    for name, value in figures.items():
        path = f"{above}.{name}".lstrip(".")
        names |= figures_of(value, path) if isinstance(value, dict) and name != "words_by_role" else {path}
    return names


def _unlike(ours: Figures, theirs: Figures, above: str = "") -> Iterator[str]:
    for name, there in theirs.items():
        path = f"{above}.{name}".lstrip(".")
        here = ours.get(name, "no such key")
        if isinstance(here, dict) and isinstance(there, dict) and name != "words_by_role":
            yield from _unlike(here, there, path)
        elif not _same(here, there):
            yield f"{path}: {here} here, {there} there"


def _same(here: Any, there: Any) -> bool:
    if isinstance(here, float) and isinstance(there, int | float):
        return abs(here - there) < LAST_PLACE
    return bool(here == there)
