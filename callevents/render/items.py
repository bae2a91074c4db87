"""Documents that are lists of like things: their items, and the columns of these."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from callevents.model.call import Call
from callevents.model.check import Check
from callevents.model.compare import Comparison, ComparisonRow
from callevents.model.messages import Flag, Flags, Notes, TextItem, Transcript
from callevents.model.paths import ANY_KEY, find_path, paths_of, values_at
from callevents.model.problem import Problem
from callevents.model.stats import Stats, StatsRow
from callevents.model.value import Value
from callevents.render.documents import Calls, Document, Rows, plain

CALL_COLUMNS: tuple[str, ...] = (
    "call_id",
    "started",
    "call_type",
    "participant",
    "agent",
    "outcome",
    "ring_ms",
    "talk_ms",
    "hold_ms",
    "mute_ms",
    "wrap_up_ms",
    "audio.input.packet_loss_pct",
    "audio.output.packet_loss_pct",
    "audio.input.jitter_ms.mean",
    "audio.output.jitter_ms.mean",
    "audio.input.rtt_ms.mean",
    "audio.output.rtt_ms.mean",
    "mos",
    "grade",
    "flags",
    "notes",
)
"""The columns of `calls` in CSV and TSV where none are chosen."""


def call_columns(chosen: str) -> tuple[str, ...]:
    """Read what `--columns` was given, key paths between commas; `audio.input` stands for every key below it.

    Raises UsageError, with the nearest known key, where a path leads nowhere.
    """
    return tuple(path for name in chosen.split(",") if name.strip() for path in _columns_under(name.strip()))


def _columns_under(path: str) -> tuple[str, ...]:
    below = tuple(known for known in paths_of(Call) if known.startswith(f"{path}."))
    if f"{path}.{ANY_KEY}" in below:
        return (path,)
    if not below:
        find_path(Call, path)
    return below or (path,)


def items_of(document: Document) -> Iterable[Value | Mapping[str, Any]] | None:
    """Give the items of a document that is a list of like things, or None for a document that is one thing."""
    match document:
        case Calls() | Transcript() | Notes() | Flags() | Rows():
            return document.items
        case Stats() | Comparison():
            return document.rows
        case Check():
            return document.problems
        case _:
            return None


def columns_of(document: Document) -> tuple[str, ...]:
    """Give the columns of a document's items as dotted paths, in order; none for a document that is one thing."""
    match document:
        case Calls():
            return document.columns or CALL_COLUMNS
        case Stats():
            return tuple(paths_of(StatsRow))
        case Comparison():
            return tuple(paths_of(ComparisonRow))
        case Transcript() | Notes():
            return tuple(paths_of(TextItem))
        case Flags():
            return tuple(paths_of(Flag))
        case Check():
            return tuple(paths_of(Problem))
        case Rows():
            return tuple(document.items[0]) if document.items else ()
        case _:
            return ()


def values_of(items: Iterable[Value | Mapping[str, Any]], paths: Sequence[str]) -> Iterator[Sequence[list[Any]]]:
    """Give by item its values in JSON's terms at each of the paths, as `values_at` does."""
    from callevents.model.columnar import Columnar

    if isinstance(items, Columnar):
        return items.plain_at(paths)
    return ([values_at(item, path) for path in paths] for item in map(plain, items))
