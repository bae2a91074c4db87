"""The JSON that scripts rely on: every document of many logs against its schema and its list of keys."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema
import pytest

import callevents
from callevents.render.schema import schema
from logs.generate import generate
from logs.samples import FILES, FOLDER
from logs.troubled import troubled
from rebuild.little import analysis, documents, event

KEYS = {
    "D": "count mean min p50 p95 p99 max",
    "A": """intervals usable_intervals no_media_intervals packets_lost packets_count packet_loss_pct
        worst_interval_loss_pct poor_intervals longest_poor_run jitter_ms rtt_ms mos r_factor""",
    "assumptions": "codec bpl ie counters thresholds leg",
    "summary": """schema_version kind inputs period events_by_type calls durations audio conversation worst_calls
        problems assumptions""",
    "summary.inputs": "files bytes lines blank rejected skipped events repeats unassigned",
    "summary.period": "first last",
    "summary.calls": """total by_stage by_outcome by_call_type by_grade poor_pct ended_on_hold_pct ended_on_mute_pct""",
    "summary.calls.by_stage": "unknown started connected ended wrapped_up",
    "summary.calls.by_outcome": "handled missed unanswered in_progress unknown",
    "summary.calls.by_grade": "good fair poor unknown",
    "summary.durations": "ring_ms connected_ms talk_ms hold_ms mute_ms wrap_up_ms handle_ms",
    "summary.audio": "input output",
    "summary.conversation": "transcripts notes flags_raised flags_lowered flags_open flag_lower_ms",
    "summary.problems": "code severity title count first",
    "summary.problems.first": "file line call_id",
    "call": """schema_version kind call_id call_type participant participants agent stage outcome
        started connected ended wrap_up_ended first_event last_event
        ring_ms connected_ms talk_ms hold_ms customer_hold_ms longest_hold_ms mute_ms recording_paused_ms conference_ms
        wrap_up_ms handle_ms flag_open_ms
        holds mutes events repeats transcripts notes flags words_by_role
        audio grade poor_because cqd_poor mos mos_min mos_basis r_factor salesforce_mos problems""",
    "call.problems": "code severity title count",
    "detail": "spans intervals conversation assumptions",
    "detail.spans": "kind participant start end",
    "detail.intervals": "channel time packets_lost packets_count packet_loss_pct jitter_ms rtt_ms mos",
    "detail.conversation": "kind time id role name text",
    "stats": "schema_version kind by rows assumptions",
    "stats.rows": "key channel calls",
    "items": "schema_version kind items",
    "item": "call_id time id role name text",
    "flag": "call_id raised raised_by raised_role text lowered lowered_by lowered_role open_ms",
    "check": "schema_version kind counts problems",
    "check.counts": "error warning info",
    "check.problems": "code severity title message file line call_id",
}
"""The keys that scripts rely on, by part of a document and in their order. None may ever go or change its name."""


def assert_keys(part: Mapping[str, Any], *names: str) -> None:
    """Check that the listed keys are there in their order; there may be more."""
    listed = [key for name in names for key in KEYS[name].split()]
    assert [key for key in part if key in listed] == listed


def assert_audio(audio: Mapping[str, Any]) -> None:
    assert_keys(audio, "A")
    assert_keys(audio["jitter_ms"], "D")
    assert_keys(audio["rtt_ms"], "D")
    if audio["intervals"] == 0:
        assert {value for key, value in audio.items() if not key.endswith("_ms")} == {0, None}
        assert (audio["packets_lost"], audio["usable_intervals"], audio["mos"]) == (0, 0, None)


def assert_call(call: Mapping[str, Any], *more: str) -> None:
    assert_keys(call, "call", *more)
    for channel in ("input", "output"):
        assert_audio(call["audio"][channel])
    for problem in call["problems"]:
        assert_keys(problem, "call.problems")


def assert_summary(summary: Mapping[str, Any]) -> None:
    assert_keys(summary, "summary")
    for path in ("inputs", "period", "calls", "durations", "audio", "conversation"):
        assert_keys(summary[path], f"summary.{path}")
    for path in ("by_stage", "by_outcome", "by_grade"):
        assert_keys(summary["calls"][path], f"summary.calls.{path}")
    for distribution in [*summary["durations"].values(), summary["conversation"]["flag_lower_ms"]]:
        assert_keys(distribution, "D")
    for problem in summary["problems"]:
        assert_keys(problem, "summary.problems")
        assert_keys(problem["first"], "summary.problems.first")
    assert_audio(summary["audio"]["input"])
    assert_audio(summary["audio"]["output"])
    assert_keys(summary["assumptions"], "assumptions")


def assert_detail(detail: Mapping[str, Any]) -> None:
    assert_call(detail, "detail")
    for path in ("spans", "intervals", "conversation"):
        for item in detail[path]:
            assert_keys(item, f"detail.{path}")
    assert_keys(detail["assumptions"], "assumptions")


def assert_stats(stats: Mapping[str, Any]) -> None:
    assert_keys(stats, "stats")
    for row in stats["rows"]:
        assert_keys(row, "stats.rows", "A")


def assert_check(check: Mapping[str, Any]) -> None:
    assert_keys(check, "check")
    assert_keys(check["counts"], "check.counts")
    for problem in check["problems"]:
        assert_keys(problem, "check.problems")


def assert_items(kind: str, document: Mapping[str, Any]) -> None:
    assert_keys(document, "items")
    assert document["kind"] == kind
    for item in document["items"]:
        assert_keys(item, "flag" if kind == "flags" else "item")


def assert_contract(name: str, document: Any) -> None:
    """Check the keys of a document of `rebuild.little.documents`, at every depth."""
    kind, _, of = name.partition(" ")
    if kind == "calls":
        for call in document:
            assert_call(call)
        return
    assert (document["schema_version"], document["kind"]) == (1, kind)
    checks = {"summary": assert_summary, "call": assert_detail, "stats": assert_stats, "check": assert_check}
    if kind in checks:
        checks[kind](document)
    else:
        assert_items(kind, document)
    if of:
        assert document["by" if kind == "stats" else "call_id"] == of


def closed(name: str) -> jsonschema.Draft202012Validator:
    """The schema of a document, but with no key allowed that it does not list."""
    text = json.dumps(schema(name)).replace('"additionalProperties": true', '"additionalProperties": false')
    return jsonschema.Draft202012Validator(json.loads(text))


VALIDATORS = {
    name: closed(name) for name in ("summary", "calls", "call", "stats", "transcript", "notes", "flags", "check")
}


def logs() -> Iterator[tuple[str, list[bytes]]]:
    yield "nothing", []
    yield "no event", [b"", b"bad"]
    yield "one event of no call", [event("hold", None, None)]
    yield "a troubled log", troubled()
    yield "generated", generate(36, 40, repeats=0.3, shape="mixed").lines
    yield "without times", generate(37, 30, times=False, agent_field=None).lines


LOGS = dict(logs())


@pytest.mark.parametrize("log", LOGS)
def test_every_document_has_its_keys_and_follows_its_schema(log: str) -> None:
    for name, document in documents(analysis(LOGS[log])).items():
        assert_contract(name, document)
        VALIDATORS[name.partition(" ")[0]].validate(json.loads(json.dumps(document)))


@pytest.mark.parametrize("file", FILES)
def test_so_have_those_of_the_sample_logs(file: str) -> None:
    for name, document in documents(callevents.analyze(FOLDER / file, text="")).items():
        if name.startswith("call ") and file.startswith("shift") and not name.endswith("0"):
            continue  # of 300 calls some are enough
        assert_contract(name, document)
        VALIDATORS[name.partition(" ")[0]].validate(json.loads(json.dumps(document)))


def leaves(value: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, key)
    else:
        yield key, value


def test_durations_are_whole_milliseconds_and_shares_lie_between_0_and_100() -> None:
    for name, document in documents(analysis(LOGS["generated"])).items():
        for key, value in leaves(document):
            if value is None:
                continue
            if key.endswith("_pct"):
                assert 0 <= value <= 100
            if isinstance(value, float):
                assert value == round(value, 6)
            if name == "calls" and key.endswith("_ms"):
                assert isinstance(value, int)
                assert value >= 0
