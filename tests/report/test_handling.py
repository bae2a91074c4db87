from collections import Counter

import pytest

from callevents.model.call import Call
from callevents.report.analysis import Analysis
from logs.generate import generate
from rebuild.little import analysis, lines_of, message, rebuilt

MADE = generate(34, 250, edge_calls=3)
WHOLE = Analysis(rebuilt(MADE.lines))


def decided(calls: list[Call]) -> list[Call]:
    return [call for call in calls if call.outcome not in ("in_progress", "unknown")]


@pytest.mark.parametrize("by", ["agent", "call-type", "day"])
def test_each_key_has_the_figures_of_its_calls(by: str) -> None:
    attribute = {"agent": "agent", "call-type": "call_type"}.get(by)
    for one in WHOLE.stats(by).handling:
        mine = [call for call in WHOLE.calls if attribute is None or getattr(call, attribute) == one.key]
        assert one.calls.total == len(mine)
        outcomes = Counter(call.outcome.value for call in mine)
        assert {name: n for name, n in one.calls.by_outcome.items() if n} == outcomes
        for share, outcome in (
            (one.calls.handled_pct, "handled"),
            (one.calls.missed_pct, "missed"),
            (one.calls.unanswered_pct, "unanswered"),
        ):
            among = len(decided(mine))
            assert share == (pytest.approx(100 * outcomes[outcome] / among) if among else None)
        handles = [call.handle_ms for call in mine if call.handle_ms is not None]
        assert one.durations.handle_ms.count == len(handles)
        assert one.durations.handle_ms.mean == (pytest.approx(sum(handles) / len(handles)) if handles else None)
        handled = [call for call in mine if call.outcome == "handled"]
        holds = sum(call.holds for call in handled)
        assert one.calls.holds_per_call == (pytest.approx(holds / len(handled)) if handled else None)


@pytest.mark.parametrize("by", ["agent", "call-type", "participant", "hour"])
def test_the_keys_add_up_to_the_whole(by: str) -> None:
    parts, whole = WHOLE.stats(by).handling, WHOLE.summary()
    assert sum(one.calls.total for one in parts) == whole.calls.total
    for name in ("transcripts", "notes", "flags_raised", "flags_lowered", "flags_open"):
        assert sum(getattr(one.conversation, name) for one in parts) == getattr(whole.conversation, name)
    assert sum(one.durations.hold_ms.count for one in parts) == whole.durations.hold_ms.count


def test_by_channel_there_is_one_for_all_calls_as_in_the_summary() -> None:
    (one,) = WHOLE.stats().handling
    whole = WHOLE.summary()
    assert (one.key, one.calls, one.durations, one.conversation) == (
        None,
        whole.calls,
        whole.durations,
        whole.conversation,
    )


def test_by_call_there_is_none() -> None:
    assert WHOLE.stats("call").handling == ()


def test_calls_in_progress_and_ids_known_from_their_conversation_only_are_no_part_of_the_shares() -> None:
    going_on = lines_of("0 callstarted A", "1 callconnected A")
    handled = [
        line.replace(b'"c1"', b'"c2"') for line in lines_of("0 callstarted A", "1 callconnected A", "9 callended")
    ]
    calls = analysis([*going_on, *handled, message("note", 2, "1", "x", "other")]).summary().calls
    assert (calls.total, calls.by_outcome["in_progress"], calls.conversation_only) == (3, 1, 1)
    assert calls.handled_pct == 100


def test_the_holds_of_calls_that_were_not_handled_do_not_count() -> None:
    held = lines_of("0 callstarted A", "1 callconnected A", "2 hold A", "3 resume A", "4 hold A", "5 callended")
    missed = [line.replace(b'"c1"', b'"c2"') for line in lines_of("0 callstarted A", "9 callended")]
    assert analysis([*held, *missed]).summary().calls.holds_per_call == 2
    assert analysis(missed).summary().calls.holds_per_call is None
