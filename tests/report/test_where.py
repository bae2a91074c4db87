from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callevents.model.call import Call
from callevents.model.errors import UsageError
from callevents.model.summary import Summary
from callevents.report.where import compile_condition

CALL: dict[str, Any] = {
    "call_id": "a-1",
    "call_type": "inbound",
    "agent": None,
    "participants": ["+1555", "Sales Desk"],
    "outcome": "handled",
    "started": "2026-03-02T09:14:07.120Z",
    "hold_ms": 60000,
    "mos": 3.5,
    "mos_min": None,
    "cqd_poor": False,
    "words_by_role": {"Agent": 12},
    "audio": {"output": {"packet_loss_pct": 2.5}},
    "problems": [{"code": "CE202"}, {"code": "CE305"}],
}


def holds(expression: str, document: dict[str, Any] = CALL) -> bool:
    return compile_condition(expression, Call).holds(document)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("mos = 3.5", True),
        ("mos == 3.5", True),
        ("mos != 3.5", False),
        ("mos<3.6", True),
        ("mos < 3.5", False),
        ("mos <= 3.5", True),
        ("mos > 3.5", False),
        ("mos >= 3.5", True),
        ("hold_ms > 5e4", True),
        ("hold_ms > -1", True),
        ("audio.output.packet_loss_pct > 2", True),
        ("words_by_role.Agent >= 12", True),
        ("cqd_poor = false", True),
        ("cqd_poor != false", False),
    ],
)
def test_numbers_and_truth_values_compare(expression: str, expected: bool) -> None:
    assert holds(expression) is expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("call_type = inbound", True),
        ("call_type = Inbound", True),
        ("call_type = 'inbound'", True),
        ('call_type = "in bound"', False),
        ("outcome != missed", True),
        ("call_id = a-1", True),
        ("call_id > a-0", True),
        ("started >= 2026-03-02", True),
        ("started < 2026-03-02T10:00:00+01:00", False),
        ("started = 2026-03-02T10:14:07.120+01:00", True),
    ],
)
def test_text_compares_without_regard_to_case_and_times_as_times(expression: str, expected: bool) -> None:
    assert holds(expression) is expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("participants = '+1555'", True),
        ("participants = +1555", True),
        ("participants = 'sales desk'", True),
        ("participants = nobody", False),
        ("participants != nobody", True),
        ("participants != +1555", False),
        ("problems.code = CE305", True),
    ],
)
def test_over_a_list_one_item_that_fits_is_enough(expression: str, expected: bool) -> None:
    assert holds(expression) is expected


@pytest.mark.parametrize("sign", ["=", "!=", "<", "<=", ">", ">="])
@pytest.mark.parametrize("key", ["mos_min", "audio.input.mos", "words_by_role.Robot"])
def test_null_makes_every_comparison_false(key: str, sign: str) -> None:
    assert not holds(f"{key} {sign} 3")
    assert holds(f"not {key} {sign} 3")
    assert not holds(f"agent {sign} a-17")


truths = st.recursive(
    st.sampled_from([("mos = 3.5", True), ("hold_ms < 1", False), ("mos_min > 0", False)]),
    lambda inner: st.one_of(
        inner.map(lambda one: (f"not ({one[0]})", not one[1])),
        st.tuples(inner, inner).map(lambda two: (f"({two[0][0]}) and ({two[1][0]})", two[0][1] and two[1][1])),
        st.tuples(inner, inner).map(lambda two: (f"({two[0][0]}) OR ({two[1][0]})", two[0][1] or two[1][1])),
    ),
    max_leaves=12,
)


@given(truths)
def test_and_or_not_follow_logic(case: tuple[str, bool]) -> None:
    assert holds(case[0]) is case[1]


@pytest.mark.parametrize(
    ("expression", "same_as"),
    [
        ("mos > 9 and mos > 9 or mos > 1", "(mos > 9 and mos > 9) or mos > 1"),
        ("mos > 1 or mos > 1 and mos > 9", "mos > 1 or (mos > 1 and mos > 9)"),
        ("not mos > 9 and mos > 9", "(not mos > 9) and mos > 9"),
    ],
)
def test_not_binds_before_and_before_or(expression: str, same_as: str) -> None:
    assert holds(expression) is holds(same_as)


@pytest.mark.parametrize(
    ("expression", "says"),
    [
        ("", "at the end: expected a field"),
        ("mos", 'at the end: expected a comparison of "mos"'),
        ("mos <", "at the end: expected a number or text"),
        ("mos < 3 mos > 2", 'at "mos" (character 9): expected "and", "or" or the end'),
        ("(mos < 3", 'at the end: expected ")"'),
        ("mos < 3)", 'at ")" (character 8)'),
        ("3 > mos", 'there is no field "3"'),
        ("mso < 3", 'did you mean "mos"?'),
        ("MOS < 3", 'did you mean "mos"?'),
        ("audio.output.packet_loss > 2", 'did you mean "audio.output.packet_loss_pct"?'),
        ("audio.output > 2", 'did you mean "audio.output.'),
        ("mos < low", "mos is a number"),
        ("mos < '3'", "mos is a number"),
        ("mos < nan", "mos is a number"),
        ("outcome = misssed", "outcome is one of handled, missed, unanswered, in_progress, unknown"),
        ("cqd_poor > true", "cqd_poor is either = true or = false"),
        ("started > yesterday", "started is a time, such as"),
        ("mos = null", "Unknown values: not (mos = 0 or mos != 0)"),
        ("mos = 'open", "cannot be understood"),
        ("not " * 5000 + "mos < 3", "nested more than"),
    ],
)
def test_what_cannot_be_understood_is_named_with_its_place(expression: str, says: str) -> None:
    with pytest.raises(UsageError) as error:
        holds(expression)
    assert says in str(error.value)


def test_the_comparison_that_a_null_hint_recommends_finds_the_unknown_values() -> None:
    for key in ("mos_min", "agent", "started", "cqd_poor"):
        with pytest.raises(UsageError) as error:
            holds(f"{key} = null")
        advice = str(error.value).partition("Unknown values: ")[2]
        assert holds(advice, CALL | {key: None})
        assert not holds(advice, CALL | {"mos_min": 1.0, "agent": "", "started": CALL["started"], "cqd_poor": True})


@given(st.text(alphabet=st.sampled_from("mos<>=!()'\" 3.andornt\x1b")))
def test_any_text_is_an_expression_or_a_usage_error(expression: str) -> None:
    try:
        predicate = compile_condition(expression, Call).holds
    except UsageError:
        return
    assert predicate(CALL) in (True, False)


def test_the_keys_of_a_summary_can_be_asked_for() -> None:
    document = {"calls": {"poor_pct": 7.5, "by_grade": {"poor": 3}}, "audio": {"output": {"packet_loss_pct": 1.0}}}
    assert compile_condition("calls.poor_pct > 5 and calls.by_grade.poor = 3", Summary).holds(document)
    assert not compile_condition("audio.output.packet_loss_pct > 2", Summary).holds(document)
