import random
from collections.abc import Iterable, Sequence

import pytest

from callevents.model.call import Call, Grade, Stage
from callevents.model.columnar import Columnar
from callevents.model.errors import UsageError
from callevents.report.order import call_order
from render import values


def ordered(field: str, calls: Sequence[Call]) -> Columnar[Call]:
    return call_order(field)(Columnar.of(Call, calls))


def ids(calls: Iterable[Call]) -> str:
    return "".join(call.call_id for call in calls)


MOS = [3.1, None, 4.4, 2.0, None, 3.1]
CALLS = [values.call(call_id=name, mos=mos) for name, mos in zip("abcdef", MOS, strict=True)]


def test_calls_sort_by_a_key_up_and_down_with_unknown_values_last_and_ties_in_their_order() -> None:
    assert ids(ordered("mos", CALLS)) == "dafcbe"
    assert ids(ordered("-mos", CALLS)) == "cafdbe"


def test_keys_below_a_channel_can_be_sorted_by() -> None:
    calls = [values.POOR, values.GOOD, values.MISSED]
    path = "audio.output.packet_loss_pct"
    assert ordered(path, calls) == (values.GOOD, values.POOR, values.MISSED)


@pytest.mark.parametrize(("field", "order"), [("grade", list(Grade)), ("stage", list(Stage))])
def test_grades_and_stages_sort_as_they_are_listed(field: str, order: list[str]) -> None:
    shuffled = random.Random(1).sample(order, len(order))
    calls = [values.call(**{field: value}) for value in shuffled]
    assert [getattr(call, field) for call in ordered(field, calls)] == order


def test_text_sorts_without_regard_to_case() -> None:
    calls = [values.call(agent=agent) for agent in ("b", "A", "C", None)]
    assert [call.agent for call in ordered("agent", calls)] == ["A", "b", "C", None]


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(UsageError, match='did you mean "mos"'):
        call_order("-mso")
