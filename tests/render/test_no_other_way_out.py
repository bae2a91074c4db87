"""No code path but `render.safe` shows text of a log: hostile text in every place, through every command and format.

JSON is left out: it holds the data as it is. So is what `events` and `redact` write to a pipe: a log's own bytes.
"""

import ast
import json
import re
import unicodedata
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

import callevents
from callevents.cli.program import COMMANDS
from callevents.model.errors import CallEventsError
from callevents.render.registry import FORMATS
from cli.harness import Ended, run

EVIL = "\x1b[5m\x1b]8;;http://evil\x1b\\\x07\x08\x7f\x00\x9b5m\x9d\u202e\u2066\u200f\u2028\x85[blink]:bomb:[/]\r\n\tend"
FILE = "\x1b[5m\x1b]0;evil\x07\x9b5m\u202e[blink]:bomb:\n.log"
"""A file's name cannot hold a slash or NUL."""

SHOWN = tuple(name for name in FORMATS if name not in ("json", "ndjson"))
MONDAY = 1_772_442_000_000


def _event(at: int, kind: str, **detail: Any) -> bytes:
    envelope = {"time": MONDAY + at * 1000, "agent": EVIL, "session": EVIL, EVIL: EVIL}
    return json.dumps({**envelope, "type": kind, "detail": {"callId": EVIL, **detail}}).encode()


def _message(at: int, kind: str, **sender: str) -> bytes:
    return _event(
        at, kind, id=f"{at}{EVIL}", content={"formatType": EVIL, "text": EVIL}, sender={"role": EVIL, **sender}
    )


AUDIO = {"packetsLost": 900, "packetsCount": 1000, "jitterBufferMillis": EVIL, "roundTripTimeMillis": 700}
LINES = [
    _event(0, "callstarted", callType=EVIL, participant=EVIL),
    _event(1, "callconnected", callType=EVIL, participant=EVIL),
    _event(2, "hold", participant=EVIL),
    _event(2, "hold", participant=EVIL),
    _event(3, "resume", participant=EVIL + "2"),
    _event(3, "resume", participant=EVIL),
    _event(4, "participantadded", participant={EVIL: EVIL}),
    _event(5, EVIL),
    *(_event(30 * n, "audiostats", stats="inputChannelStats", **AUDIO) for n in range(1, 4)),
    _event(30, "audiostats", stats=EVIL),
    _message(50, "transcript", displayName=EVIL),
    _message(51, "note", displayName=EVIL),
    _message(52, "flagraise", displayName=EVIL),
    _message(53, "flaglower", displayName=EVIL),
    _event(60, "mute"),
    _event(99, "callended"),
    _event(98, "callended", callId=[EVIL]),
    json.dumps({"type": "hold", "time": EVIL, "detail": {"participant": EVIL}}).encode(),
    json.dumps({"message": EVIL}).encode(),
    json.dumps([EVIL]).encode(),
    EVIL.encode(),
    b"{" + EVIL.encode() + b"\xff\xfe",
]

HOSTILE = {"Cc", "Cf", "Cs", "Zl", "Zp", "Co"}
ARGUMENTS: dict[str, list[list[str]]] = {
    "summary": [[FILE]],
    "calls": [
        [FILE],
        [FILE, "--columns", "call_id,call_type,participants,agent,words_by_role,poor_because,problems.title"],
    ],
    "call": [["--", "\x1b[5m", FILE]],
    "stats": [[FILE, "--by", key] for key in ("channel", "call", "call-type", "participant", "agent", "hour")],
    "compare": [[FILE, FILE], [FILE, FILE, "--after", "missing" + FILE]],
    "transcript": [[FILE]],
    "notes": [[FILE]],
    "flags": [[FILE]],
    "events": [[FILE]],
    "check": [[FILE], [FILE, "--format", "concise"], [FILE, "--limit", "1"]],
    "redact": [[FILE]],
    "report": [[FILE, "-o", "page.html"], [FILE, "-o", f"none/{FILE}"]],
    "follow": [["-"]],
    "export": [[FILE, "-o", FILE + "tables", "--format", "csv"]],
    "schema": [["summary"], [EVIL]],
}
"""The arguments that each command is run with, here where a file of that name holds those lines."""

OWN_BYTES = ("events", "redact")
WITHOUT_FORMAT = (*OWN_BYTES, "report", "export", "follow", "schema")


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path(FILE).write_bytes(b"\n".join(LINES))


def assert_nothing_got_through(shown: str, *, allowed: str = "\n") -> None:
    """Nothing that a terminal obeys is left but the colors that this program itself sets."""
    assert "\x1b[5m" not in shown
    without_colors = re.sub(r"\x1b\[[0-9;]*m", "", shown)
    got_through = {char for char in without_colors if unicodedata.category(char) in HOSTILE} - set(allowed)
    assert got_through == set()
    assert "💣" not in shown


def assert_safe(ended: Ended, *, allowed: str = "\n") -> None:
    assert "Traceback" not in ended.err
    assert "internal error" not in ended.err
    assert_nothing_got_through(ended.text, allowed=allowed)
    assert_nothing_got_through(ended.err)


def test_every_command_is_tried() -> None:
    assert set(ARGUMENTS) == set(COMMANDS)


@pytest.mark.parametrize("terminal", [False, True], ids=["piped", "terminal"])
@pytest.mark.parametrize("format", SHOWN)
@pytest.mark.parametrize("command", [name for name in COMMANDS if name not in WITHOUT_FORMAT])
def test_a_result_shows_hostile_text_as_text(command: str, format: str, terminal: bool) -> None:
    for arguments in ARGUMENTS[command]:
        given = arguments if "--format" in arguments else ["--format", format, *arguments]
        ended = run(command, *given, terminal=terminal)
        assert ended.out
        assert_safe(ended, allowed={"csv": "\r\n", "tsv": "\t\n"}.get(format, "\n"))


@pytest.mark.parametrize("command", [name for name in WITHOUT_FORMAT if name != "follow"])
def test_a_command_without_formats_shows_hostile_text_as_text(command: str) -> None:
    for arguments in ARGUMENTS[command]:
        assert_safe(run(command, *arguments, terminal=True))
        piped = run(command, *arguments)
        assert piped.out or piped.err or Path(arguments[-1]).exists()
        assert_nothing_got_through(piped.err)
        if command not in OWN_BYTES:
            assert_nothing_got_through(piped.text)


@pytest.mark.parametrize("options", [[], ["--format", "concise"], ["--color", "always", "--width", "60"]])
def test_a_checked_log_names_its_file_visibly(options: list[str]) -> None:
    ended = run("check", FILE, *options)
    assert "\\x1b[5m\\x1b]0;evil\\x07" in ended.text.replace("\n", "") + ended.err
    assert_safe(ended)


def test_a_followed_pipe_shows_hostile_text_as_text() -> None:
    ended = run("follow", "-", stdin=b"\n".join(LINES))
    assert ended.out
    assert_nothing_got_through(ended.text)
    assert_nothing_got_through(ended.err)


@pytest.mark.parametrize(
    "arguments",
    [
        [EVIL],
        ["summary", f"--{EVIL}"],
        ["summary", EVIL.replace("\0", "")],
        ["summary", f"{EVIL}*".replace("\0", "")],
        ["summary", FILE, "--format", EVIL],
        ["summary", FILE, "--fail-if", f"{EVIL} > 1"],
        ["summary", FILE, "--thresholds", EVIL],
        ["summary", FILE, "--max-line", EVIL],
        ["summary", FILE, "--tz", EVIL],
        ["summary", FILE, "--since", EVIL],
        ["summary", FILE, "--type", EVIL + "x"],
        ["summary", FILE, "--codec", EVIL],
        ["summary", FILE, "--config", FILE],
        ["summary", FILE, "--rejects", FILE],
        ["summary", FILE, "--rejects", f"none/{FILE}"],
        ["summary", FILE, "-o", f"none/{FILE}"],
        ["summary", FILE, "-o", FILE],
        ["summary", f"none/{FILE}", "."],
        ["calls", FILE, "--where", f"call_id = '{EVIL}"],
        ["calls", FILE, "--columns", EVIL],
        ["calls", FILE, "--sort", EVIL],
        ["calls", FILE, "--grade", EVIL],
        ["call", "none" + EVIL, FILE],
        ["call", "", FILE],
        ["stats", FILE, "--by", EVIL],
        ["check", "--explain", EVIL],
        ["redact", FILE, "--key-file", FILE],
        ["redact", FILE, "--region", EVIL],
        ["redact", FILE, "--key-file", f"none/{FILE}"],
        ["export", FILE, "-o", FILE],
        ["schema", EVIL],
    ],
)
def test_an_error_names_what_was_given_visibly(arguments: list[str]) -> None:
    for debug in ([], ["--debug"]):
        ended = run(*arguments, *debug, stdin=b"")
        assert "internal error" not in ended.err
        assert_nothing_got_through(ended.err)
        assert_nothing_got_through(ended.text)


@pytest.mark.parametrize("error", [CallEventsError(EVIL), OSError(5, EVIL, FILE), ValueError(EVIL), RuntimeError(EVIL)])
def test_whatever_is_raised_is_told_visibly(error: Exception) -> None:
    with mock.patch.object(callevents, "analyze", side_effect=error):
        for debug in ([], ["--debug"]):
            ended = run("summary", FILE, *debug)
            assert ended.code == 3
            assert_nothing_got_through(ended.err)


# Where the package writes to stdout or stderr, beside what renders: modules, and what makes their text safe.
WRITERS = {
    "cli/app.py": "flushes",
    "cli/output.py": "opens the surface that rendering writes to",
    "cli/progress.py": "shows numbers only",
    "cli/program.py": "shows the version",
    "cli/stderr.py": "visible",
    "cli/commands/check.py": "shown",
    "cli/commands/events.py": "shown, on a terminal",
    "cli/commands/export.py": "shown",
    "cli/commands/follow.py": "hands stderr to rendering",
    "cli/commands/redact.py": "shown, on a terminal",
    "cli/commands/schema.py": "shows the schema",
}


def test_nothing_else_writes_to_stdout_or_stderr() -> None:
    package = Path(callevents.__file__).parent
    writers: dict[str, str] = {}
    for file in package.rglob("*.py"):
        name = file.relative_to(package).as_posix()
        if not name.startswith("render/") and _writes(ast.parse(file.read_text(encoding="utf-8"))):
            writers[name] = file.read_text(encoding="utf-8")
    assert set(writers) == set(WRITERS)
    for name, how in WRITERS.items():
        assert ("import visible" in writers[name]) == how.startswith("visible")
        assert (".shown" in writers[name]) == how.startswith("shown")


def _writes(tree: ast.Module) -> bool:
    """Tell whether a module touches stdout or stderr, prints, or writes to the surface of a result."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id="sys"), attr="stdout" | "stderr" | "__stdout__" | "__stderr__"):
                return True
            case ast.Call(func=ast.Name(id="print" | "secho" | "Console")):
                return True
            case ast.Call(func=ast.Attribute(attr="echo" | "secho" | "print_exc")):
                return True
            case ast.Attribute(value=ast.Attribute(attr="stream"), attr="write"):
                return True
    return False
