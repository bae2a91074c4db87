"""Options of the commands, and the exit codes that follow from what an analysis says."""

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from callevents.cli.program import COMMANDS
from callevents.model.messages import Notes
from callevents.model.problem import CATALOGUE
from callevents.model.settings import Filters, Reading
from cli.harness import FakeAnalysis, run, run_with
from render import values

OTHERS = ("events", "compare", "redact", "report", "follow", "export", "schema")
READERS = [name for name in COMMANDS if name not in OTHERS]


def arguments(command: str) -> list[str]:
    return [command, values.POOR.call_id] if command == "call" else [command]


@pytest.mark.parametrize("command", READERS)
def test_a_command_on_a_clean_log_ends_with_0_and_a_silent_stderr(command: str) -> None:
    clean = FakeAnalysis(result=replace(values.CHECK, counts={"error": 0, "warning": 0, "info": 3}))
    ended = run_with(clean, *arguments(command), "some.log", "--json")
    assert (ended.code, ended.err) == (0, "")
    assert json.loads(ended.out)


@pytest.mark.parametrize("command", READERS)
def test_a_damaged_source_ends_with_3_and_what_was_read_is_shown(command: str) -> None:
    analysis = FakeAnalysis(damaged=True, warnings=("a.gz: cut short\x1b[31m",))
    ended = run_with(analysis, *arguments(command), "a.gz", "--json", "--strict")
    assert ended.code == 3
    assert ended.err == "callevents: a.gz: cut short\\x1b[31m\n"
    assert json.loads(ended.out)


def test_quiet_silences_warnings_but_keeps_the_exit_code() -> None:
    ended = run_with(FakeAnalysis(damaged=True, warnings=("a.gz: cut short",)), "notes", "a.gz", "--quiet")
    assert (ended.code, ended.err) == (3, "")


@pytest.mark.parametrize(("rejected", "code"), [(0, 0), (1, 1)])
def test_strict_ends_with_1_where_a_line_was_bad(rejected: int, code: int) -> None:
    analysis = FakeAnalysis(inputs=replace(values.SUMMARY.inputs, rejected=rejected))
    assert run_with(analysis, "notes", "a.log", "--strict").code == code
    assert run_with(analysis, "notes", "a.log").code == 0


def test_a_call_that_is_not_in_the_log_ends_with_1_and_says_so() -> None:
    ended = run_with(FakeAnalysis(), "call", "zzz", "a.log")
    assert (ended.code, ended.out, ended.err) == (1, b"", 'callevents: there is no call "zzz"\n')
    assert run_with(FakeAnalysis(damaged=True), "call", "zzz", "a.log").code == 3


@pytest.mark.parametrize(
    ("options", "counts", "code"),
    [
        ([], {"error": 1, "warning": 0, "info": 0}, 1),
        ([], {"error": 0, "warning": 5, "info": 5}, 0),
        (["--fail-on", "warning"], {"error": 0, "warning": 5, "info": 0}, 1),
        (["--fail-on", "warning"], {"error": 1, "warning": 0, "info": 0}, 1),
        (["--fail-on", "warning"], {"error": 0, "warning": 0, "info": 5}, 0),
        (["--fail-on", "INFO"], {"error": 0, "warning": 0, "info": 5}, 1),
    ],
)
def test_check_ends_with_1_where_a_problem_is_as_bad_as_asked(
    options: list[str], counts: dict[str, int], code: int
) -> None:
    analysis = FakeAnalysis(result=replace(values.CHECK, counts=counts))
    assert run_with(analysis, "check", "a.log", *options).code == code


def test_check_lists_1000_problems_a_code_unless_told_otherwise() -> None:
    analysis = FakeAnalysis()
    run_with(analysis, "check", "a.log")
    assert analysis.asked["limit"] == 1000
    run_with(analysis, "check", "a.log", "--limit", "0")
    assert analysis.asked["limit"] == 0


def test_check_concise_writes_a_line_a_problem_that_editors_can_jump_from() -> None:
    lines = run_with(FakeAnalysis(), "check", "a.log", "--format", "concise").text.splitlines()
    assert lines[0] == "logs/monday.ndjson:812: CE101 unexpected end of data: column 57"
    assert lines[1].startswith("logs/monday.ndjson:99: CE305 no media on output for 3 samples (call 5e5b1c2a")


@pytest.mark.parametrize("code", CATALOGUE)
def test_check_explains_each_code_without_a_log(code: str) -> None:
    ended = run("check", "--explain", code.lower())
    assert (ended.code, ended.err) == (0, "")
    assert ended.text.startswith(f"{code} {CATALOGUE[code].severity}: {CATALOGUE[code].title}\n")
    assert " ".join(ended.text.split()).endswith(" ".join(CATALOGUE[code].explanation.split()))


def test_check_explains_all_codes_at_once_in_any_format() -> None:
    assert all(f"{code} " in run("check", "--explain", "all").text for code in CATALOGUE)
    items = json.loads(run("check", "--explain", "all", "--json").out)["items"]
    assert [item["code"] for item in items] == list(CATALOGUE)


@pytest.mark.parametrize("format", ["concise", "csv", "tsv", "ndjson"])
def test_check_says_on_stderr_what_a_format_without_counts_does_not_list(format: str) -> None:
    arguments = ["check", "--format", format, "--limit", "2"]
    ended = run(*arguments, stdin=b"x\n" * 2000)
    assert "1,998 more problems are counted and not listed; --limit 0 lists all" in ended.err
    assert ended.text.count("CE101") == 2
    assert run(*arguments, "--quiet", stdin=b"x\n" * 2000).err == ""


def test_check_lists_all_bad_lines_where_told_to() -> None:
    ended = run("check", "--format", "concise", "--limit", "0", "--quiet", stdin=b"x\n" * 2500)
    assert ended.text.count("CE101") == 2500


def test_check_explains_no_code_that_does_not_exist() -> None:
    ended = run("check", "--explain", "CE999")
    assert ended.code == 2
    assert "CE999" in ended.err


@pytest.mark.parametrize(("expression", "code"), [("calls.poor_pct > 5", 1), ("calls.poor_pct > 50", 0)])
def test_summary_ends_with_1_where_fail_if_holds(expression: str, code: int) -> None:
    ended = run_with(FakeAnalysis(), "summary", "a.log", "--json", "--fail-if", expression)
    assert ended.code == code
    assert json.loads(ended.out)["kind"] == "summary"


def test_every_filter_reaches_the_analysis() -> None:
    analysis = FakeAnalysis()
    given = (
        "--call-id c1 --call-id c2 --call-type INBOUND --participant +1555 --agent a-17 --since 2026-03-02 --until -2h"
    )
    given += " --type AUDIO_STATS --outcome missed --outcome Handled --grade poor --has FLAG_RAISE --tz Europe/Berlin"
    ended = run_with(analysis, "calls", "a.log", *given.split(), "--where", "mos < 3.5", "--json")
    assert (ended.code, ended.err) == (0, "")
    assert analysis.filters == Filters(
        call_ids=("c1", "c2"),
        call_types=("inbound",),
        participants=("+1555",),
        agents=("a-17",),
        since=values.at("23:00", "2026-03-01"),
        until=-7_200_000,
        types=("audiostats",),
        outcomes=("missed", "handled"),
        grades=("poor",),
        has=("flagraise",),
        where="mos < 3.5",
    )


@pytest.mark.parametrize("since", [["--since", "-2h"], ["--since=-2h"]])
def test_a_relative_bound_is_a_value_and_no_option(since: list[str]) -> None:
    analysis = FakeAnalysis()
    assert run_with(analysis, "notes", *since, "a.log").code == 0
    assert (analysis.filters.since, analysis.paths) == (-7_200_000, ["a.log"])


def test_how_to_read_and_judge_reaches_the_analysis(tmp_path: Path) -> None:
    analysis = FakeAnalysis()
    rejects = tmp_path / "bad"
    given = "--time-field meta.at --agent-field who --session-field tab --max-line 1MiB --counters delta --codec G729A"
    run_with(
        analysis,
        "stats",
        "a",
        "b",
        *given.split(),
        "--thresholds",
        "loss=2/4",
        "--rejects",
        str(rejects),
        "--by",
        "hour",
    )
    assert analysis.reading == Reading("meta.at", "who", "tab", 1024 * 1024, rejects)
    assert (analysis.judging.counters, analysis.judging.codec) == ("delta", "g729a")
    assert analysis.judging.thresholds["loss"] == (2.0, 4.0)
    assert (analysis.paths, analysis.asked["by"]) == (["a", "b"], "hour")


@pytest.mark.parametrize(
    ("command", "text"), [("summary", None), ("calls", None), ("transcript", ""), ("notes", ""), ("flags", "")]
)
def test_only_commands_that_show_the_conversation_have_its_text_kept(command: str, text: str | None) -> None:
    analysis = FakeAnalysis()
    run_with(analysis, command, "a.log")
    assert analysis.asked["text"] == text
    run_with(analysis, "call", "5e5b", "a.log")
    assert analysis.asked["text"] == "5e5b"


def shown(*options: str) -> list[str]:
    return [call["call_id"] for call in json.loads(run_with(FakeAnalysis(), "calls", "a.log", "--json", *options).out)]


def test_calls_are_sorted_and_cut_as_asked() -> None:
    poor, good, missed, timeless = (call.call_id for call in values.CALLS)
    assert shown() == [poor, good, missed, timeless]
    assert shown("--sort", "ring_ms") == [poor, good, missed, timeless]
    assert shown("--sort", "-ring_ms") == [good, poor, missed, timeless]
    assert shown("--sort=-ring_ms", "--limit", "1") == [good]


def test_columns_are_chosen_and_ordered() -> None:
    ended = run_with(FakeAnalysis(), "calls", "a.log", "--format", "csv", "--columns", "mos,call_id")
    assert ended.text.splitlines()[:2] == ["mos,call_id", f"3.41,{values.POOR.call_id}"]


def test_a_piped_input_is_read_where_no_log_is_named() -> None:
    analysis = FakeAnalysis()
    run_with(analysis, "notes", stdin=b"")
    assert analysis.paths == ["-"]


@pytest.mark.parametrize("command", [*READERS, "events", "redact", "report"])
def test_without_a_log_on_a_terminal_an_example_is_shown(command: str) -> None:
    ended = run_with(FakeAnalysis(), *arguments(command))
    assert (ended.code, ended.out) == (2, b"")
    assert ended.err.startswith(f"callevents: no LOG given. Example: callevents {command} ")


@pytest.mark.parametrize(
    "wrong",
    [
        ["nosuch"],
        ["calls", "a", "--nosuch"],
        ["calls", "a", "--since"],
        ["calls", "a", "--since", "soon"],
        ["calls", "a", "--format", "xml"],
        ["calls", "a", "--json", "--format", "csv"],
        ["calls", "a", "--grade", "awful"],
        ["calls", "a", "--sort", "mso"],
        ["calls", "a", "--columns", "mso"],
        ["calls", "a", "--limit", "-1"],
        ["calls", "a", "--max-line", "big"],
        ["calls", "a", "--tz", "Mars"],
        ["calls", "a", "--thresholds", "mos=3/4"],
        ["calls", "a", "--color", "red"],
        ["calls", "a", "--width", "0"],
        ["stats", "a", "--by", "week"],
        ["summary", "a", "--fail-if", "mos < 3"],
        ["schema", "nosuch"],
        ["call"],
    ],
    ids=" ".join,
)
def test_a_request_that_cannot_be_understood_is_one_line_and_exit_code_2(wrong: list[str]) -> None:
    ended = run_with(FakeAnalysis(), *wrong)
    assert (ended.code, ended.out) == (2, b"")
    assert ended.err.startswith("callevents: ")
    assert ended.err.count("\n") == 1


def test_a_word_too_long_for_a_file_is_no_command_and_no_call() -> None:
    word = "a" * 300
    assert run(word).code == 2
    ended = run("call", word, "-", stdin=b'{"type":"hold","detail":{"callId":"a"}}')
    assert (ended.code, ended.err) == (
        1,
        f'callevents: no call "{word}" in the log; `callevents calls LOG` lists the calls\n',
    )


def test_hostile_text_in_a_message_is_made_visible() -> None:
    ended = run("calls", "a", "--since", "\x1b[31mred\u202e")
    assert ended.code == 2
    assert "\\x1b[31mred\\u202e" in ended.err


def test_schema_lists_its_names_and_gives_each() -> None:
    names = run("schema").text.split()
    assert {"summary", "call", "stats"} <= set(names)
    for name in names:
        assert json.loads(run("schema", name).out)["title"] == f"callevents {name}"


def test_an_error_nobody_foresaw_is_one_line_and_no_traceback() -> None:
    class Broken(FakeAnalysis):
        def notes(self) -> Notes:
            raise RuntimeError("oh\nno")

    ended = run_with(Broken(), "notes", "a.log")
    assert ended.code == 3
    assert ended.err == "callevents: internal error: RuntimeError: oh\\nno (--debug shows where)\n"
    assert "Traceback" in run_with(Broken(), "notes", "a.log", "--debug").err


def test_an_interrupt_ends_with_130_and_one_line() -> None:
    class Interrupted(FakeAnalysis):
        def notes(self) -> Notes:
            raise KeyboardInterrupt

    ended = run_with(Interrupted(), "notes", "a.log")
    assert (ended.code, ended.out, ended.err) == (130, b"", "callevents: interrupted\n")


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_each_command_has_an_example(command: str) -> None:
    ended = run(command, "-h")
    assert ended.code == 0
    assert f"Example: callevents {command}" in ended.text
