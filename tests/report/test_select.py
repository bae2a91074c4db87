from collections.abc import Callable

import pytest

from callevents.model.call import Call
from callevents.model.errors import UsageError
from callevents.model.settings import Filters
from callevents.report.analysis import Analysis
from logs.generate import generate
from rebuild.little import at, event, rebuilt

LOG = rebuilt(generate(31, 120, edge_calls=4, repeats=0.1).lines)
EVERY = LOG.calls


def chosen(filters: Filters) -> list[str]:
    return [call.call_id for call in Analysis(LOG, filters).calls]


def those(holds: Callable[[Call], bool]) -> list[str]:
    """The ids of the calls where this holds: some, but not all."""
    found = [call.call_id for call in EVERY if holds(call)]
    assert 0 < len(found) < len(EVERY)
    return found


def first(call: Call) -> int:
    assert call.first_event is not None
    return call.first_event


def test_without_filters_all_calls_are_chosen() -> None:
    assert chosen(Filters()) == [call.call_id for call in EVERY]


def test_calls_are_chosen_by_id_and_keep_their_order() -> None:
    wanted = (EVERY[7].call_id, EVERY[3].call_id, "nosuch")
    assert chosen(Filters(call_ids=wanted)) == [EVERY[3].call_id, EVERY[7].call_id]


def test_calls_are_chosen_by_type_in_any_case() -> None:
    assert chosen(Filters(call_types=("INBOUND",))) == those(lambda call: call.call_type == "inbound")
    both = those(lambda call: call.call_type in ("outbound", "transfer"))
    assert chosen(Filters(call_types=("Outbound", "transfer"))) == both


def test_calls_are_chosen_by_any_of_their_participants() -> None:
    call = next(call for call in EVERY if len(call.participants) > 1)
    for party in call.participants:
        assert chosen(Filters(participants=(party,))) == those(lambda call, party=party: party in call.participants)  # type: ignore[misc]


def test_calls_are_chosen_by_agent() -> None:
    agents = (EVERY[0].agent or "", EVERY[1].agent or "")
    assert chosen(Filters(agents=agents)) == those(lambda call: call.agent in agents)


def test_calls_are_chosen_by_their_first_event_both_bounds_included() -> None:
    since, until = first(EVERY[30]), first(EVERY[60])
    assert chosen(Filters(since=since, until=until)) == those(lambda call: since <= first(call) <= until)
    assert chosen(Filters(since=since + 1))[0] != EVERY[30].call_id


def test_a_negative_bound_is_relative_to_the_last_event_of_the_log() -> None:
    last = max(call.last_event or 0 for call in EVERY)
    hour = 3_600_000
    assert chosen(Filters(since=-hour)) == those(lambda call: first(call) >= last - hour)
    assert chosen(Filters(until=-hour)) == those(lambda call: first(call) <= last - hour)


def test_calls_without_times_are_left_out_by_a_bound_and_counted() -> None:
    log = rebuilt([event("callstarted", None, "a"), event("callstarted", 5, "b"), event("callstarted", 9, "c")])
    found = Analysis(log, Filters(since=at(6)))
    assert [call.call_id for call in found.calls] == ["c"]
    assert found.warnings == ("1 call has no time, so --since and --until leave it out",)
    assert Analysis(log).warnings == ()


def test_a_relative_bound_without_any_time_leaves_all_out() -> None:
    found = Analysis(rebuilt([event("callstarted", None, "a")]), Filters(since=-1000))
    assert found.calls == ()
    assert len(found.warnings) == 1


def test_calls_are_chosen_by_outcome_grade_and_what_they_have() -> None:
    assert chosen(Filters(outcomes=("missed", "unanswered"))) == those(
        lambda call: call.outcome in ("missed", "unanswered")
    )
    assert chosen(Filters(grades=("poor",))) == those(lambda call: call.grade == "poor")
    assert chosen(Filters(has=("hold",))) == those(lambda call: call.holds > 0)
    assert chosen(Filters(has=("FLAG_RAISE", "note"))) == those(lambda call: call.flags > 0 and call.notes > 0)


def test_calls_are_chosen_by_an_expression() -> None:
    found = chosen(Filters(where="mos < 4 and hold_ms > 0"))
    assert found == those(lambda call: call.mos is not None and call.mos < 4 and (call.hold_ms or 0) > 0)


def test_all_that_is_asked_must_hold() -> None:
    filters = Filters(call_types=("inbound",), grades=("good",), where="holds = 0", has=("note",))
    assert chosen(filters) == those(
        lambda call: call.call_type == "inbound" and call.grade == "good" and not call.holds and call.notes > 0
    )


@pytest.mark.parametrize("filters", [Filters(types=("nosuch",)), Filters(has=("nosuch",)), Filters(where="nosuch = 1")])
def test_what_is_not_known_is_refused(filters: Filters) -> None:
    with pytest.raises(UsageError, match="nosuch"):
        Analysis(LOG, filters)


def test_a_type_that_only_the_log_knows_is_known() -> None:
    log = rebuilt([event("callstarted", 0), event("newtype", 1)])
    assert Analysis(log, Filters(types=("newtype",))).summary().events_by_type == {"newtype": 1}


# Types limit what is counted, never stages or spans.

AUDIO = ("audio", "grade", "poor_because", "cqd_poor", "mos", "mos_min", "mos_basis", "r_factor", "salesforce_mos")
COUNTS = {
    "transcript": ("transcripts", "words_by_role"),
    "note": ("notes",),
    "flagraise": ("flags",),
    "audiostats": AUDIO,
}


@pytest.mark.parametrize("kept", [*COUNTS, "hold"])
def test_types_take_out_of_a_call_only_what_other_types_tell(kept: str) -> None:
    limited = Analysis(LOG, Filters(types=(kept,))).calls
    assert len(limited) == len(EVERY)
    nothing = rebuilt([event("callstarted", 0)]).calls[0].to_dict()
    for all_of_it, part in zip(EVERY, limited, strict=True):
        taken = [key for type_name, keys in COUNTS.items() if type_name != kept for key in keys]
        assert part.to_dict() == all_of_it.to_dict() | {key: nothing[key] for key in taken}


def test_types_limit_events_audio_and_conversation_of_a_summary() -> None:
    everything = Analysis(LOG).summary()
    audio = Analysis(LOG, Filters(types=("AUDIO_STATS",))).summary()
    assert audio.events_by_type == {"audiostats": everything.events_by_type["audiostats"]}
    assert audio.audio == everything.audio
    assert (audio.conversation.transcripts, audio.conversation.flags_raised) == (0, 0)
    said = Analysis(LOG, Filters(types=("transcript", "flagraise"))).summary()
    assert said.conversation.transcripts == everything.conversation.transcripts
    assert said.conversation.flags_raised == everything.conversation.flags_raised
    assert (said.audio.input.intervals, said.calls.by_grade["unknown"]) == (0, len(EVERY))
    assert (said.durations, said.calls.by_stage) == (everything.durations, everything.calls.by_stage)


def test_types_limit_the_lists_and_one_call_in_full() -> None:
    def shown(*types: str) -> Analysis:
        return Analysis(LOG, Filters(types=types))

    call_id = next(call.call_id for call in EVERY if call.transcripts and call.audio.input.intervals and call.holds)
    assert shown("note").transcript().items == ()
    assert shown("note").notes() == Analysis(LOG).notes()
    heard, whole = shown("audiostats").call(call_id), Analysis(LOG).call(call_id)
    assert heard.conversation == ()
    assert heard.intervals == whole.intervals
    assert heard.spans == whole.spans
    assert shown("transcript").call(call_id).intervals == ()


def test_figures_are_those_of_a_log_of_the_chosen_calls_alone() -> None:
    log = generate(31, 60)
    agent = next(iter(log.calls.values())).agent
    mine = [line for line in log.lines if f'"agent":"{agent}"'.encode() in line]
    part, alone = Analysis(rebuilt(log.lines), Filters(agents=(agent,))), Analysis(rebuilt(mine))
    for by in ("channel", "call-type", "hour"):
        assert part.stats(by) == alone.stats(by)
    chosen, only = part.summary().to_dict(), alone.summary().to_dict()
    places = [document.pop("inputs") for document in (chosen, only)]
    assert places[0] != places[1]
    for document in (chosen, only):
        document["problems"] = [{**problem, "first": None} for problem in document["problems"]]
    assert chosen == only


def test_events_of_no_call_count_only_where_no_calls_are_chosen() -> None:
    stray = event("hold", 999, None, participant="A", session="x")
    log = rebuilt([event("callstarted", 0), event("callended", 5), stray])
    assert Analysis(log).summary().events_by_type == {"callended": 1, "callstarted": 1, "hold": 1}
    assert Analysis(log, Filters(call_ids=("c1",))).summary().events_by_type == {"callended": 1, "callstarted": 1}
    assert [p.code for p in Analysis(log).problems] == ["CE201"]
    assert [p.code for p in Analysis(log, Filters(call_ids=("c1",))).problems] == []
