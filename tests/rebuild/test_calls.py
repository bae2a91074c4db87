import pytest

from callevents.model.value import iso_time
from rebuild.little import call, codes, event, lines_of, message, rebuilt, sample

ENDED = "60 callended"


def started(call_type: str | None) -> bytes:
    return (
        event("callstarted", 0, participant="A") if call_type is None else event("callstarted", 0, callType=call_type)
    )


# The outcome: the first rule that fits.


def test_without_any_stage_the_outcome_is_unknown() -> None:
    assert call("0 hold A", message("transcript", 1, "m", "hi")).outcome == "unknown"
    assert call(sample(0)).outcome == "unknown"


def test_a_call_that_neither_ended_nor_was_wrapped_up_is_in_progress() -> None:
    assert call("0 callstarted A").outcome == "in_progress"
    assert call("0 callstarted A", "1 callconnected", "2 hold A").outcome == "in_progress"
    assert call("0 callstarted A", "1 callconnected", "90 wrapupended").outcome == "handled"


@pytest.mark.parametrize(
    "talked", ["1 callconnected A", "5 hold A", "5 swap", "5 conference", message("transcript", 5, "m", "hello")]
)
def test_a_call_was_handled_where_anybody_talked(talked: str | bytes) -> None:
    assert call(started("inbound"), talked, ENDED).outcome == "handled"
    assert call(talked, ENDED).outcome == "handled"


@pytest.mark.parametrize("other", ["5 mute", "5 participantadded B", message("note", 5, "n", "x"), sample(5)])
def test_other_events_do_not_make_a_call_handled(other: str | bytes) -> None:
    assert call(started("inbound"), other, ENDED).outcome == "missed"


@pytest.mark.parametrize(
    ("call_type", "outcome"),
    [
        ("inbound", "missed"),
        ("Transfer", "missed"),
        ("OUTBOUND", "unanswered"),
        ("Callback", "unanswered"),
        ("DialedCallback", "unanswered"),
        ("InternalCall", "unknown"),
        (None, "unknown"),
    ],
)
def test_a_call_that_nobody_talked_in_is_judged_by_its_type(call_type: str | None, outcome: str) -> None:
    assert call(started(call_type), ENDED).outcome == outcome
    assert call(started(call_type), "90 wrapupended").outcome == outcome


# Type, participants, agent.


def test_the_type_is_in_lower_case_and_that_of_the_start_before_that_of_the_connection() -> None:
    late = event("callstarted", 5, callType="Inbound")
    assert call(event("callconnected", 1, callType="Transfer"), late).call_type == "inbound"
    assert call("0 callstarted A", event("callconnected", 1, callType="Transfer")).call_type == "transfer"
    assert (
        call(event("callstarted", 0, callType="Inbound"), event("callstarted", 1, callType="Other")).call_type
        == "inbound"
    )


def test_the_own_participant_is_the_first_that_the_start_or_the_connection_names() -> None:
    assert call("0 callstarted", "1 callconnected A").participant == "A"
    assert call("0 callstarted A", "1 callconnected B").participant == "A"
    assert call("0 hold A", "1 participantadded B").participant is None


def test_participants_are_listed_once_in_the_order_they_came() -> None:
    of = call(
        "0 callstarted A",
        "1 participantadded B",
        "2 participantremoved B",
        "3 participantadded C",
        "4 participantadded B",
    )
    assert of.participants == ("A", "B", "C")


def test_the_own_participant_took_part_even_where_a_clock_ends_the_call_before_it_connects() -> None:
    assert call("5 callconnected A", "4 callended").participants == ("A",)


def test_the_agent_is_the_first_that_the_envelope_names() -> None:
    of = call("0 callstarted A", event("callconnected", 1, agent="ana"), event("callended", 2, agent="ben"))
    assert of.agent == "ana"
    assert call("0 callstarted A").agent is None


# What is counted.


def test_the_first_and_the_last_event_are_of_any_kind() -> None:
    of = call(sample(3), "5 callstarted A", "60 callended", message("note", 99, "n", "x"))
    assert of.first_event is not None
    assert of.last_event is not None
    assert (iso_time(of.first_event)[14:19], iso_time(of.last_event)[14:19]) == ("00:03", "01:39")


def test_a_repeat_is_not_the_last_event() -> None:
    of = call("5 callstarted A", "60 callended", "74 callended")
    assert of.last_event == of.ended


def test_events_count_every_kind_and_repeats_none() -> None:
    note = message("note", 8, "n1", "x")
    of = call(
        "0 callstarted A",
        "0.1 callstarted A",
        sample(5),
        event("newtype", 6),
        note,
        note,
        message("transcript", 9, "t", "a"),
    )
    assert (of.events, of.repeats, of.notes, of.transcripts, of.flags) == (5, 2, 1, 1, 0)


# What makes a call.


def test_an_unknown_type_belongs_to_the_call_that_other_events_made() -> None:
    log = rebuilt(lines_of("0 callstarted A", event("newtype", 1)))
    assert [(of.call_id, of.events) for of in log.calls] == [("c1", 2)]
    assert log.inputs.unassigned == 0


@pytest.mark.parametrize("type_name", ["newtype", "INTELLIGENCE_SIGNAL"])
def test_an_id_that_only_events_without_effect_carry_is_no_call(type_name: str) -> None:
    log = rebuilt([event(type_name, 1)])
    assert log.calls == ()
    assert (log.inputs.events, log.inputs.unassigned) == (1, 1)


def test_an_intelligence_signal_is_counted_and_has_no_effect() -> None:
    steps = ("0 callstarted A", "1 callconnected", "60 callended")
    plain, signalled = call(*steps), call(*steps, event("INTELLIGENCE_SIGNAL", 5))
    assert signalled.to_dict() == plain.to_dict() | {"events": 4}


def test_a_call_known_from_its_conversation_only_is_listed_with_an_information() -> None:
    of = call(message("flagraise", 5, "f", "help"), message("note", 6, "n", "x"))
    assert (of.stage, of.outcome, of.flags, of.notes) == ("unknown", "unknown", 1, 1)
    assert codes(of) == {"CE208": 1}
    assert codes(call(message("note", 6, "n", "x"), sample(7))) == {}


def test_an_unknown_type_is_reported_once_at_its_first_line() -> None:
    log = rebuilt(
        lines_of("0 callstarted A", event("newtype", 3), event("newtype", 2), event("other", 4), "5 callended")
    )
    found = sorted(log.events.place(int(i))[1] for i, n in zip(log.findings.index, log.findings.code, strict=True))
    assert found == [2, 4]
