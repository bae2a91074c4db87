"""The figures of an audio channel."""

from collections.abc import Callable
from typing import Annotated

from callevents.model.value import Value


class Distribution(Value, frozen=True):
    """The distribution of some samples. Percentiles are nearest-rank; all but `count` are None without a sample."""

    count: Annotated[int, "number of samples"]
    mean: float | None = None
    min: float | None = None
    p50: Annotated[float | None, "median (nearest-rank)"] = None
    p95: Annotated[float | None, "95th percentile (nearest-rank)"] = None
    p99: Annotated[float | None, "99th percentile (nearest-rank)"] = None
    max: float | None = None


EMPTY = Distribution(0)


class Audio(Value, frozen=True):
    """Packet loss, jitter, RTT and quality of one channel: of a call, or of many calls pooled."""

    intervals: Annotated[int, "samples that are not repeats"] = 0
    usable_intervals: Annotated[int, "samples that count towards packet loss"] = 0
    no_media_intervals: Annotated[int, "samples with no packet sent and none lost"] = 0
    packets_lost: int = 0
    packets_count: int = 0
    packet_loss_pct: Annotated[float | None, "100 · lost / packets, sum over sum"] = None
    worst_interval_loss_pct: float | None = None
    poor_intervals: Annotated[int, "usable samples that are poor by any threshold"] = 0
    longest_poor_run: Annotated[int, "most poor samples in a row"] = 0
    jitter_ms: Annotated[Distribution, "jitter buffer, ms, as reported"] = EMPTY
    rtt_ms: Annotated[Distribution, "round-trip time, ms; samples of 0 are not reported ones"] = EMPTY
    mos: Annotated[float | None, "MOS (ITU-T G.107); across calls the median of the calls' own"] = None
    r_factor: Annotated[float | None, "R-factor (ITU-T G.107); across calls the median of the calls' own"] = None


NO_AUDIO = Audio()


class Channels(Value, frozen=True):
    """The two audio channels as seen from the agent: input is heard, output is sent (on Amazon Connect)."""

    input: Audio = NO_AUDIO
    output: Audio = NO_AUDIO

    def worse(self, figure: Callable[[Audio], float | None]) -> float | None:
        """Give the higher of both channels' figures, or the one that is known."""
        return max((value for value in (figure(self.input), figure(self.output)) if value is not None), default=None)
