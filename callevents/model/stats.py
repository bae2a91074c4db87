"""The parts of statistics: shares past the thresholds, the worst sample, distributions of calls, histograms."""

from typing import Annotated

from callevents.model.audio import EMPTY, Distribution
from callevents.model.frozen import dataclass
from callevents.model.value import Time, Value


@dataclass(frozen=True, slots=True)
class GradeCounts(Value):
    """Calls by their grade."""

    good: int = 0
    fair: int = 0
    poor: int = 0
    unknown: int = 0


UNGRADED = GradeCounts()


@dataclass(frozen=True, slots=True)
class PastEdges(Value):
    """Which share of the samples that have a value is past an edge of its threshold; None without a sample."""

    fair: Annotated[float | None, "share past the edge good/fair: the fair and the poor samples"] = None
    poor: Annotated[float | None, "share past the edge fair/poor"] = None


NOWHERE = PastEdges()


@dataclass(frozen=True, slots=True)
class WorstInterval(Value):
    """The single sample with the lowest MOS: of which call, when, and its figures."""

    call_id: str
    time: Time | None
    packet_loss_pct: float | None
    jitter_ms: float | None
    rtt_ms: float | None
    mos: float | None


@dataclass(frozen=True, slots=True)
class PerCall(Value):
    """Distributions in which each call has one vote, however many samples it has."""

    packet_loss_pct: Annotated[Distribution, "of the calls' own packet loss"] = EMPTY
    jitter_ms: Annotated[Distribution, "of the calls' mean jitter"] = EMPTY
    rtt_ms: Annotated[Distribution, "of the calls' mean RTT"] = EMPTY
    mos: Annotated[Distribution, "of the calls' own MOS on the channel"] = EMPTY


NO_CALLS = PerCall()


@dataclass(frozen=True, slots=True)
class Histogram(Value):
    """How many samples fall between edges: of edge i up to edge i + 1, of the last edge without an end."""

    figure: Annotated[str, "packet_loss_pct, jitter_ms or rtt_ms"]
    channel: str
    edges: Annotated[tuple[float, ...], "the thresholds are among them"]
    counts: tuple[int, ...]
