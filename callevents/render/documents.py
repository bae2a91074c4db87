"""What can be rendered: the results of the model, and light wrappers for what only rendering needs to know."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from msgspec import Struct

from callevents.model.call import Call, Grade
from callevents.model.over_time import Bucket
from callevents.model.summary import Summary
from callevents.model.value import SCHEMA_VERSION, Value

if TYPE_CHECKING:
    from callevents.model.check import Check
    from callevents.model.compare import Comparison
    from callevents.model.detail import CallDetail
    from callevents.model.messages import Flags, Notes, Transcript
    from callevents.model.stats import Stats


class Calls(Struct, frozen=True):
    """Many calls; a `Columnar` is written without its calls being made.

    columns are leaf paths of a call's JSON (see `call_columns`); empty: the usual ones. strips gives by call id the
    grades of the call's parts, which people see beside its figures where there is room. total is the number of the
    calls that these are the first of; None: there are no more.
    """

    items: Iterable[Call]
    columns: tuple[str, ...] = ()
    strips: Callable[[], Mapping[str, Sequence[Grade]]] | None = None
    total: int | None = None


class Overview(Struct, frozen=True):
    """A summary, with the calls that its `worst_calls` names and the calls over time, so that people see them."""

    summary: Summary
    worst: tuple[Call, ...] = ()
    over_time: tuple[Bucket, ...] = ()


class Rows(Struct, frozen=True):
    """Rows of plain values (text, numbers, None, lists of these) that all have the same keys."""

    kind: str
    items: tuple[Mapping[str, Any], ...]

    def to_dict(self) -> dict[str, Any]:
        """Give the document that JSON holds."""
        return {"schema_version": SCHEMA_VERSION, "kind": self.kind, "items": [dict(item) for item in self.items]}


Document: TypeAlias = (
    "Summary | Overview | Calls | CallDetail | Stats | Comparison | Transcript | Notes | Flags | Check | Rows"
)
"""Text, so that a class is imported when there is a document of it."""


def plain(item: "Document | Value | Mapping[str, Any]") -> Any:
    """Give a document or an item of one in JSON's terms: dicts, lists, text, numbers, None."""
    if isinstance(item, Calls):
        return list(map(plain, item.items))
    if isinstance(item, Overview):
        return item.summary.to_dict()
    return dict(item) if isinstance(item, Mapping) else item.to_dict()
