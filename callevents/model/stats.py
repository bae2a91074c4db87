"""Statistics by a key, with their parts: shares past the thresholds, the worst sample, distributions, histograms."""

from typing import Annotated, Any, ClassVar

from callevents.model.assumptions import Assumptions
from callevents.model.audio import EMPTY, Audio, Distribution
from callevents.model.summary import Handling
from callevents.model.value import Time, Value, to_plain


class GradeCounts(Value, frozen=True):
    """Calls by their grade."""

    good: int = 0
    fair: int = 0
    poor: int = 0
    unknown: int = 0


UNGRADED = GradeCounts()


class PastEdges(Value, frozen=True):
    """Which share of the samples that have a value is past an edge of its threshold; None without a sample."""

    fair: Annotated[float | None, "share past the edge good/fair: the fair and the poor samples"] = None
    poor: Annotated[float | None, "share past the edge fair/poor"] = None


NOWHERE = PastEdges()


class WorstInterval(Value, frozen=True):
    """The single sample with the lowest MOS: of which call, when, and its figures."""

    call_id: str
    time: Time | None
    packet_loss_pct: float | None
    jitter_ms: float | None
    rtt_ms: float | None
    mos: float | None


class PerCall(Value, frozen=True):
    """Distributions in which each call has one vote, however many samples it has."""

    packet_loss_pct: Annotated[Distribution, "of the calls' own packet loss"] = EMPTY
    jitter_ms: Annotated[Distribution, "of the calls' mean jitter"] = EMPTY
    rtt_ms: Annotated[Distribution, "of the calls' mean RTT"] = EMPTY
    mos: Annotated[Distribution, "of the calls' own MOS on the channel"] = EMPTY


NO_CALLS = PerCall()


class Histogram(Value, frozen=True):
    """How many samples fall between edges: of edge i up to edge i + 1, of the last edge without an end."""

    figure: Annotated[str, "packet_loss_pct, jitter_ms or rtt_ms"]
    channel: str
    edges: Annotated[tuple[float, ...], "the thresholds are among them"]
    counts: tuple[int, ...]


class StatsRow(Value, frozen=True):
    """The audio figures of one key and channel."""

    INLINED: ClassVar[str] = "audio"

    key: str | None
    channel: str
    calls: Annotated[int, "calls with audio samples on the channel"]
    audio: Audio
    by_grade: Annotated[GradeCounts, "these calls by their grade (that of the worse channel)"] = UNGRADED
    poor_pct: Annotated[float | None, "poor calls as a share of those with a grade"] = None
    loss_over_pct: Annotated[PastEdges, "samples at or over the edges of packet loss"] = NOWHERE
    jitter_over_pct: Annotated[PastEdges, "samples at or over the edges of jitter"] = NOWHERE
    rtt_over_pct: Annotated[PastEdges, "samples at or over the edges of RTT"] = NOWHERE
    r_below_pct: Annotated[PastEdges, "samples below the edges of R"] = NOWHERE
    worst_interval: Annotated[WorstInterval | None, "the sample with the lowest MOS, and of which call"] = None
    per_call: Annotated[PerCall, "each call one vote; the figures beside it pool the samples"] = NO_CALLS

    def to_dict(self) -> dict[str, Any]:
        """Give the dict of a row of `stats --json`: the audio figures lie beside the other keys."""
        plain = to_plain(self)
        at = list(plain).index(self.INLINED)
        pairs = [*plain.items()]
        return dict([*pairs[:at], *plain[self.INLINED].items(), *pairs[at + 1 :]])


class Stats(Value, frozen=True):
    """Packet loss, jitter and RTT statistics by a key."""

    KIND: ClassVar[str] = "stats"

    by: str
    rows: tuple[StatsRow, ...]
    assumptions: Assumptions
    handling: Annotated[
        tuple[Handling, ...], "of each key; by channel one of all calls, by call none: `calls` has each call's own"
    ] = ()
    histograms: Annotated[tuple[Histogram, ...], "of the samples of all chosen calls, by figure and channel"] = ()

    def to_dict(self) -> dict[str, Any]:
        """Give the document that `stats --json` writes."""
        return to_plain(self) | {"rows": [row.to_dict() for row in self.rows]}  # type: ignore[no-any-return]
