"""Every shape of a line that spec and field know, read without any option."""

import json
from typing import Any

import pytest

from callevents.model.event import EVENT_TYPES, canonical_name
from callevents.model.settings import Reading
from callevents.read import shapes
from callevents.read.decode import Decoder
from callevents.read.shapes import MAX_NAMES, MAX_SHAPES, Shapes, at_path, label
from logs.generate import generate
from logs.shapes import AURA, SHAPES, TIME_FORMATS
from read.reading import Event, only_event, only_reject, read

DETAIL = {"callId": "c-1", "participant": "+15550100"}
BODY = {"type": "hold", "detail": DETAIL}
AURA_BODY = {"eventType": "HOLD", "payload": DETAIL}
TEXT = json.dumps(BODY)
ISO, TIME = "2026-03-02T09:14:07.120Z", 1_772_442_847_120

# A name for the shape: the line, then the type, the time, the agent and the session that are in it.
LINES: dict[str, tuple[dict[str, Any] | str, str, int | None, str | None, str | None]] = {
    "bare": (BODY, "hold", None, None, None),
    "fields beside it": ({"timestamp": TIME, "agent": "a-17", **BODY}, "hold", TIME, "a-17", None),
    "fields after it": ({**BODY, "sessionId": "s", "userId": 17, "ts": ISO}, "hold", TIME, "17", "s"),
    "unknown fields": ({"level": "info", **BODY, "x": [1, {}], "detail ": 1}, "hold", None, None, None),
    "aura name": ({"time": ISO, "type": "HOLD", "detail": DETAIL}, "HOLD", TIME, None, None),
    "eventType and payload": ({"time": ISO, "user": "u", **AURA_BODY}, "HOLD", TIME, "u", None),
    "wrapped as event": ({"time": ISO, "event": BODY}, "hold", TIME, None, None),
    "wrapped as payload": ({"time": ISO, "payload": BODY}, "hold", TIME, None, None),
    "wrapped as message": ({"time": ISO, "message": BODY}, "hold", TIME, None, None),
    "wrapped as data": ({"time": ISO, "data": BODY}, "hold", TIME, None, None),
    "wrapped as text": ({"time": ISO, "tabId": "t", "message": TEXT}, "hold", TIME, None, "t"),
    "wrapped as text with a prefix": ({"message": f"{ISO} INFO {TEXT}"}, "hold", TIME, None, None),
    "the envelope's time goes before one in text": (
        {"time": ISO, "message": f"2026-01-01T00:00:00Z {TEXT}"},
        "hold",
        TIME,
        None,
        None,
    ),
    "wrapped, and the fields inside": ({"data": {"ts": ISO, "agent": "a", **BODY}}, "hold", TIME, "a", None),
    "the outer fields come first": (
        {"agent": "outer", "data": {"agent": "inner", **BODY}},
        "hold",
        None,
        "outer",
        None,
    ),
    "wrapped with a type of its own": ({"type": "log", "payload": {"time": ISO, **BODY}}, "hold", TIME, None, None),
    "wrapped with a name of its own": ({"event": "telephony", "data": BODY}, "hold", None, None, None),
    "wrapped beside a text message": ({"message": "event received", "data": BODY}, "hold", None, None, None),
    "wrapped beside facts on the event": (
        {"event": {"kind": "event", "module": "voice"}, "message": TEXT},
        "hold",
        None,
        None,
        None,
    ),
    "wrapped eventType and payload": ({"time": ISO, "message": AURA_BODY}, "HOLD", TIME, None, None),
    "wrapped twice": ({"event": {"time": ISO, "payload": BODY}}, "hold", TIME, None, None),
    "wrapped twice as text": ({"data": json.dumps({"message": TEXT, "agent": "a"})}, "hold", None, "a", None),
    "wrapped four times": ({"event": {"payload": {"message": {"data": BODY}}}}, "hold", None, None, None),
    "time and level before it": (f"{ISO} INFO {TEXT}", "hold", TIME, None, None),
    "the console's words before it": (f"[onTelephonyEvent hold]: {TEXT}", "hold", None, None, None),
    "bars before it": (f"{ISO}|INFO|SYSTEM|{json.dumps(AURA_BODY)}", "HOLD", TIME, None, None),
    "a prefix and an envelope": (f"INFO {json.dumps({'time': ISO, 'event': BODY})}", "hold", TIME, None, None),
    "the envelope's time goes before the prefix's": (
        "2026-01-01T00:00:00Z " + json.dumps({"time": ISO, **BODY}),
        "hold",
        TIME,
        None,
        None,
    ),
    "white space around it": (f" \t{TEXT} \r", "hold", None, None, None),
    "an empty detail": ({"type": "hold", "detail": {}}, "hold", None, None, None),
}


@pytest.mark.parametrize("name", LINES)
def test_a_line_of_this_shape_is_read(name: str) -> None:
    line, type_name, time, agent, session = LINES[name]
    detail = {} if name == "an empty detail" else DETAIL
    assert only_event(line) == Event(type_name, detail, time, agent, session)


def test_lines_of_all_shapes_may_be_mixed() -> None:
    outcome = read(*(line for line, *_ in LINES.values()))
    assert [event.type for event in outcome.events] == [type_name for _, type_name, *_ in LINES.values()]
    assert [event.time for event in outcome.events] == [time for _, _, time, *_ in LINES.values()]


@pytest.mark.parametrize("time_format", TIME_FORMATS)
@pytest.mark.parametrize("shape", [*SHAPES, "mixed"])
def test_the_shape_of_a_log_changes_nothing_of_what_is_read(shape: str, time_format: str) -> None:
    def told(**plan: Any) -> list[Event]:
        outcome = read(*generate(7, calls=4, **plan).lines)
        assert outcome.rejects == []
        events = [event._replace(type=canonical_name(event.type)) for event in outcome.events]
        # One nested event of audio is several flat ones.
        return [event for event in events if event.type != "audiostats"]

    assert told(shape=shape, time_format=time_format) == told()


def test_every_aura_name_is_its_lwc_name() -> None:
    assert {canonical_name(aura): name for name, aura in AURA.items()} == {name: name for name in AURA}
    assert canonical_name("INTELLIGENCE_SIGNAL") == "intelligencesignal"
    assert {event.name for event in EVENT_TYPES} == {*AURA, "intelligencesignal"}


def test_a_new_wrapper_is_one_entry_in_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    line = {"time": ISO, "record": BODY}
    assert only_reject(line).code == "CE103"
    monkeypatch.setattr(shapes, "WRAPPERS", (*shapes.WRAPPERS, "record"))
    assert only_event(line) == Event("hold", DETAIL, TIME, None, None)


def test_new_names_of_type_and_detail_are_one_entry_in_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    line = {"time": ISO, "name": "hold", "body": DETAIL}
    assert only_reject(line).code == "CE103"
    monkeypatch.setattr(shapes, "BODIES", (*shapes.BODIES, ("name", "body")))
    assert only_event(line) == Event("hold", DETAIL, TIME, None, None)


UNUSABLE: list[Any] = [None, "", True, 1.5, [], {}, {"id": "x"}]
AGENTS: list[tuple[dict[str, Any], str | None]] = [
    *(({name: "x", "username": "y"}, "x") for name in ("agent", "agentId", "agent_id", "user", "userId")),
    *(({"username": "y", "agent": unusable}, "y") for unusable in UNUSABLE),
    ({"agent": 17}, "17"),
    ({"agent": None}, None),
    ({"agent": False}, None),
    ({"agent": "", "time": None, "ts": None}, None),  # two names for the time: never read as typed values
    ({"Agent": "x"}, None),
]


@pytest.mark.parametrize(("fields", "agent"), AGENTS)
def test_the_agent_is_the_first_usable_of_the_usual_fields(fields: dict[str, Any], agent: str | None) -> None:
    assert only_event(fields | BODY).agent == agent
    assert only_event({"data": fields | BODY}).agent == agent
    assert only_event("INFO " + json.dumps(fields | BODY)).agent == agent


@pytest.mark.parametrize("name", ["session", "sessionId", "session_id", "tabId"])
def test_the_session_is_the_first_usable_of_the_usual_fields(name: str) -> None:
    assert only_event({"tabId": "y", name: "x", **BODY}).session == "x"
    assert only_event({"tabId": "y", name: None, **BODY}).session == ("y" if name != "tabId" else None)


def test_named_agent_and_session_fields_come_first_and_the_usual_ones_follow() -> None:
    settings = {"agent_field": "who.id", "session_field": "who.tab"}
    usual = {"agent": "a", "session": "s"}
    assert only_event({"who": {"id": "x", "tab": 7}, **usual, **BODY}, **settings)[3:] == ("x", "7")
    assert only_event({"who": {"id": {}, "tab": ""}, **usual, **BODY}, **settings)[3:] == ("a", "s")
    assert only_event({"who": None, **usual, **BODY}, **settings)[3:] == ("a", "s")
    assert only_event(usual | BODY, agent_field="detail.callId").agent == "c-1"


def test_a_label_is_text_or_a_whole_number() -> None:
    values: list[Any] = ["x", "", 0, -7, 2**80, True, None, 1.0, [], {}]
    assert [label(value) for value in values] == ["x", None, "0", "-7", str(2**80), None, None, None, None, None]


def test_a_path_leads_through_objects_only() -> None:
    entry = {"a": {"b": {"c": 1}, "l": [1]}, "a.b": 2}
    paths = {"a.b.c": 1, "a.b": 2, "a": entry["a"], "a.x": None, "a.l.0": None, "a.b.c.d": None, "": None}
    assert {path: at_path(entry, path) for path in paths} == paths


def test_a_log_whose_keys_are_ever_new_is_read_without_remembering_them_all() -> None:
    known = Shapes(Reading())
    for number in range(2 * MAX_SHAPES + 10):
        known.of({f"key{number}": 1, **BODY})
    assert len(known.plain) <= MAX_SHAPES
    known.of({"x" * MAX_NAMES: 1, **BODY})
    assert all(sum(map(len, names)) <= MAX_NAMES for names in known.plain)


def test_keys_of_any_length_and_number_are_read() -> None:
    assert only_event({"x" * 100_000: 1, **BODY}).detail == DETAIL
    assert only_event({f"key{number}": 1 for number in range(10_000)} | BODY).detail == DETAIL
    assert only_event(BODY | {"detail": DETAIL | {f"key{number}": 1 for number in range(10_000)}}).type == "hold"


def test_the_plain_way_takes_plain_lines_only() -> None:
    """What the plain way would read otherwise than the general one has to be kept from it."""
    decoder = Decoder(Reading(), lambda *reject: None)
    plain = [{"time": ISO, **BODY}, BODY, {"agent": "a", "session": "s", **BODY}]
    other = [{"agent": "a", "user": "u", **BODY}, {"session": 1, "tabId": 2, **BODY}, {"event": BODY}]
    lines = [json.dumps(line).encode() for line in plain + other]
    assert len(list(decoder.events([lines]))) == len(lines)
    assert set(decoder._shapes.plain) == {tuple(line) for line in plain}
