import numpy as np
import pytest

from quality.build import Row, samples

# (call, channel) in the order of calls.
PLACES = [(0, 1), (0, 0), (0, 1), (2, 0), (2, 0), (2, 1)]
COLUMNS = samples([Row(call=call, channel=channel) for call, channel in PLACES])


def test_channels_come_one_after_the_other_and_keep_their_order() -> None:
    assert COLUMNS.turn.tolist() == [1, 0, 2, 3, 4, 5]
    assert COLUMNS.group.tolist() == [0, 1, 1, 4, 4, 5]
    assert COLUMNS.groups == 6


@pytest.mark.parametrize("chosen", [[True] * 6, [True, False, True, True, False, True]])
def test_chosen_rows_know_their_channel_and_the_row_before(chosen: list[bool]) -> None:
    rows = COLUMNS.rows(np.array(chosen))
    index = [place for place, is_chosen in enumerate(chosen) if is_chosen]
    group = COLUMNS.group[index].tolist()
    follows = [before == of for before, of in zip([-1, *group], group, strict=False)]
    assert rows.group.tolist() == group
    assert np.arange(6)[rows.index].tolist() == index
    assert rows.first.tolist() == [not follow for follow in follows]
    values = np.arange(10.0, 10 + len(group))
    assert rows.before(values).tolist() == [value - 1 if f else 0 for value, f in zip(values, follows, strict=True)]
    firsts = rows.firsts_of(np.array([False, True, False, False, False, True]))
    assert firsts.tolist() == [index[group.index(1)], index[group.index(5)]]


def test_no_samples_are_no_channels() -> None:
    empty = samples([])
    assert (len(empty), empty.groups, empty.rows(np.zeros(0, dtype=np.bool_)).firsts.tolist()) == (0, 0, [])
