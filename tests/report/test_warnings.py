"""What a user is told about lines, sources and ids that could not be used."""

from callevents.model.settings import Filters
from callevents.report.analysis import Analysis
from callevents.report.warnings import unknown_values
from logs.generate import generate
from rebuild.little import event, rebuilt

LOG = rebuilt(generate(2, calls=5).lines)
ID = LOG.events.call_ids[0]


def test_the_beginning_of_an_id_is_no_id_and_the_whole_one_is_suggested() -> None:
    assert list(unknown_values(LOG, Filters(call_ids=(ID[:8],)))) == [
        f'no call has the id "{ID[:8]}"; did you mean {ID}?'
    ]
    assert Analysis(LOG, Filters(call_ids=(ID[:8],))).calls == ()


def test_an_id_that_is_known_or_like_no_other_says_nothing() -> None:
    assert list(unknown_values(LOG, Filters(call_ids=(ID, "nobody")))) == []


def test_agents_participants_and_call_types_are_suggested_that_are_like_the_wanted_one() -> None:
    call = Analysis(LOG).calls[0]
    agent, participant = str(call.agent), str(call.participant)
    wanted = Filters(
        agents=(agent.upper(), "nobody"), participants=(participant.lstrip("+"),), call_types=("inboud", "inbound")
    )
    told = list(unknown_values(LOG, wanted))
    assert told[0].startswith(f'no call has the agent "{agent.upper()}"; did you mean {agent}')
    assert told[1:] == [
        'no call has the call type "inboud"; did you mean inbound?',
        f'no call has the participant "{participant.lstrip("+")}"; did you mean {participant}?',
    ]


def test_a_number_is_suggested_only_where_it_holds_the_wanted_one() -> None:
    participant = str(Analysis(LOG).calls[0].participant)
    turned = participant[:-4] + participant[-4:][::-1] + "0"
    assert list(unknown_values(LOG, Filters(participants=(turned, "+1", ""), agents=("",)))) == []


def test_a_value_of_thousands_of_characters_is_not_suggested() -> None:
    log = rebuilt([event("callstarted", 0, participant="+1" * 5000)])
    assert list(unknown_values(log, Filters(participants=("+1+1",)))) == []


def test_among_calls_chosen_by_id_nothing_is_said_of_others_that_were_not_read() -> None:
    assert list(unknown_values(LOG, Filters(call_ids=(ID,), agents=("a",)))) == []
