from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callevents.model.detail import Interval
from callevents.model.settings import DEFAULT_THRESHOLDS
from callevents.render.glyphs import ASCII, UNICODE, Glyphs
from callevents.render.page import Tone
from callevents.render.strips import METRICS, Metric, Sample, level_of, strip

LOSS, JITTER, RTT, MOS = METRICS
RISING = {metric.name: metric for metric in (LOSS, JITTER, RTT)}


def interval(
    loss: float | None = 0.0,
    jitter: float | None = None,
    rtt: float | None = None,
    mos: float | None = None,
    r: float | None = None,
    packets: int | None = 100,
) -> Interval:
    return Interval("input", None, 0, packets, loss, jitter, rtt, mos, r)


def of(metric: Metric, value: float) -> Interval:
    return {"loss": interval(value), "jitter": interval(jitter=value), "RTT": interval(rtt=value)}[metric.name]


def drawn(metric: Metric, one: Interval, glyphs: Glyphs = UNICODE) -> tuple[str, Tone]:
    level = level_of(metric, one, DEFAULT_THRESHOLDS[metric.threshold], glyphs)
    return level.glyph, level.tone


def letters(cells: list[object]) -> str:
    return "".join(getattr(cell, "text", " ") for cell in cells)


@pytest.mark.parametrize(
    ("name", "good", "fair", "poor"), [("loss", 0.99, 1.0, 3.0), ("jitter", 29.9, 30, 60), ("RTT", 299, 300, 500)]
)
def test_values_are_drawn_by_the_grade_that_their_edges_give(name: str, good: float, fair: float, poor: float) -> None:
    metric = RISING[name]
    for value, glyphs, ascii_glyphs, tone in (
        (good, UNICODE.good, ASCII.good, Tone.GOOD),
        (fair, UNICODE.fair, ASCII.fair, Tone.FAIR),
        (poor, UNICODE.poor, ASCII.poor, Tone.POOR),
    ):
        glyph, found = drawn(metric, of(metric, value))
        assert glyph in glyphs
        assert found == tone
        assert drawn(metric, of(metric, value), ASCII)[0] in ascii_glyphs


@pytest.mark.parametrize(
    ("mos", "r", "glyph"), [(4.5, 100, "▇"), (4.39, 91.6, "▇"), (4.04, 80.1, "▆"), (3.59, 69.9, "▃"), (1.0, 0, "▁")]
)
def test_mos_falls_on_its_own_scale(mos: float, r: float, glyph: str) -> None:
    assert drawn(MOS, interval(mos=mos, r=r))[0] == glyph


@given(st.sampled_from(list(RISING)), st.lists(st.floats(0, 1e6), min_size=2))
def test_a_worse_value_is_never_drawn_lower(name: str, found: list[float]) -> None:
    metric = RISING[name]
    heights = [UNICODE.rising.index(drawn(metric, of(metric, value))[0]) for value in sorted(found)]
    assert all(a <= b for a, b in pairwise(heights))


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
def test_the_glyphs_of_grades_never_mix(glyphs: Glyphs) -> None:
    for good, fair, poor in (
        (glyphs.good, glyphs.fair, glyphs.poor),
        (glyphs.more_good, glyphs.more_fair, glyphs.more_poor),
    ):
        kinds = [set(good), set(fair), set(poor), {glyphs.no_media}, {glyphs.unreported}]
        assert len(set().union(*kinds)) == sum(map(len, kinds))


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
def test_no_media_and_not_reported_are_two_things(glyphs: Glyphs) -> None:
    silent = interval(None, packets=0)
    assert drawn(LOSS, silent, glyphs)[0] == drawn(MOS, silent, glyphs)[0] == glyphs.no_media
    assert drawn(RTT, silent, glyphs)[0] == drawn(LOSS, interval(None, packets=None), glyphs)[0] == glyphs.unreported


@pytest.mark.parametrize("edges", [(0.0, 0.0), (5.0, 5.0), (0.0, 3.0)])
def test_edges_that_leave_a_grade_out_can_be_drawn(edges: tuple[float, float]) -> None:
    for value in (0.0, 1.0, 5.0, 100.0):
        assert level_of(LOSS, interval(value), edges, UNICODE).glyph


def test_each_sample_fills_its_columns_and_begins_with_its_value_where_that_fits() -> None:
    wide = Sample(1, 8, interval(0.25))
    narrow = Sample(8, 10, interval(12.0))
    assert letters(list(strip(LOSS, [wide, narrow], 12, DEFAULT_THRESHOLDS, UNICODE))) == " 0.25▁▁▁▇▇  "


@pytest.mark.parametrize(
    ("metric", "one", "texts"),
    [
        (LOSS, interval(0.07), ["_", "__", "___", "0.1_", "0.07_", "0.07__"]),
        (MOS, interval(mos=4.31, r=90.0), ["_", "__", "___", "4.3_", "4.31_", "4.31__"]),
    ],
)
def test_a_value_stands_before_a_sign_of_its_grade_with_the_decimals_that_fit(
    metric: Metric, one: Interval, texts: list[str]
) -> None:
    edges = DEFAULT_THRESHOLDS
    assert [letters(list(strip(metric, [Sample(0, n, one)], n, edges, ASCII))) for n in range(1, 7)] == texts


def test_no_values_stand_in_a_strip_that_has_no_room_for_the_longest() -> None:
    short, long = Sample(0, 3, interval(7.0)), Sample(3, 5, interval(23.0))
    assert letters(list(strip(LOSS, [short, long], 5, DEFAULT_THRESHOLDS, ASCII))) == "#####"


def test_of_several_samples_in_one_column_the_worst_is_seen() -> None:
    several = [Sample(0, 1, interval(loss)) for loss in (0.1, 7.0, None, 1.5)]
    assert letters(list(strip(LOSS, several, 1, DEFAULT_THRESHOLDS, ASCII))) == "#"
    reported_once = [Sample(0, 1, interval(rtt=None)), Sample(0, 1, interval(rtt=80.0))]
    assert letters(list(strip(RTT, reported_once, 1, DEFAULT_THRESHOLDS, ASCII))) == "_"
