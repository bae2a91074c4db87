import numpy as np

from quality.build import Row, samples

# (call, channel) in the order of calls.
PLACES = [(0, 1), (0, 0), (0, 1), (2, 0), (2, 0), (2, 1)]
COLUMNS = samples([Row(call=call, channel=channel) for call, channel in PLACES])


def test_channels_come_one_after_the_other_and_keep_their_order() -> None:
    assert COLUMNS.by_channel.tolist() == [1, 0, 2, 3, 4, 5]
    assert COLUMNS.group.tolist() == [1, 0, 1, 4, 4, 5]
    assert COLUMNS.groups == 6


def test_chosen_rows_know_their_channel_and_the_row_before() -> None:
    rows = COLUMNS.rows(np.array([True, False, True, True, True, True]))
    assert rows.index.tolist() == [0, 2, 3, 4, 5]
    assert rows.first.tolist() == [True, False, True, False, True]
    assert rows.before(np.array([10.0, 20, 30, 40, 50])).tolist() == [0, 10, 0, 30, 0]
    assert rows.firsts(np.array([False, True, False, False, False, True])).tolist() == [0, 5]


def test_no_samples_are_no_channels() -> None:
    empty = samples([])
    assert (len(empty), empty.groups, empty.by_channel.tolist()) == (0, 0, [])
