import pytest

from callevents.model.stats import Histogram
from callevents.render.page import Heading, Table, Tone, text_of, tone_of
from callevents.render.pages.histogram import histogram_blocks

EDGES = (0.0, 0.5, 1.0, 2.0, 3.0, 6.0)
THRESHOLDS = {"loss": (1.0, 3.0), "jitter": (30.0, 60.0), "rtt": (300.0, 500.0)}


def table(*channels: Histogram, width: int | None = None) -> Table:
    blocks = list(histogram_blocks(channels, THRESHOLDS, width))
    assert [type(block) for block in blocks] == [Heading, Table]
    found = blocks[1]
    assert isinstance(found, Table)
    return found


def loss(channel: str, *counts: int) -> Histogram:
    return Histogram("packet_loss_pct", channel, EDGES, counts)


def test_each_threshold_is_marked_before_the_bin_that_begins_there() -> None:
    found = table(loss("input", 8, 4, 2, 1, 1, 0))
    assert [text_of(row[0]) for row in found.rows] == [
        "0 – 0.5",
        "0.5 – 1",
        "── fair from 1",
        "1 – 2",
        "2 – 3",
        "── poor from 3",
        "3 – 6",
        "6 and more",
    ]


def test_bars_are_as_long_as_the_shares_and_have_the_tone_of_their_grade() -> None:
    found = table(loss("input", 64, 32, 3, 0, 1, 0))
    bars = [row[2] for row in found.rows if text_of(row[1])]
    assert [text_of(bar) for bar in bars] == ["█" * 24, "█" * 12, "█▏", "", "▍", ""]
    assert [tone_of(bar) for bar in bars] == [Tone.GOOD, Tone.GOOD, Tone.FAIR, Tone.FAIR, Tone.POOR, Tone.POOR]


def test_what_is_more_than_nothing_is_seen() -> None:
    assert text_of(table(loss("input", 100_000, 0, 0, 0, 0, 1)).rows[-1][2]) == "▏"


def test_both_channels_have_one_scale() -> None:
    found = table(loss("input", 10, 0, 0, 0, 0, 0), loss("output", 5, 5, 0, 0, 0, 0))
    assert [text_of(cell) for cell in found.rows[0]] == ["0 – 0.5", "100.00", "█" * 24, "50.00", "█" * 12]


@pytest.mark.parametrize(("width", "longest"), [(None, 24), (200, 24), (80, 22), (60, 12), (20, 6)])
def test_bars_fit_into_the_width(width: int | None, longest: int) -> None:
    assert len(text_of(table(loss("input", 1, 0, 0, 0, 0, 0), width=width).rows[0][2])) == longest


def test_a_figure_or_channel_without_samples_is_left_out() -> None:
    assert list(histogram_blocks([loss("input", 0, 0, 0, 0, 0, 0)], THRESHOLDS, None)) == []
    found = table(loss("input", 0, 0, 0, 0, 0, 0), loss("output", 1, 0, 0, 0, 0, 0))
    assert [column.head for column in found.columns] == ["Loss %", "Output", ""]
