import pytest

from callevents.model.problem import Place, Problem
from callevents.model.settings import Filters
from callevents.report.analysis import Analysis
from rebuild.little import analysis, at, event, lines_of, message, rebuilt, sample, step

SOURCES = {
    "a.log": b"\n".join([b"bad", step("0 callstarted A"), step("1 unmute"), b"[1]", step("2 unmute")]),
    "b.log": b"\n".join([step("3 unmute"), step("4 callended"), b"worse", step("9 hold", None, session="none")]),
}
WHOLE = Analysis(rebuilt(SOURCES))


def listed(*filters: Filters, limit: int = 0) -> list[tuple[str, str | None, int | None, str | None]]:
    found = Analysis(rebuilt(SOURCES), *filters).check(limit).problems
    return [(problem.code, problem.file, problem.line, problem.call_id) for problem in found]


def test_problems_are_counted_the_worst_severity_first_then_by_code() -> None:
    assert [(problem.code, problem.severity, problem.count) for problem in WHOLE.problems] == [
        ("CE101", "error", 2),
        ("CE102", "error", 1),
        ("CE106", "warning", 1),
        ("CE201", "warning", 1),
        ("CE203", "warning", 1),
        ("CE202", "info", 2),
    ]


def test_each_problem_names_its_first_place() -> None:
    first = {problem.code: problem.first for problem in WHOLE.problems}
    assert first["CE101"] == Place("a.log", 1, None)
    assert first["CE203"] == Place("a.log", 3, "c1")
    assert first["CE202"] == Place("a.log", 5, "c1")
    assert first["CE201"] == Place("b.log", 4, None)


def test_the_first_place_is_first_by_source_and_line_not_by_time_or_call() -> None:
    log = rebuilt([event("callstarted", 0, "a"), event("unmute", 9, "b"), event("unmute", 1, "a")])
    assert next(p.first for p in Analysis(log).problems if p.code == "CE203") == Place("log", 2, "b")


def test_check_lists_every_problem_by_source_and_line() -> None:
    assert listed() == [
        ("CE101", "a.log", 1, None),
        ("CE203", "a.log", 3, "c1"),
        ("CE102", "a.log", 4, None),
        ("CE202", "a.log", 5, "c1"),
        ("CE202", "b.log", 1, "c1"),
        ("CE101", "b.log", 3, None),
        ("CE106", "b.log", 4, None),
        ("CE201", "b.log", 4, None),
    ]


def test_a_limit_holds_for_each_code_and_the_counts_stay_complete() -> None:
    assert [code for code, *_ in listed(limit=1)] == ["CE101", "CE203", "CE102", "CE202", "CE106", "CE201"]
    assert listed(limit=1)[0] == ("CE101", "a.log", 1, None)
    found = WHOLE.check(1)
    assert found.counts == {"error": 3, "warning": 3, "info": 2} == WHOLE.check(0).counts


def test_the_counts_by_code_are_complete() -> None:
    by_code = [(one.code, one.severity, one.count) for one in WHOLE.check(1).by_code]
    assert by_code == [(problem.code, problem.severity, problem.count) for problem in WHOLE.problems]


def test_a_problem_says_what_was_found() -> None:
    found = {problem.code: problem for problem in WHOLE.check().problems}
    assert found["CE203"] == Problem(
        "CE203",
        found["CE203"].severity,
        "end without a beginning",
        "unmute without an open mute before it",
        "a.log",
        3,
        "c1",
    )
    assert found["CE102"].message == "found a list"
    assert found["CE106"].message == "hold: participant is missing"
    assert found["CE202"].message == "unmute was logged before, or the mute had ended by then"


def test_an_audio_value_is_named() -> None:
    found = analysis(lines_of("0 callstarted A", sample(1, jitter="many"), "9 callended")).check().problems
    assert [problem.message for problem in found] == ['audiostats: jitterBufferMillis is the text "many"']


def test_a_log_without_times_says_so_once() -> None:
    found = analysis(lines_of(message("note", 5, "n", "x"), "- callstarted A", "- callended", sample(None)))
    assert [(problem.code, problem.count, problem.first.line) for problem in found.problems] == [("CE108", 1, 2)]
    assert "durations that need one are unknown" in found.check().problems[0].message


def test_a_log_with_nothing_wrong_has_no_problems() -> None:
    found = analysis(lines_of("0 callstarted A", "9 callended"))
    assert found.problems == ()
    assert found.check().to_dict()["counts"] == {"error": 0, "warning": 0, "info": 0}


# Filters: calls choose calls; bounds of time and types choose events.


def test_a_chosen_call_shows_its_problems_and_the_bad_lines() -> None:
    assert [code for code, *_ in listed(Filters(call_ids=("c1",)))] == [
        "CE101",
        "CE203",
        "CE102",
        "CE202",
        "CE202",
        "CE101",
    ]


def test_types_choose_the_events_whose_problems_are_listed() -> None:
    found = listed(Filters(types=("HOLD",)))
    assert [code for code, *_ in found if not code.startswith("CE10") or code == "CE106"] == ["CE106", "CE201"]


@pytest.mark.parametrize(
    ("filters", "lines"),
    [
        (Filters(since=at(2)), [("a.log", 5), ("b.log", 1), ("b.log", 4), ("b.log", 4)]),
        (Filters(until=at(2)), [("a.log", 3), ("a.log", 5)]),
        (Filters(since=-7000, until=-6000), [("a.log", 5), ("b.log", 1)]),
    ],
)
def test_bounds_choose_events_by_their_own_time(filters: Filters, lines: list[tuple[str, int]]) -> None:
    assert [(file, line) for code, file, line, _ in listed(filters) if code not in ("CE101", "CE102")] == lines


def test_the_problems_of_a_call_are_in_its_row() -> None:
    (first,) = WHOLE.calls
    assert [(problem.code, problem.count) for problem in first.problems] == [("CE202", 2), ("CE203", 1)]


def test_no_more_rejected_lines_are_listed_than_were_kept_and_all_are_counted() -> None:
    found = Analysis(rebuilt([b"bad"] * 30, listed=10))
    assert found.problems[0].count == 30
    assert found.check(0).counts["error"] == 30
    assert [problem.line for problem in found.check(0).problems] == list(range(1, 11))
    assert [problem.line for problem in found.check(3).problems] == [1, 2, 3]


WITHOUT_TIMES = analysis(
    [*lines_of("- callstarted A", "- callended"), step("- headsetdisconnected", "c2"), step("- callended", "c2")]
)


def of_the_log(filters: Filters) -> dict[str, Place]:
    """The first places of what the log has as a whole."""
    found = Analysis(WITHOUT_TIMES._log, filters)
    assert {problem.code for problem in found.problems} == {problem.code for problem in found.check(0).problems}
    return {problem.code: problem.first for problem in found.problems if problem.code in ("CE107", "CE108")}


def test_what_the_log_has_as_a_whole_is_of_no_call() -> None:
    assert not {"CE107", "CE108"} & {problem.code for call in WITHOUT_TIMES.calls for problem in call.problems}
    for filters in (Filters(), Filters(outcomes=("missed",)), Filters(call_types=("inbound",))):
        told = of_the_log(filters)
        assert (told["CE107"].line, told["CE108"].line) == (3, 1)
        assert told["CE107"].call_id is told["CE108"].call_id is None


def test_what_the_log_has_as_a_whole_is_not_told_of_calls_chosen_by_id_for_their_lines_alone_may_have_been_read() -> (
    None
):
    assert of_the_log(Filters(call_ids=("c1",))) == of_the_log(Filters(call_ids=("c2",))) == {}


def test_types_and_bounds_choose_events_of_what_the_log_has_as_a_whole_too() -> None:
    for types, codes in ((("headsetdisconnected",), {"CE107"}), (("callstarted",), {"CE108"}), (("mute",), set())):
        found = Analysis(WITHOUT_TIMES._log, Filters(types=types)).check(0).problems
        assert {problem.code for problem in found} & {"CE107", "CE108"} == codes
