"""What a user gets for bad lines, row by row: stdout, stderr and the exit code of the real command line.

The rule: one bad thing never costs the good things around it. It is counted, named with file and line, and kept.
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from bad_logs import CALL, assert_the_call_is_whole, audio, event, problems, summary, write
from cli.harness import run


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("bad", "code", "title", "reason"),
    [
        (b"garbage", "CE101", "line is not JSON", r".+ \(column 1\)"),
        (b'{"type": NaN, "detail": {}}', "CE101", "line is not JSON", r".+ \(column 10\)"),
        (b'{"type":"mute","detail":{"x":Infinity}}', "CE101", "line is not JSON", r".+ \(column 30\)"),
        (b'{"type":"mute","detail":{"x":1e400}}', "CE101", "line is not JSON", r".+ \(column 30\)"),
        (CALL[0] + CALL[1], "CE101", "line is not JSON", r".+ \(column \d+\)"),
        (CALL[0] + b" trailing text", "CE101", "line is not JSON", r".+ \(column \d+\)"),
        (b'{"type":"mute","detail":{"callId":"\xff"}}', "CE101", "line is not JSON", r".+ \(column \d+\)"),
        (b'{"type":"mute","detail":{"callId":"\\ud800"}}', "CE101", "line is not JSON", r".+ \(column \d+\)"),
        (b'{"a":' * 1030 + b"1" + b"}" * 1030, "CE101", "line is not JSON", r".+ \(column \d+\)"),
        (CALL[0][20:], "CE101", "line is not JSON", r".+ \(column \d+\)"),
        (CALL[0].decode().encode("utf-16-le"), "CE101", "line is not JSON", r".+ \(column 2\)"),
        (b"\x00\x00\x00\x00", "CE101", "line is not JSON", r".+ \(column 1\)"),
        (b'["mute"]', "CE102", "line is JSON, but not an object", "found a list"),
        (b"17", "CE102", "line is JSON, but not an object", "found a number"),
        (b'{"detail":{"callId":"c1"}}', "CE103", "event without a type", "the type is missing"),
        (b'{"type":5,"detail":{"callId":"c1"}}', "CE103", "event without a type", "the type is a number"),
        (b'{"type":"mute"}', "CE104", "event without a detail object", "the detail is missing"),
        (b'{"type":"mute","detail":"c1"}', "CE104", "event without a detail object", "the detail is text"),
    ],
    ids=lambda value: repr(value[:30]) if isinstance(value, bytes) else None,
)  # fmt: skip
@pytest.mark.parametrize("place", [0, 3, len(CALL)])
def test_a_line_that_is_no_event_is_rejected_and_named(
    bad: bytes, code: str, title: str, reason: str, place: int
) -> None:
    write(*CALL[:place], bad, *CALL[place:])
    document, ended = summary("a.log", "--rejects", "rejects")
    assert ended.code == 0
    assert re.fullmatch(
        re.escape(f"callevents: 1 line was left out: {title} ({code}), at a.log:{place + 1}: ") + reason + "\n",
        ended.err,
    )
    assert problems(document) == {code: 1}
    assert document["problems"][0]["first"] == {"file": "a.log", "line": place + 1, "call_id": None}
    assert Path("rejects").read_bytes() == bad + b"\n"
    assert_the_call_is_whole("a.log")

    checked = run("check", "a.log", "--json")
    assert checked.code == 1
    (found,) = json.loads(checked.out)["problems"]
    assert (found["code"], found["file"], found["line"]) == (code, "a.log", place + 1)
    assert re.fullmatch(reason, found["message"])


def test_bad_lines_of_many_kinds_are_told_a_line_a_kind_with_the_first_of_each() -> None:
    write(*CALL, b"x", b"y", b"[]", b"z", b"{}", b"{}")
    document, ended = summary("a.log")
    assert problems(document) == {"CE101": 3, "CE102": 1, "CE103": 2}
    assert [line.rpartition(": ")[0] for line in ended.err.splitlines()] == [
        "callevents: 3 lines were left out: line is not JSON (CE101), first at a.log:7",
        "callevents: 1 line was left out: line is JSON, but not an object (CE102), at a.log:9",
        "callevents: 2 lines were left out: event without a type (CE103), first at a.log:11",
    ]


def test_quiet_says_nothing_of_bad_lines_and_the_result_still_does() -> None:
    write(*CALL, b"x")
    document, ended = summary("a.log", "--quiet")
    assert (ended.err, ended.code, problems(document)) == ("", 0, {"CE101": 1})


@pytest.mark.parametrize("command", ["summary", "calls", "stats", "transcript", "notes", "flags", "events"])
def test_strict_reads_to_the_end_shows_all_and_ends_with_1(command: str) -> None:
    write(b"bad", *CALL, b"bad", *(line.replace(b'"c1"', b'"c2"') for line in CALL))
    plain, strict = run(command, "a.log"), run(command, "a.log", "--strict")
    assert (plain.code, strict.code) == (0, 1)
    assert strict.out == plain.out
    write(*CALL)
    assert run(command, "a.log", "--strict").code == 0


def test_an_unknown_type_is_an_event_counted_under_its_name_and_reported_once() -> None:
    write(*CALL, event("coffee", 200), event("coffee", 201), event("COFFEE_MADE", 202), event("coffee", 203, "nobody"))
    document, ended = summary("a.log")
    assert (ended.code, ended.err) == (0, "")
    assert problems(document) == {"CE107": 2, "CE201": 1}
    counted = document["events_by_type"]
    assert (counted["coffee"], counted["COFFEE_MADE"]) == (3, 1)
    (call,) = json.loads(run("calls", "a.log", "--json").out)
    assert (call["events"], call["connected_ms"], call["outcome"]) == (len(CALL) + 3, 120_000, "handled")


@pytest.mark.parametrize("wrong", [7, 7.5, True, False, {}, {"id": "c1"}, [], ["c1"]], ids=repr)
@pytest.mark.parametrize("field", ["callId", "callType", "participant"])
def test_a_field_of_the_wrong_kind_is_reported_and_the_event_still_counts(field: str, wrong: Any) -> None:
    bad = {
        "callId": [event("mute", 60, wrong), event("unmute", 70, wrong)],
        "callType": [event("callconnected", 60, callType=wrong)],
        "participant": [event("participantadded", 60, participant=wrong)],
    }[field]
    write(*CALL, *bad)
    document, ended = summary("a.log")
    assert (ended.code, ended.err) == (0, "")
    assert problems(document)["CE106"] >= 1
    assert document["inputs"]["events"] == len(CALL) + len(bad)
    listed = [p for p in json.loads(run("check", "a.log", "--json").out)["problems"] if p["code"] == "CE106"]
    assert listed[0]["line"] == len(CALL) + 1
    assert field in listed[0]["message"]


@pytest.mark.parametrize("wrong", [7, True, {}, [], "x"], ids=repr)
@pytest.mark.parametrize("field", ["id", "content", "content.text", "sender", "sender.role", "sender.displayName"])
def test_a_message_with_a_field_of_the_wrong_kind_is_still_a_message(field: str, wrong: Any) -> None:
    detail: dict[str, Any] = {
        "id": "m1",
        "content": {"formatType": "Text", "text": "hello there"},
        "sender": {"role": "Agent", "displayName": "Ann"},
    }
    name, _, inner = field.partition(".")
    if inner:
        detail[name][inner] = wrong
    else:
        detail[name] = wrong
    write(*CALL, event("transcript", 60, **detail), event("note", 61, **detail))
    document, ended = summary("a.log")
    assert (ended.code, ended.err) == (0, "")
    is_right = wrong == ({} if field in ("content", "sender") else "x")
    assert ("CE106" in problems(document)) is not is_right
    assert (document["conversation"]["transcripts"], document["conversation"]["notes"]) == (1, 1)
    for command in ("transcript", "notes", "call", "flags"):
        shown = run(command, *(["c1"] if command == "call" else []), "a.log", "--json")
        assert (shown.code, shown.err) == (0, "")


@pytest.mark.parametrize("field", ["packetsLost", "packetsCount", "jitterBufferMillis", "roundTripTimeMillis"])
@pytest.mark.parametrize(
    ("value", "is_bad"),
    [
        (None, False), ("7", False), (" 7 ", False), ("+7", False), (7.0, False),
        ("NaN", True), ("Infinity", True), ("", True), ("7px", True), ("+-7", True), ("0x7", True), ("1_000", True),
        ("٧", True), ("7" * 400, True), ("1e3", True), (True, True), (False, True), ([], True), ([7], True), ({}, True),
        ({"v": 7}, True), (-7, True), (10**30, True), (2**64, True), (-(2**63) - 1, True), (1e300, True),
    ],
    ids=repr,
)  # fmt: skip
def test_an_audio_value_that_is_no_usable_number_is_left_out_and_reported(field: str, value: Any, is_bad: bool) -> None:
    """The samples around it are as if it had not been there; what is usable beside it counts."""
    samples = [audio(20 + 10 * n) for n in range(7)]
    samples[3] = audio(50, **{field: value})
    write(*CALL[:2], *samples, *CALL[4:])
    document, ended = summary("a.log")
    assert (ended.code, ended.err) == (0, "")
    found = set(problems(document)) - {"CE302", "CE305"}  # a loss may be negative; no packets may be one-way audio
    if field == "packetsLost" and isinstance(value, int) and value == -7:
        is_bad = False
    big_delay = field.endswith("Millis") and is_bad and type(value) in (int, float) and value > 0
    assert found == ({"CE308"} if big_delay else {"CE301"} if is_bad else set())
    channel = document["audio"]["input"]
    assert channel["intervals"] == 7
    assert channel["usable_intervals"] >= 6
    assert channel["packet_loss_pct"] < 1
    assert channel["jitter_ms"]["max"] == 10
    assert channel["rtt_ms"]["max"] == 80
    json.loads(run("call", "c1", "a.log", "--json").out)


def test_of_duplicate_keys_the_last_one_wins() -> None:
    write(*CALL[:-2], b'{"time":"2026-03-02T08:00:00Z","type":"mute","type":"callended","time":"2026-03-02T09:02:10Z",'
          b'"detail":{"callId":"c9","callId":"c1"}}', CALL[-1])  # fmt: skip
    assert_the_call_is_whole("a.log")


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\n\n", b" \n \t\r\n"])
@pytest.mark.parametrize("final", [True, False])
def test_bom_crlf_blank_lines_and_a_missing_last_newline_are_no_problem(bom: bytes, end: bytes, final: bool) -> None:
    data = bom + end.join(CALL) + (end if final else b"")
    Path("a.log").write_bytes(data)
    document, ended = summary("a.log")
    assert (ended.code, ended.err, document["problems"]) == (0, "", [])
    inputs = document["inputs"]
    assert (inputs["events"], inputs["bytes"]) == (len(CALL), len(data))
    assert inputs["blank"] == inputs["lines"] - len(CALL) == data.count(b"\n") - len(CALL) + (not final)
    assert_the_call_is_whole("a.log")


def test_an_empty_log_is_a_log_without_events() -> None:
    write()
    document, ended = summary("a.log")
    assert (ended.code, ended.err) == (0, "")
    assert (document["inputs"]["files"], document["inputs"]["lines"], document["calls"]["total"]) == (1, 0, 0)


@pytest.mark.parametrize("encoding", ["UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32"])
@pytest.mark.parametrize("piped", [False, True])
def test_utf_16_is_one_error_that_names_the_encoding(encoding: str, piped: bool) -> None:
    data = "\n".join(line.decode() for line in CALL * 100).encode(encoding)
    Path("wide.log").write_bytes(data)
    write(*CALL)
    document, ended = summary("a.log", "-" if piped else "wide.log", stdin=data)
    name = "<stdin>" if piped else "wide.log"
    assert ended.code == 3
    assert ended.err == (
        f"callevents: {name}: the file is {encoding} text, and logs are UTF-8; "
        f"convert it: iconv -f {encoding} -t UTF-8 LOG > LOG.ndjson\n"
    )
    assert problems(document) == {"CE403": 1}
    assert document["inputs"]["events"] == len(CALL)


@pytest.mark.parametrize("name", ["one line", "a line each", "indented"])
def test_a_json_array_is_one_error_with_the_command_that_converts_it(name: str) -> None:
    events = [json.loads(line) for line in CALL * 10]
    texts = {
        "one line": json.dumps(events),
        "a line each": "[\n" + ",\n".join(map(json.dumps, events)) + "\n]\n",
        "indented": json.dumps(events, indent=2),
    }
    Path("array.json").write_text(texts[name])
    write(*CALL)
    document, ended = summary("array.json", "a.log")
    assert ended.code == 3
    assert ended.err == (
        "callevents: array.json: found a JSON array, expected one JSON object a line; "
        "convert it: jq -c '.[]' LOG > LOG.ndjson\n"
    )
    assert problems(document) == {"CE404": 1}
    assert document["inputs"]["events"] == len(CALL)


def test_pretty_printed_json_is_one_error_with_the_command_that_converts_it() -> None:
    Path("pretty.json").write_text("\n".join(json.dumps(json.loads(line), indent=4) for line in CALL * 10))
    write(*CALL)
    document, ended = summary("a.log", "pretty.json")
    assert ended.code == 3
    assert ended.err == (
        "callevents: pretty.json: found pretty-printed JSON, expected one JSON object a line; "
        "convert it: jq -c . LOG > LOG.ndjson\n"
    )
    assert problems(document) == {"CE404": 1}
    assert document["inputs"]["events"] == len(CALL)


def test_a_line_over_the_limit_is_rejected_and_reading_goes_on_after_it() -> None:
    write(*CALL[:3], b'{"type":"mute","detail":{"callId":"' + b"x" * 1000 + b'"}}', *CALL[3:])
    document, ended = summary("a.log", "--max-line", "1kB", "--rejects", "rejects")
    assert ended.code == 0
    assert ended.err == (
        "callevents: 1 line was left out: line longer than the limit (CE105), at a.log:4: "
        "the line has more than 1,000 bytes\n"
    )
    assert problems(document) == {"CE105": 1}
    assert Path("rejects").read_bytes() == Path("a.log").read_bytes().split(b"\n")[3] + b"\n"
    assert document["calls"]["by_outcome"]["handled"] == 1
    assert summary("a.log", "--max-line", "2kB")[1].err == ""


# --- rejected lines ---


@pytest.mark.parametrize("command", ["summary", "calls", "events", "check"])
def test_the_file_of_the_rejected_lines_never_overwrites_a_log(command: str) -> None:
    write(b"bad", *CALL)
    before = Path("a.log").read_bytes()
    ended = run(command, "a.log", "--rejects", "a.log")
    assert ended.code == 2
    assert ended.err == "callevents: a.log is one of the logs to read, so it cannot take the rejected lines\n"
    assert ended.out == b""
    assert Path("a.log").read_bytes() == before


def test_a_file_for_the_rejected_lines_that_cannot_be_written_is_one_line() -> None:
    write(b"bad", *CALL)
    ended = run("summary", "a.log", "--rejects", "no/such/folder")
    assert ended.code == 3
    assert ended.err == (
        "callevents: no/such/folder: cannot be opened for the rejected lines: No such file or directory\n"
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_under_the_rejected_lines_is_one_line() -> None:
    write(b"bad", *CALL)
    ended = run("summary", "a.log", "--rejects", "/dev/full")
    assert ended.code == 3
    assert ended.err.endswith("No space left on device\n")
    assert ended.err.count("\n") == 1


# --- options of reading, end to end ---


def test_named_fields_for_time_agent_and_session_work_in_every_command() -> None:
    lines = []
    for line in CALL:
        entry = json.loads(line)
        at = entry.pop("time")
        entry["timestamp"] = "2020-01-01T00:00:00Z"
        lines.append(json.dumps({"meta": {"at": at, "who": 17, "tab": "t"}, "agent": "wrong", **entry}).encode())
    # Without an id: the session tells whose event it is.
    for at, tab in (("09:00:30", "t"), ("09:00:31", "u")):
        meta = {"at": f"2026-03-02T{at}Z", "tab": tab, "who": 17}
        lines.append(json.dumps({"meta": meta, "type": "audiostats", "detail": {}}).encode())
    write(*lines)
    options = ["--time-field", "meta.at", "--agent-field", "meta.who", "--session-field", "meta.tab"]
    (call,) = json.loads(run("calls", "a.log", *options, "--json").out)
    assert (call["agent"], call["connected_ms"], call["events"]) == ("17", 120_000, len(CALL) + 1)
    document, _ = summary("a.log", *options)
    assert document["period"]["first"] == "2026-03-02T09:00:00.000Z"
    assert document["inputs"]["unassigned"] == 1
    assert summary("a.log")[0]["period"]["first"] == "2020-01-01T00:00:00.000Z"
    assert len(run("events", "a.log", *options, "--agent", "17").out.splitlines()) == len(CALL) + 1
