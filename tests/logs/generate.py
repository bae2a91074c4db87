"""Make a log of invented calls, with the truth about each: `python -m logs.generate --calls 20000 --seed 1 -o FILE`.

The same seed invents the same calls whatever the shape, the time format, the repeats or the shuffling: only the
bytes differ, and of the truth `events` and `repeats`.
"""

import argparse
import heapq
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from logs.calls import Call
from logs.events import Event, events_of, with_repeats
from logs.invent import SCENARIOS, invent
from logs.shapes import SHAPES, TIME_FORMATS, layouts, line, time_value
from logs.truth import Truth, truth_of

MONDAY = int(datetime(2026, 3, 2, 9, tzinfo=UTC).timestamp() * 1000)


@dataclass(frozen=True, slots=True)
class Trouble:
    """Bad network for the agents of these numbers between two times (epoch ms)."""

    start: int
    end: int
    agents: frozenset[int]


@dataclass(frozen=True, slots=True)
class Plan:
    """What kind of log to make.

    times: whether the envelope has one. repeats: the share of events logged again by another tab. shuffle_seconds:
    each line is written up to so much later than its turn (only with times). shape: one of SHAPES or "mixed".
    time_format: one of TIME_FORMATS. agent_field, session_field: their names in the envelope; None leaves them out.
    agents: how many work (default: as many as the calls need). start: when the first may call (epoch ms).
    idle_seconds: mean pause of an agent between calls. scenarios: weights by name. edge_calls: so many first calls
    are cut at their start and so many last ones are still in progress.
    """

    seed: int
    calls: int = 300
    times: bool = True
    repeats: float = 0.0
    shuffle_seconds: float = 0.0
    shape: str = "plain"
    time_format: str = "iso"
    agent_field: str | None = "agent"
    session_field: str | None = "session"
    agents: int | None = None
    start: int = MONDAY
    idle_seconds: float = 90.0
    scenarios: Mapping[str, int] = field(default_factory=lambda: SCENARIOS)
    edge_calls: int = 0
    trouble: Trouble | None = None

    def __post_init__(self) -> None:
        """Refuse a plan that cannot be carried out; ValueError says why."""
        if self.shape not in (*SHAPES, "mixed"):
            raise ValueError(f"unknown shape {self.shape!r}")
        if self.time_format not in TIME_FORMATS:
            raise ValueError(f"unknown time format {self.time_format!r}")
        if self.shuffle_seconds and not self.times:
            raise ValueError("without times the order of the lines is all there is: it cannot be shuffled")


@dataclass(slots=True)
class Log:
    """A log in memory: its lines without newlines, the truth about each call, the calls, and counts of events.

    events_by_type counts what is no repeat; lines are Σ events + Σ repeats, for nothing is rejected or unassigned.
    """

    lines: list[bytes] = field(default_factory=list)
    truth: dict[str, Truth] = field(default_factory=dict)
    calls: dict[str, Call] = field(default_factory=dict)
    events_by_type: Counter[str] = field(default_factory=Counter)

    @property
    def data(self) -> bytes:
        """The log as the bytes of a file."""
        return b"".join(line + b"\n" for line in self.lines)


def generate(seed: int, calls: int = 300, **options: Any) -> Log:
    """A log of so many calls, with its truth; the options are those of Plan."""
    plan = Plan(seed, calls, **options)
    log = Log()

    def keep(call: Call, events: list[Event]) -> None:
        repeats = sum(event.repeat for event in events)
        log.calls[call.call_id] = call
        log.truth[call.call_id] = truth_of(
            call,
            times=plan.times,
            agent=call.agent if plan.agent_field else None,
            events=len(events) - repeats,
            repeats=repeats,
        )
        log.events_by_type.update(event.type for event in events if not event.repeat)

    log.lines.extend(stream(plan, keep))
    return log


def stream(plan: Plan, on_call: Callable[[Call, list[Event]], None] = lambda call, events: None) -> Iterator[bytes]:
    """The lines of the log in their order, in memory for the calls that are going on; `on_call` gets each call."""
    rng = Random(f"{plan.seed}/lines")
    waiting: list[tuple[float, int, bytes]] = []
    serial = 0
    for call in invented(plan):
        while waiting and waiting[0][0] < call.began:
            yield heapq.heappop(waiting)[2]
        events = with_repeats(rng, events_of(rng, call, layouts(plan.shape)), plan.repeats, plan.times)
        if not events:
            continue
        on_call(call, events)
        for event in events:
            turn = event.at + rng.random() * plan.shuffle_seconds * 1000
            time = time_value(rng, event.at, plan.time_format) if plan.times else None
            text = line(rng, event, plan.shape, time, agent_field=plan.agent_field, session_field=plan.session_field)
            heapq.heappush(waiting, (turn, serial, text))
            serial += 1
    while waiting:
        yield heapq.heappop(waiting)[2]


def invented(plan: Plan) -> Iterator[Call]:
    """The calls of the plan in order of their begin: each agent takes one after the other."""
    rng = Random(f"{plan.seed}/calls")
    agents = plan.agents or min(250, max(3, plan.calls // 25))
    free = [(plan.start + int(rng.uniform(0, plan.idle_seconds * 2000)), number) for number in range(agents)]
    heapq.heapify(free)
    names, weights = tuple(plan.scenarios), tuple(plan.scenarios.values())
    for place in range(plan.calls):
        began, number = heapq.heappop(free)
        scenario = rng.choices(names, weights)[0]
        if place < plan.edge_calls:
            scenario = "cut_at_start"
        elif place >= plan.calls - plan.edge_calls:
            scenario = "in_progress"
        call = invent(rng, scenario, number, began, _network(plan.trouble, number))
        yield call
        over = max((at for at, _, _ in call.lifecycle()), default=began + 60_000)
        heapq.heappush(free, (over + 1_000 + int(rng.uniform(0, plan.idle_seconds * 2000)), number))


def _network(trouble: Trouble | None, agent: int) -> Callable[[int], bool]:
    if trouble is None or agent not in trouble.agents:
        return lambda at: False
    return lambda at: trouble.start <= at < trouble.end


def write(path: Path, plan: Plan) -> int:
    """Write the log to a file, a block at a time; the number of lines."""
    lines = 0
    with path.open("wb") as file:
        for text in stream(plan):
            file.write(text + b"\n")
            lines += 1
    return lines


def main(arguments: list[str] | None = None) -> None:
    """Write a log as the command line asks."""
    parser = argparse.ArgumentParser(prog="python -m logs.generate", description="Write an invented log.")
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--calls", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-times", action="store_true", help="an envelope without times")
    parser.add_argument("--repeats", type=float, default=0.0, help="share of events that a second tab logs again")
    parser.add_argument("--shuffle-seconds", type=float, default=0.0)
    parser.add_argument("--shape", choices=[*SHAPES, "mixed"], default="plain")
    parser.add_argument("--time-format", choices=TIME_FORMATS, default="iso")
    given = parser.parse_args(arguments)
    plan = Plan(
        given.seed,
        given.calls,
        times=not given.no_times,
        repeats=given.repeats,
        shuffle_seconds=given.shuffle_seconds,
        shape=given.shape,
        time_format=given.time_format,
    )
    lines = write(given.output, plan)
    sys.stdout.write(f"{given.output}: {given.calls} calls, {lines} lines, {given.output.stat().st_size} bytes\n")


if __name__ == "__main__":
    main()
