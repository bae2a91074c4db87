"""Where in a call the audio was poor, or went one way only."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from callevents.model.call import Grade
from callevents.model.detail import CallDetail, Interval
from callevents.model.event import CHANNELS
from callevents.model.problem import ONE_WAY
from callevents.render.strips import is_silent
from callevents.render.timeline import Covered, covered, is_timed


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

    By time a sample tells of the time that it covers, as the picture has it.
    """
    timed = is_timed(document)
    samples = {channel: list(covered(document, channel, timed)) for channel in CHANNELS}
    poor = [run for channel in CHANNELS for run in _runs(samples[channel], timed, _is_poor)]
    found = list(_joined(sorted(poor, key=lambda run: (run.start, run.end))))
    if any(problem.code == ONE_WAY.code for problem in document.call.problems):
        silent = [list(_runs(samples[channel], timed, is_silent)) for channel in CHANNELS]
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


def _runs(samples: Iterable[Covered], timed: bool, wanted: Callable[[Interval], bool]) -> Iterator[Trouble]:
    """Give the runs of the wanted samples of a channel. By time a run of poor ones ends where a time begins that no
    sample tells of; silence is a matter of samples, as the problem is."""
    silent = wanted is is_silent
    run: list[Covered] = []
    for one in samples:
        is_wanted = wanted(one[2])
        if run and (not is_wanted or (timed and not silent and one[0] > run[-1][1])):
            yield _trouble(run, timed, silent)
            run = []
        if is_wanted:
            run.append(one)
    if run:
        yield _trouble(run, timed, silent)


def _trouble(run: Sequence[Covered], timed: bool, silent: bool) -> Trouble:
    return Trouble(run[0][0], run[-1][1], tuple(sample for _, _, sample in run), timed, silent)
