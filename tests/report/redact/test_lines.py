"""Whole logs: the same figures, the same shape, and nothing left that tells of people."""

import gzip
import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callevents import Reading
from callevents.model.settings import Redacting
from callevents.read.decode import Decoder
from callevents.report.redact.lines import Redaction
from logs import people
from logs.generate import generate
from logs.shapes import SHAPES, TIME_FORMATS
from report.redact.redacting import figures, redacted, unchanged_figures

SAMPLES = sorted(path for path in Path("sample_logs").iterdir() if path.name != "README.md")
PEOPLE = [name.encode() for full in (*people.AGENTS, *people.SUPERVISORS) for name in (full, people.login(full))]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: str(path.name))
def test_a_redacted_sample_log_gives_the_same_figures(sample: Path, tmp_path: Path) -> None:
    log = tmp_path / "log.ndjson"
    content = sample.read_bytes()
    log.write_bytes(gzip.decompress(content) if sample.suffix == ".gz" else content)
    safe = unchanged_figures(log)
    for name in (*PEOPLE, *(name.encode() for name in people.QUICK_CONNECTS)):
        assert name not in safe
    before = set(re.findall(rb'"participant":"(\+\d+)"', log.read_bytes()))
    assert before
    assert before.isdisjoint(re.findall(rb"\+\d+", safe))


@pytest.mark.parametrize("shape", [*SHAPES, "mixed"])
def test_a_log_of_any_shape_keeps_its_shape_and_gives_the_same_figures(shape: str, tmp_path: Path) -> None:
    made = generate(7, 60, shape=shape, repeats=0.1, shuffle_seconds=5.0)
    log = tmp_path / "log.ndjson"
    log.write_bytes(made.data)
    safe = unchanged_figures(log)
    for name in PEOPLE:
        assert name not in safe
    for call in made.calls.values():
        assert (call.participant or "+1").encode() + b'"' not in safe
    assert [_skeleton(line) for line in safe.split(b"\n")] == [_skeleton(line) for line in made.data.split(b"\n")]


def _skeleton(line: bytes) -> bytes:
    """What is left of a line without its texts: brackets, names of fields, numbers."""
    return re.sub(rb'(:\s*)"(?:[^"\\]|\\.)*"', rb"\1", line.partition(b'"data":"')[0])


@pytest.mark.parametrize("options", [{"times": False}, {"agent_field": None, "session_field": None}])
def test_events_that_find_their_call_without_times_or_agents_still_find_it(
    options: dict[str, object], tmp_path: Path
) -> None:
    log = tmp_path / "log.ndjson"
    log.write_bytes(generate(3, 40, **options).data)
    unchanged_figures(log)


@pytest.mark.parametrize("time_format", TIME_FORMATS)
def test_times_of_every_format_stay(time_format: str, tmp_path: Path) -> None:
    log = tmp_path / "log.ndjson"
    log.write_bytes(generate(5, 20, shape="mixed", time_format=time_format).data)
    unchanged_figures(log)


def test_fields_that_the_user_names_are_treated_as_what_they_are(tmp_path: Path) -> None:
    log = tmp_path / "log.ndjson"
    line = {"meta": {"at": "2026-03-02T09:00:00Z", "who": "Ana Duarte", "other": "Ana Duarte"}, "the tab": "t 1"}
    log.write_text(json.dumps(line | {"type": "callstarted", "detail": {"callId": "c"}}) + "\n")
    reading = Reading(time_field="meta.at", agent_field="meta.who", session_field="the tab")
    safe = json.loads(unchanged_figures(log, reading=reading))
    assert safe["meta"]["at"] == line["meta"]["at"]  # type: ignore[index]
    assert safe["meta"]["who"].startswith("agent-")
    assert safe["the tab"].startswith("session-")
    assert "Ana" not in safe["meta"]["other"]


def test_what_holds_nothing_of_people_stays_byte_for_byte(tmp_path: Path) -> None:
    log = tmp_path / "log.ndjson"
    content = (
        b'\xef\xbb\xbf{ "type":"hold" ,\t"detail" : {"callId":"c-1", "n":[1, 2.50, -3e2, true, null]}}\r\n'
        b"\r\n  \n"
        b'2026-03-02T09:14:07.120Z|INFO|SYSTEM|{"eventType":"CALL_ENDED","payload":{"callId":"c-1"}}\n'
        b'[onTelephonyEvent hold]: {"type":"hold","detail":{"callId":"\\u0063-\\u00e9"}}\n'
        b'{"time":1594944652299,"data":"{\\"type\\":\\"mute\\",\\"detail\\":{\\"callId\\":\\"c-1\\"}}"}\n'
        b'{"detail":{"callId":"c-1","stats":[{"inputChannelStats":{"packetsCount":"2098"}}]},"type":"AUDIO_STATS"}'
    )
    log.write_bytes(content)
    assert redacted(log) == content


@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n", b"\n\n"])
def test_the_end_of_the_last_line_stays(end: bytes, tmp_path: Path) -> None:
    log = tmp_path / "log.ndjson"
    content = b'{"type":"mute","detail":{"callId":"c"}}' + end
    log.write_bytes(content)
    assert redacted(log) == content


def test_several_logs_become_one_in_the_order_of_their_names(tmp_path: Path) -> None:
    (tmp_path / "b.ndjson").write_bytes(b'{"type":"mute","detail":{"callId":"b"}}\n')
    (tmp_path / "a.ndjson").write_bytes(b'{"type":"mute","detail":{"callId":"a"}}')
    (tmp_path / "empty.ndjson").write_bytes(b"")
    parts: list[bytes] = []
    Redaction([tmp_path], Reading(), Redacting()).write(parts.append)
    assert [json.loads(line)["detail"]["callId"] for line in b"".join(parts).splitlines()] == ["a", "b"]


def test_a_line_past_the_limit_is_masked_and_as_long_as_it_was(tmp_path: Path) -> None:
    log = tmp_path / "log.ndjson"
    secret = "Ana Duarte +12065550143 " * 100
    good = b'{"type":"mute","detail":{"callId":"c"}}\n'
    log.write_bytes(good + secret.encode() + b"\n" + good)
    for limit in (100, 2_000_000):
        safe = unchanged_figures(log, reading=Reading(max_line=limit))
        assert len(safe) == log.stat().st_size
        assert b"Ana" not in safe
        assert b"206" not in safe


def test_a_line_past_the_limit_is_never_held(tmp_path: Path) -> None:
    log = tmp_path / "log.ndjson"
    log.write_bytes(b"Ana " * 1_500_000 + b"\n" + b'{"type":"mute","detail":{"callId":"c"}}\n')
    parts: list[bytes] = []
    Redaction([log], Reading(max_line=1 << 21), Redacting()).write(parts.append)
    assert max(map(len, parts)) <= 1 << 21
    assert b"".join(parts).startswith(b"xxx xxx ")
    assert b"".join(parts).endswith(b'xxx \n{"type":"mute","detail":{"callId":"c"}}\n')


def test_the_lines_before_a_fault_are_redacted_and_the_fault_is_told(tmp_path: Path) -> None:
    log = tmp_path / "log.ndjson.gz"
    lines = b"".join(b'{"type":"mute","detail":{"callId":"c%d"}}\n' % n for n in range(20_000))
    log.write_bytes(gzip.compress(lines)[:-2000])
    redaction = Redaction([log, tmp_path / "none.log"], Reading(), Redacting())
    parts: list[bytes] = []
    redaction.write(parts.append)
    assert b"".join(parts).startswith(lines[:10_000])
    assert redaction.damaged
    assert len([sentence for sentence in redaction.warnings if str(tmp_path) in sentence]) == 2


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text() | st.sampled_from(["type", "detail", "payload", "data", "callId", "time"]), inner)
    ),
    max_leaves=8,
)
_LINES = st.one_of(
    st.binary(max_size=60),
    st.text(max_size=60).map(lambda text: text.encode(errors="surrogatepass")),
    _JSON.map(lambda value: json.dumps(value).encode()),
    st.tuples(st.text(max_size=30), _JSON).map(lambda pair: (pair[0] + json.dumps(pair[1])).encode(errors="replace")),
    st.tuples(st.binary(max_size=9), st.just(b'{"type":"hold","detail":{}}'), st.binary(max_size=9)).map(b"".join),
)


def _read(line: bytes) -> object:
    """What a line is to the reader: its problem, or its event's type and time."""
    problems: list[str] = []
    decoder = Decoder(Reading(), lambda number, code, message, line: problems.append(code.code))
    events = [(time, name, type(detail.get("callId"))) for _, time, name, detail, _ in decoder.events([[line]])]
    return problems, [(time, type(name)) for time, name, _ in events]


@given(line=_LINES.map(lambda line: line.replace(b"\n", b" ")))
@settings(max_examples=400)
def test_a_line_stays_what_it_was_event_or_bad_in_the_same_way(line: bytes, redaction: Redaction) -> None:
    assert _read(redaction.line(line)) == _read(line)


@pytest.fixture(scope="module")
def redaction() -> Redaction:
    return Redaction([], Reading(), Redacting())


@pytest.mark.parametrize(
    "line",
    [
        b'{"type": "hold", "detail": {"callId": "Zelda Fitzroy"',
        b'{"type": "hold", "detail": {"who": "Zelda \xff\xfe Fitzroy"}}',
        b"Zelda Fitzroy called from 206 555 0143",
        b'"Zelda Fitzroy"',
        b'["Zelda Fitzroy", {"Fitzroy 7": "+1 206 555 0143"}]',
        b'{"Zelda Fitzroy": 12065550143, "a": [["Zelda Fitzroy"]]}',
        b'{"type": "hold", "detail": {"callId": "c", "customer": {"name": "Zelda", "id": "Fitzroy", "type": "Zelda"}}}',
        b'Zelda Fitzroy 206-555-0143 {"type": "hold", "detail": {}}',
        b'{"message": "Zelda Fitzroy {\\"type\\": \\"hold\\", \\"detail\\": {\\"x\\": \\"2065550143\\"}}"}',
        b'{"type": "hold", "detail": "Zelda Fitzroy"}',
        b'{"type": "hold", "detail": {"callId": "c", "participant": {"phone": "2065550143", "who": "Zelda"}}}',
        b'{"type": "note", "detail": {"content": ["Zelda", {"text": "Fitzroy"}], "sender": "Zelda"}}',
        b'{"timestamp": "Zelda", "agent": ["Fitzroy"], "type": "audiostats", "detail": {"packetsLost": "Zelda"}}',
    ],
)
def test_no_name_and_no_number_is_left_wherever_it_stands(line: bytes, redaction: Redaction) -> None:
    safe = redaction.line(line)
    for secret in (b"Zelda", b"Fitzroy", b"2065550143", b"555 0143", b"555-0143"):
        assert secret not in safe


def test_different_texts_under_one_id_stay_different(tmp_path: Path) -> None:
    log = tmp_path / "log.ndjson"
    texts = ["I want that", "I need that", "I want that", "I need this"]
    line = {"type": "transcript", "detail": {"callId": "c", "id": "m", "content": {"text": ""}}}
    lines = [json.dumps(line).replace('"text": ""', f'"text": "{text}"') for text in texts]
    log.write_text("\n".join(lines))
    assert figures(log)["calls"][0]["repeats"] == 1
    unchanged_figures(log)


def test_with_a_key_file_two_runs_give_the_same_bytes_and_without_it_they_do_not(tmp_path: Path) -> None:
    log = tmp_path / "log.ndjson"
    log.write_bytes(generate(11, 30).data)
    keyed = Redacting(key_file=tmp_path / "key")
    first = redacted(log, keyed)
    assert redacted(log, keyed) == first
    assert redacted(log, Redacting(key_file=tmp_path / "other")) != first
    assert redacted(log) != redacted(log)


@pytest.mark.parametrize(
    "redacting",
    [
        Redacting(text="keep"),
        Redacting(names="keep", agents="keep"),
        Redacting(region="GB"),
        Redacting(text="keep", names="keep", agents="keep", region="DE"),
    ],
)
def test_the_figures_are_the_same_whatever_is_kept(redacting: Redacting, tmp_path: Path) -> None:
    log = tmp_path / "log.ndjson"
    log.write_bytes(generate(17, 40, shape="mixed", repeats=0.1, edge_calls=3).data)
    unchanged_figures(log, redacting)


def test_with_mapped_ids_every_figure_but_the_ids_is_the_same(tmp_path: Path) -> None:
    log, safe = tmp_path / "log.ndjson", tmp_path / "safe.ndjson"
    made = generate(19, 40, shape="mixed", repeats=0.1)
    log.write_bytes(made.data)
    safe.write_bytes(redacted(log, Redacting(call_ids="map")))
    assert not [call_id for call_id in made.calls if call_id.encode() in safe.read_bytes()]
    before, after = figures(log), figures(safe)
    for found in (before, after):
        del found["summary"]["worst_calls"]
        for problem in found["summary"]["problems"]:
            del problem["first"]["call_id"]
        for call in found["calls"]:
            del call["call_id"]
    assert after == before
