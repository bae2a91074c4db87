"""Utterances, notes and flags against those that were invented."""

from typing import Any

import pytest

from callevents.model.settings import Filters, Judging
from callevents.rebuild.finish import finish
from callevents.rebuild.seen import Seen
from callevents.report.analysis import Analysis
from logs.calls import Call
from logs.generate import Log, generate
from logs.truth import iso, own_time
from rebuild.little import analysis, message, rebuilt, see


@pytest.fixture(scope="module", params=[True, False], ids=["with times", "without times"])
def times(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture(scope="module")
def log(times: bool) -> Log:
    return generate(34, 150, times=times, repeats=0.2)


@pytest.fixture(scope="module")
def whole(log: Log) -> Analysis:
    return Analysis(rebuilt(log.lines))


def invented(log: Log, whole: Analysis, kind: str, times: bool) -> list[dict[str, Any]]:
    """The items of all calls in the order in which they are listed."""
    found = []
    for call in whole.calls:
        for said in log.calls[call.call_id].said(kind):
            role = "Customer" if said.role in ("EndUser", "END_USER") else said.role
            item = {"call_id": call.call_id, "time": iso(own_time(said, times)), "id": said.id, "role": role}
            found.append(item | {"name": said.name, "text": said.text})
    return found


def test_the_transcript_is_what_was_said(log: Log, whole: Analysis, times: bool) -> None:
    assert whole.transcript().to_dict()["items"] == invented(log, whole, "transcript", times)


def test_the_notes_are_those_that_were_written(log: Log, whole: Analysis, times: bool) -> None:
    assert whole.notes().to_dict()["items"] == invented(log, whole, "note", times)


def answers(call: Call) -> list[tuple[str | None, str | None]]:
    """The text of each flag raised, and who lowered it: the next to lower one."""
    lowered = call.said("flaglower")
    return [(up.text, next((down.name for down in lowered if down.at > up.at), None)) for up in call.said("flagraise")]


def test_each_flag_has_the_next_lower_as_its_answer(log: Log, whole: Analysis) -> None:
    found = whole.flags().items
    expected = [(call.call_id, *flag) for call in whole.calls for flag in answers(log.calls[call.call_id])]
    assert [(flag.call_id, flag.text, flag.lowered_by) for flag in found] == expected
    assert any(flag.lowered is None for flag in found)
    for flag in found:
        assert flag.still_open is (flag.lowered_by is None)
        if flag.raised is not None and flag.lowered is not None:
            assert flag.open_ms == flag.lowered - flag.raised
        else:
            assert flag.open_ms is None


def test_a_flag_names_who_raised_and_who_lowered_it() -> None:
    (flag,) = (
        analysis(
            [
                message("flagraise", 0, "1", "help!", role="Agent", displayName="Ana"),
                message("flaglower", 9, "2", None, role="Supervisor", displayName="Sam"),
            ]
        )
        .flags()
        .items
    )
    assert flag.to_dict() == {
        "call_id": "c1",
        "raised": "2026-03-02T09:00:00.000Z",
        "raised_by": "Ana",
        "raised_role": "Agent",
        "text": "help!",
        "lowered": "2026-03-02T09:00:09.000Z",
        "lowered_by": "Sam",
        "lowered_role": "Supervisor",
        "open_ms": 9000,
        "still_open": False,
    }


def test_messages_of_one_call_can_be_asked_for(log: Log, whole: Analysis) -> None:
    wanted = next(call.call_id for call in whole.calls if call.transcripts)
    found = Analysis(rebuilt(log.lines), Filters(call_ids=(wanted,))).transcript().items
    assert found == tuple(item for item in whole.transcript().items if item.call_id == wanted)
    assert len(found) == log.truth[wanted]["transcripts"]


def test_flags_of_one_call_can_be_asked_for(log: Log, whole: Analysis) -> None:
    wanted = next(call.call_id for call in whole.calls if call.flags)
    found = Analysis(rebuilt(log.lines), Filters(call_ids=(wanted,))).flags().items
    assert found == tuple(item for item in whole.flags().items if item.call_id == wanted)
    assert len(found) == log.truth[wanted]["flags"] < len(whole.flags().items)
    assert Analysis(rebuilt(log.lines), Filters(types=("note",))).flags().items == ()


def test_messages_of_no_call_are_in_no_list() -> None:
    found = analysis([message("note", 0, "1", "x", None), message("flagraise", 0, "2", "y", None)])
    assert (found.notes().items, found.flags().items) == ((), ())
    assert found.inputs.unassigned == 2


def test_without_the_texts_the_lists_still_tell_when_and_who() -> None:
    said = message("transcript", 0, "1", "secret", role="Agent", displayName="Ana")
    found = Analysis(finish(see(Seen(None), "log", 0, said), Judging())).transcript().items
    assert [(item.id, item.text, item.role, item.name) for item in found] == [(None, None, "Agent", "Ana")]
