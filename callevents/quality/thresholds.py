"""The metrics that are graded, and how their edges good/fair and fair/poor are written."""

import difflib
import math
from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

from callevents.model.errors import UsageError
from callevents.model.settings import DEFAULT_THRESHOLDS

Thresholds = Mapping[str, tuple[float, float]]


class Metric(Struct, frozen=True):
    """A metric that is graded: whether more of it is better, its largest value, and how a poor value is said: its usual
    decimals, and the text around it."""

    more_is_better: bool
    limit: float
    decimals: int
    text: str


METRICS: Mapping[str, Metric] = MappingProxyType(
    {
        "loss": Metric(False, 100, 1, "loss {} %"),
        "jitter": Metric(False, math.inf, 0, "jitter {} ms"),
        "rtt": Metric(False, math.inf, 0, "RTT {} ms"),
        "r": Metric(True, 100, 1, "R {}"),
    }
)
"""The metrics by their name in `--thresholds`, in the order in which reasons are given."""


def thresholds_text(thresholds: Thresholds) -> str:
    """Write edges as `parse_thresholds` reads them: `loss=1/3,jitter=30/60`."""
    return ",".join(f"{name}={good:g}/{fair:g}" for name, (good, fair) in thresholds.items())


def parse_thresholds(text: str) -> Thresholds:
    """Read edges such as `loss=1/3,r=80/70`: good/fair and fair/poor of each metric named, the others as by default.

    Raises:
        UsageError: a metric is unknown or named twice, or its edges are not two numbers in order.
    """
    edges: dict[str, tuple[float, float]] = {}
    for part in text.split(","):
        name, equals, values = part.partition("=")
        name = name.strip().lower()
        if name not in METRICS:
            raise UsageError(_unknown_metric(name))
        if name in edges:
            raise UsageError(f"{name} is named twice: give it once, as {_example(name)}")
        edges[name] = _parse_edges(name, values if equals else "")
    return MappingProxyType({**DEFAULT_THRESHOLDS, **edges})


def _unknown_metric(name: str) -> str:
    close = difflib.get_close_matches(name, METRICS, n=1)
    hint = f'did you mean "{close[0]}"?' if close else f"choose of {', '.join(METRICS)}, as in {_example('loss')}"
    return f'there is no metric "{name}"; {hint}'


def _example(name: str) -> str:
    return thresholds_text({name: DEFAULT_THRESHOLDS[name]})


def _parse_edges(name: str, text: str) -> tuple[float, float]:
    metric = METRICS[name]
    got = f'for {name}, as in {_example(name)}; got "{text.strip()}"'
    try:
        good, fair = (float(edge) for edge in text.split("/"))
    except ValueError:
        raise UsageError(f"two numbers are needed, good/fair and fair/poor, {got}") from None
    if not all(0 <= edge <= metric.limit and math.isfinite(edge) for edge in (good, fair)):
        bounds = "of 0 or more" if math.isinf(metric.limit) else f"from 0 to {metric.limit:g}"
        raise UsageError(f"numbers {bounds} are needed {got}")
    if (good < fair) if metric.more_is_better else (good > fair):
        raise UsageError(f"the {'higher' if metric.more_is_better else 'lower'} edge must come first {got}")
    return good, fair
