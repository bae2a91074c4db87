from msgspec.structs import replace

from callevents.model.detail import CallDetail, Interval
from callevents.model.value import Time
from callevents.render.troubles import troubles
from render.scenes import BREAKING, GOOD, POOR, SILENT, UNTIMED, samples, second


def call(*intervals: Interval, one_way: bool = False) -> CallDetail:
    problems = BREAKING.call.problems if one_way else ()
    return replace(BREAKING, intervals=intervals, call=replace(BREAKING.call, problems=problems))


def stretches(document: CallDetail) -> list[tuple[float, float, int]]:
    """Give the troubles as seconds from the call's start, with their number of samples."""
    return [
        ((Time(one.start) - second(0)) / 1000, (one.end - second(0)) / 1000, len(one.samples))
        for one in troubles(document)
    ]


def test_a_poor_run_begins_with_the_sample_before_it() -> None:
    assert stretches(call(*samples("input", (GOOD, POOR, POOR, GOOD, POOR)))) == [(40, 100, 2), (130, 160, 1)]


def test_poor_from_the_first_sample_begins_where_the_call_was_connected() -> None:
    document = call(*samples("input", (POOR, POOR)))
    assert BREAKING.call.connected == second(8)
    assert stretches(document) == [(8, 70, 2)]


def test_a_sample_tells_of_no_more_than_twice_the_usual_time() -> None:
    late = replace(BREAKING.call, connected=Time(second(-600)))
    document = replace(call(*samples("input", (POOR, POOR))), call=late)
    assert stretches(document) == [(-20, 70, 2)]


def test_a_time_that_no_sample_tells_of_parts_two_runs() -> None:
    early, late = samples("input", (POOR, POOR)), samples("input", (POOR, POOR), first=1000)
    assert stretches(call(*early, *late)) == [(8, 70, 2), (940, 1030, 2)]


def test_a_sample_before_the_call_was_connected_tells_of_the_usual_time() -> None:
    document = replace(call(*samples("input", (POOR,), first=5)), call=replace(BREAKING.call, connected=second(8)))
    assert stretches(document) == [(-25, 5, 1)]


def test_poor_runs_of_both_channels_at_one_time_are_one_trouble() -> None:
    both = (*samples("input", (GOOD, POOR, GOOD, GOOD)), *samples("output", (GOOD, GOOD, POOR, GOOD)))
    assert stretches(call(*both)) == [(40, 100, 2)]


def test_silence_of_one_channel_is_told_where_the_call_has_the_problem() -> None:
    one_way = (*samples("input", (GOOD, SILENT, SILENT)), *samples("output", (GOOD, GOOD, GOOD)))
    assert stretches(call(*one_way, one_way=True)) == [(40, 100, 2)]
    assert not stretches(call(*one_way))


def test_silence_of_both_channels_is_no_one_way_audio() -> None:
    both = (*samples("input", (GOOD, SILENT, SILENT)), *samples("output", (GOOD, SILENT, SILENT)))
    assert not stretches(call(*both, one_way=True))


def test_without_times_troubles_have_places() -> None:
    found = list(troubles(UNTIMED))
    assert [(one.start, one.end, one.timed) for one in found] == [(22, 33, False), (28, 30, False)]
