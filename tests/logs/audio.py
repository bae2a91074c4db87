"""The audio statistics of an invented call: about every 30 seconds, what each channel lost and how late it was."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

EVERY_MS = 30_000
CHANNELS = ("input", "output")


@dataclass(slots=True)
class Sample:
    """One interval of one channel. rtt 0 is 'not reported', as the vendor's library writes it; jitter in ms."""

    channel: str
    lost: int
    count: int
    jitter: int | None
    rtt: int


@dataclass(slots=True)
class Tick:
    """The samples of both channels that were taken at one moment (epoch ms)."""

    at: int
    samples: list[Sample]


@dataclass(frozen=True, slots=True)
class Line:
    """How good a line is on the whole: share of packets lost, mean jitter and round trip in ms."""

    loss: float
    jitter: int
    rtt: int


def any_line(rng: Random) -> Line:
    """Mostly a good line, sometimes a fair one, now and then a poor one."""
    kind = rng.random()
    if kind < 0.86:
        return Line(rng.choice((0.0, 0.0005, 0.001, 0.003)), rng.randint(2, 18), rng.randint(35, 190))
    if kind < 0.94:
        return Line(rng.uniform(0.01, 0.025), rng.randint(30, 55), rng.randint(200, 420))
    return bad_line(rng)


def bad_line(rng: Random) -> Line:
    """A line in trouble: losses and delays that both sides hear."""
    return Line(rng.uniform(0.03, 0.16), rng.randint(55, 160), rng.randint(320, 900))


def take(rng: Random, channel: str, line: Line, seconds: float) -> Sample:
    """One sample of `seconds` on such a line: some 50 packets a second, never more lost than were sent."""
    count = max(300, int(50 * seconds) + rng.randint(-14, 9))
    lost = min(count, int(count * line.loss * rng.uniform(0.4, 1.6) + rng.random() * 0.9))
    jitter = min(900, max(0, int(line.jitter * rng.uniform(0.5, 1.5))))
    rtt = max(1, int(line.rtt * rng.uniform(0.75, 1.35)))
    return Sample(channel, lost, count, jitter, rtt)


def ticks(
    rng: Random,
    connected: int,
    ended: int,
    silent: list[tuple[int, int]],
    in_trouble: Callable[[int], bool],
) -> list[Tick]:
    """The samples of a call from `connected` to `ended`; `silent` are stretches in which the input had no media."""
    lines = {"input": any_line(rng), "output": any_line(rng)}
    if rng.random() < 0.6:
        lines["output"] = lines["input"]
    rtt_channels = rng.choices(((), ("output",), CHANNELS), (10, 60, 30))[0]
    jitterless = "output" if rng.random() < 0.05 else ""
    moments = [at + rng.randint(-150, 150) for at in range(connected + EVERY_MS, ended, EVERY_MS)]
    found = []
    before = connected
    for at in moments:
        trouble = in_trouble(at)
        samples = []
        for channel in CHANNELS:
            line = bad_line(rng) if trouble else lines[channel]
            sample = take(rng, channel, line, (at - before) / 1000)
            if channel == jitterless:
                sample.jitter = 0
            if channel not in rtt_channels:
                sample.rtt = 0
            samples.append(sample)
        found.append(Tick(at, samples))
        before = at
    _silence(found, silent)
    return found


def _silence(found: list[Tick], silent: list[tuple[int, int]]) -> None:
    # At most a third of the call: where most samples are empty, the first one would look like a running total.
    left = len(found) // 3
    for tick in found[1:]:
        if left and any(start + 5_000 < tick.at < end for start, end in silent):
            tick.samples[0] = Sample("input", 0, 0, None, 0)
            left -= 1
