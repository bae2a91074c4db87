"""Where in a call the audio was poor, or went one way only."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from callevents.model.call import Grade
from callevents.model.detail import CallDetail, Interval
from callevents.model.event import CHANNELS
from callevents.model.problem import ONE_WAY
from callevents.render.strips import is_silent
from callevents.render.timeline import is_timed


class Trouble(Struct, frozen=True):
    """A stretch of poor audio, or of none (silent): where it begins and ends, its samples, and whether the two are
    times or places."""

    start: int
    end: int
    samples: tuple[Interval, ...]
    timed: bool
    silent: bool


def troubles(document: CallDetail) -> Iterator[Trouble]:
    """Give the stretches of poor audio, those of both channels that overlap as one, in order; and where audio went one
    way only, the silence.

    By time a sample tells of the time since the channel's sample before it.
    """
    timed = is_timed(document)
    places = document.places.intervals if document.places else ()
    located = [
        (one.time if timed else place, one)
        for place, one in zip(places or range(len(document.intervals)), document.intervals, strict=False)
    ]
    poor = [run for channel in CHANNELS for run in _runs(channel, located, timed, _is_poor)]
    found = list(_joined(sorted(poor, key=lambda run: (run.start, run.end))))
    if any(problem.code == ONE_WAY.code for problem in document.call.problems):
        silent = [list(_runs(channel, located, timed, is_silent)) for channel in CHANNELS]
        for mine, others in (silent, silent[::-1]):
            found += [run for run in mine if len(run.samples) > 1 and not any(_overlap(run, one) for one in others)]
    yield from sorted(found, key=lambda run: (run.start, run.end))


def _overlap(one: Trouble, other: Trouble) -> bool:
    return one.start < other.end and other.start < one.end


def _is_poor(interval: Interval) -> bool:
    return interval.grade == Grade.POOR


def _joined(runs: Iterable[Trouble]) -> Iterator[Trouble]:
    current: Trouble | None = None
    for run in runs:
        if current is not None and run.start <= current.end:
            samples = current.samples + run.samples
            current = replace(current, end=max(current.end, run.end), samples=samples)
        else:
            if current is not None:
                yield current
            current = run
    if current is not None:
        yield current


def _runs(
    channel: str,
    located: Sequence[tuple[int | None, Interval]],
    timed: bool,
    wanted: Callable[[Interval], bool],
) -> Iterator[Trouble]:
    """Give the runs of the wanted samples of a channel."""
    mine = [(at, one) for at, one in located if one.channel == channel and at is not None]
    before: int | None = None
    for found, group in groupby(mine, lambda item: wanted(item[1])):
        run = list(group)
        first = run[0][0]
        if found:
            start = before if timed and before is not None else first
            yield Trouble(start, run[-1][0], tuple(one for _, one in run), timed, wanted is is_silent)
        before = run[-1][0]
