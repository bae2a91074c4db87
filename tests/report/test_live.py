"""What is worth watching of a growing log."""

from collections.abc import Iterable

import pytest

from callevents.model.call import Call, Grade
from callevents.model.errors import UsageError
from callevents.model.live import Current, LiveView, State
from callevents.model.settings import Filters, Judging, Reading
from callevents.read.decode import Decoder
from callevents.rebuild.changes import Changes
from callevents.rebuild.fold import fold
from callevents.rebuild.seen import Piece, Seen
from callevents.report.live import Live
from rebuild.little import at, message, sample, step


class Watched:
    """A log that takes steps, and what is seen of it. Its clock is set by hand, in seconds."""

    def __init__(self, filters: Filters = Filters()) -> None:  # noqa: B008 - frozen
        self.clock = 0.0
        self._seen = Seen()
        self._seen.pieces.append(Piece("a.log"))
        self._decoder = Decoder(Reading(), lambda *_: None)
        self._changes = Changes(self._seen, Judging())
        self._live = Live(filters, lambda: self.clock)

    def take(self, *lines: bytes) -> list[str]:
        """Take lines; the ids of the calls that are told to have changed."""
        return [call.call_id for call in self.calls(lines)]

    def calls(self, lines: Iterable[bytes]) -> tuple[Call, ...]:
        fold(self._seen, 0, self._decoder.batches([list(lines)]))
        rebuilt = self._changes.rebuilt()
        return self._live.update(*rebuilt) if rebuilt else ()

    @property
    def view(self) -> LiveView:
        return self._live.view(events=len(self._seen.events.call), rejected=0)


def started(call_id: str = "c1", seconds: float = 0) -> list[bytes]:
    return [step(f"{seconds} callstarted +1", call_id), step(f"{seconds + 5} callconnected +1", call_id)]


def ended(call_id: str = "c1", seconds: float = 60) -> list[bytes]:
    return [step(f"{seconds} callended", call_id)]


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        ((), State.TALKING),
        (("10 hold +1",), State.ON_HOLD),
        (("10 hold +1", "20 resume +1"), State.TALKING),
        (("10 mute",), State.MUTED),
        (("10 mute", "20 hold +1"), State.ON_HOLD),
        (("10 participantadded +2", "20 conference"), State.CONFERENCE),
    ],
)
def test_a_call_in_progress_says_what_it_is_doing(steps: tuple[str, ...], state: State) -> None:
    watched = Watched()
    watched.take(*started(), *map(step, steps))
    assert [one.state for one in watched.view.listed] == [state]


def test_a_call_that_is_not_connected_is_ringing() -> None:
    watched = Watched()
    watched.take(step("0 callstarted +1"))
    assert [one.state for one in watched.view.listed] == [State.RINGING]


def test_the_current_line_is_the_worse_of_the_latest_samples_of_both_channels() -> None:
    watched = Watched()
    watched.take(*started(), sample(30, lost=900, count=1000, jitter=90, rtt=0))
    watched.take(sample(60, lost=0, count=1000, jitter=4, rtt=0), sample(60, "output", lost=10, jitter=2, rtt=80))
    (one,) = watched.view.listed
    assert one.current.loss_pct == pytest.approx(100 / 150)
    assert (one.current.jitter_ms, one.current.rtt_ms) == (4, 80)
    assert (one.current.grade, one.call.grade) == (Grade.GOOD, Grade.POOR)
    assert one.current.mos
    assert one.current.mos > 4


def test_without_samples_nothing_is_said_of_the_line() -> None:
    watched = Watched()
    watched.take(*started())
    assert watched.view.listed[0].current == Current()


def test_a_raised_flag_is_shown_from_its_time_until_it_is_lowered() -> None:
    watched = Watched()
    watched.take(*started(), message("flagraise", 20, "f1", "help"))
    (one,) = watched.view.listed
    assert (one.flags, one.flagged, watched.view.flags) == (1, at(20), 1)
    watched.take(message("flaglower", 30, "f2", None))
    (one,) = watched.view.listed
    assert (one.flags, one.flagged, watched.view.flags) == (0, None, 0)


def test_flags_come_first_then_poor_lines_then_the_oldest_calls() -> None:
    watched = Watched()
    watched.take(*started("new", 3), *started("old", 1), *started("poor", 4), *started("flag", 5))
    watched.take(sample(30, call_id="poor", lost=900, count=1000), message("flagraise", 20, "f1", "help", "flag"))
    assert [one.call.call_id for one in watched.view.listed] == ["flag", "poor", "old", "new"]


def test_a_call_that_ended_moves_to_the_last_ended() -> None:
    watched = Watched()
    watched.take(*started("a"), *started("b"), *started("c"))
    watched.take(*ended("b", 70), *ended("a", 80))
    view = watched.view
    assert [one.call.call_id for one in view.listed] == ["c"]
    assert [call.call_id for call in view.last_ended] == ["a", "b"]
    watched.take(step("99 wrapupended", "b"))
    assert [call.call_id for call in watched.view.last_ended] == ["a", "b"]
    assert (watched.view.in_progress, watched.view.ended) == (1, 2)


def test_the_worst_calls_and_the_grades_are_those_of_now() -> None:
    watched = Watched()
    watched.take(*started("a"), *(sample(second, call_id="a", lost=0) for second in range(30, 600, 30)))
    watched.take(*started("b"), sample(30, call_id="b", lost=900))
    assert [call.call_id for call in watched.view.worst] == ["b"]
    assert (watched.view.by_grade["good"], watched.view.by_grade["poor"]) == (1, 1)
    watched.take(*(sample(second, call_id="b", lost=0, count=100_000) for second in range(60, 6000, 30)))
    assert watched.view.worst == ()
    assert (watched.view.by_grade["good"], watched.view.by_grade["poor"]) == (2, 0)


def test_the_clock_is_that_of_the_log_and_goes_on() -> None:
    watched = Watched()
    watched.take(*started())
    watched.clock = 7.5
    assert watched.view.now == at(12.5)


def test_without_times_there_is_no_clock_and_no_call_is_quiet() -> None:
    watched = Watched()
    watched.take(step("- callstarted +1"))
    watched.clock = 10_000
    assert (watched.view.now, watched.view.in_progress, watched.view.quiet) == (None, 1, 0)


def test_a_call_without_an_event_for_long_is_counted_apart() -> None:
    watched = Watched()
    watched.take(*started("a"), message("flagraise", 20, "f1", "help", "a"), *started("b", 1000))
    view = watched.view
    assert [one.call.call_id for one in view.listed] == ["b"]
    assert (view.in_progress, view.quiet, view.flags) == (1, 1, 0)


def test_events_per_second_are_those_of_the_last_ten_seconds() -> None:
    watched = Watched()
    rates = []
    for second in (*range(30), 200):
        watched.clock = second
        watched.take(*started(f"c{second}", second))
        rates.append(watched.view.events_per_second)
    assert rates[0] is None
    assert rates[29] == 2.0
    assert rates[-1] is None


def test_only_calls_that_changed_are_told() -> None:
    watched = Watched()
    assert watched.take(*started("a"), *started("b")) == ["a", "b"]
    assert watched.take(message("flagraise", 20, "f1", "help", "b")) == ["b"]
    assert watched.take(message("flagraise", 20, "f1", "help", "b")) == ["b"]  # one more repeat
    assert watched.take(b"nothing", b"") == []


def test_filters_choose_the_calls_that_are_told_and_shown() -> None:
    watched = Watched(Filters(where="flags > 0"))
    assert watched.take(*started("a"), *started("b")) == []
    assert watched.take(message("flagraise", 20, "f1", "help", "b")) == ["b"]
    assert (watched.view.in_progress, len(watched.view.listed)) == (1, 1)


def test_a_call_that_the_filters_choose_no_more_is_shown_no_more() -> None:
    watched = Watched(Filters(outcomes=("in_progress",)))
    watched.take(*started("a"))
    assert watched.view.in_progress == 1
    assert watched.take(*ended("a")) == []
    assert (watched.view.in_progress, watched.view.ended, watched.view.by_grade["unknown"]) == (0, 0, 0)


def test_a_filter_that_cannot_be_understood_is_a_usage_error() -> None:
    with pytest.raises(UsageError):
        Watched(Filters(where="nosuch > 0")).take(*started())
