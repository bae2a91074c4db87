"""What the page of `report` is made of."""

from collections.abc import Iterable, Mapping
from typing import Annotated

from msgspec import Struct

from callevents.model.call import Call
from callevents.model.detail import CallDetail
from callevents.model.over_time import Bucket
from callevents.model.summary import Summary
from callevents.model.value import Value


class Bin(Value, frozen=True):
    """The calls whose value lies from `low` to below `high`; high is None where the bin takes all above."""

    low: float
    high: float | None
    by_grade: Annotated[Mapping[str, int], "by the grade of this value alone: good, fair, poor"]


class Spread(Value, frozen=True):
    """How a metric of the calls (that of the worse channel) is distributed."""

    metric: Annotated[str, "loss (%), jitter (ms), rtt (ms) or mos"]
    edges: Annotated[tuple[float, float], "good/fair and fair/poor"]
    bins: tuple[Bin, ...]


class Report(Struct, frozen=True):
    """A log as one page: figures of all chosen calls, and the calls that are listed.

    calls are the listed ones in their order, and details the same calls in full, made one by one as they are asked
    for. over_time is without the calls that have no time. with_text: the conversation is part of the page.
    """

    title: str
    summary: Summary
    calls: tuple[Call, ...]
    details: Iterable[CallDetail]
    over_time: tuple[Bucket, ...]
    spreads: tuple[Spread, ...]
    with_text: bool

    @property
    def left_out(self) -> int:
        """How many of the chosen calls are not listed."""
        return self.summary.calls.total - len(self.calls)
