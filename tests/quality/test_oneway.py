from collections.abc import Sequence

import numpy as np
from msgspec.structs import replace

from callevents.quality.oneway import OneWay, one_way_runs
from quality.build import Row, samples

START = 1_700_000_000_000


def find(marks: str, times: Sequence[int] | None = None) -> list[OneWay]:
    """Find one-way audio in samples of one call: `I` input with media, `i` without, `O` and `o` likewise output. The
    sample of each is told by its mark."""
    rows = [
        Row(
            count=1500 * mark.isupper(), channel=int(mark in "oO"), time=None if times is None else START + times[place]
        )
        for place, mark in enumerate(marks)
    ]
    columns = samples(rows)
    silent = np.array([mark.islower() for mark in marks])[columns.turn]
    return [replace(run, sample=int(columns.turn[run.sample])) for run in one_way_runs(columns, silent, ~silent)]


def test_two_silent_samples_while_the_other_channel_goes_on_are_one_way_audio() -> None:
    assert find("IOiOiOIO") == [OneWay(call=0, channel=0, sample=2, samples=2, duration_ms=None)]
    assert find("IOIoIoIo") == [OneWay(call=0, channel=1, sample=3, samples=3, duration_ms=None)]


def test_one_silent_sample_is_none() -> None:
    assert find("IOiOIOiO") == []


def test_silence_on_both_channels_is_none() -> None:
    assert find("IOioioIO") == []
    assert find("ioio") == []


def test_silence_on_a_call_that_logs_one_channel_is_none() -> None:
    assert find("Iiii") == []


def test_each_run_is_told_by_itself() -> None:
    assert [(run.channel, run.sample) for run in find("iOiOIoIo")] == [(0, 0), (1, 5)]


def test_channels_logged_in_blocks_are_compared_with_the_block_beside() -> None:
    assert [run.samples for run in find("iiiOOO")] == [3]
    assert [run.samples for run in find("OOOiii")] == [3]
    assert find("iiiooo") == []


def test_another_call_does_not_count() -> None:
    rows = [Row(count=0), Row(count=0), Row(count=1500, channel=1, call=1)]
    assert one_way_runs(samples(rows), np.array([True, True, False]), np.array([False, False, True])) == []
    rows = [Row(count=1500, channel=1), Row(count=0, call=1), Row(count=0, call=1)]
    assert one_way_runs(samples(rows), np.array([False, True, True]), np.array([True, False, False])) == []


def test_its_duration_runs_from_the_sample_before_to_the_last() -> None:
    times = [30_000, 30_000, 60_000, 60_000, 90_000, 90_000]
    assert [run.duration_ms for run in find("IOiOiO", times)] == [60_000]
    assert [run.duration_ms for run in find("iOiOIO", times)] == [30_000]


def test_a_clock_that_stepped_back_gives_no_duration() -> None:
    assert [run.duration_ms for run in find("IOiOiO", [90_000, 90_000, 60_000, 60_000, 30_000, 30_000])] == [None]
