"""A small whole call to put bad things around, and what a user is shown of a log."""

import json
from pathlib import Path
from typing import Any

from cli.harness import Ended, run


def event(kind: str, at: int, call_id: Any = "c1", **detail: Any) -> bytes:
    """A line: an event so many seconds after nine."""
    time = f"2026-03-02T09:{at // 60:02d}:{at % 60:02d}.000Z"
    return json.dumps({"time": time, "type": kind, "detail": {"callId": call_id, **detail}}).encode()


def audio(at: int, **values: Any) -> bytes:
    fields = {"packetsLost": 3, "packetsCount": 1500, "jitterBufferMillis": 10, "roundTripTimeMillis": 80}
    return event("audiostats", at, stats="inputChannelStats", **(fields | values))


CALL = [
    event("callstarted", 0, callType="Inbound", participant="+15550100"),
    event("callconnected", 10, callType="Inbound", participant="+15550100"),
    event("hold", 20, participant="+15550100"),
    event("resume", 50, participant="+15550100"),
    event("callended", 130),
    event("wrapupended", 160),
]
"""A call of two minutes, of which it was on hold for 30 s."""


def write(*lines: bytes, name: str = "a.log", end: bytes = b"\n") -> str:
    Path(name).write_bytes(b"".join(line + end for line in lines))
    return name


def summary(*arguments: str, stdin: bytes | None = None) -> tuple[dict[str, Any], Ended]:
    """The summary, and how the command ended. What must hold of every summary is asserted."""
    ended = run("summary", *arguments, "--json", stdin=stdin)
    assert "internal error" not in ended.err
    document = json.loads(ended.out)
    inputs = document["inputs"]
    assert inputs["lines"] == inputs["blank"] + inputs["rejected"] + inputs["skipped"] + inputs["events"]
    calls = json.loads(run("calls", *arguments, "--json", stdin=stdin).out)
    assert inputs["events"] == sum(call["events"] for call in calls) + inputs["repeats"] + inputs["unassigned"]
    return document, ended


def problems(document: dict[str, Any]) -> dict[str, int]:
    return {problem["code"]: problem["count"] for problem in document["problems"]}


def assert_the_call_is_whole(*logs: str) -> None:
    """Whatever lies around it, the call is the one that was logged."""
    (call,) = json.loads(run("calls", *logs, "--call-id", "c1", "--json").out)
    figures = ("outcome", "ring_ms", "connected_ms", "hold_ms", "wrap_up_ms", "events")
    assert [call[name] for name in figures] == ["handled", 10_000, 120_000, 30_000, 30_000, len(CALL)]
