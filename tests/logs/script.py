"""Calls written by hand, line by line as they happen, for the samples that tell a story."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

from logs import people
from logs.audio import CHANNELS, EVERY_MS, Line, Sample, Tick, take
from logs.calls import NAMES_A_PARTICIPANT
from logs.events import Detail, Event, audiostats

GOOD = Line(0.0005, 9, 62)

_LINE = re.compile(r"(\d+):(\d\d) (\w+)(?: (\w+))?(?:: (.*))?")


@dataclass(frozen=True, slots=True)
class Script:
    """One call: who, when, what happens, and how its line is.

    `text` has a line an event, with the minutes and seconds since `at` (ISO 8601 with offset):
    `0:07 callconnected`, `1:10 hold: Tier 2 Support` (without a name: the customer), `0:12 Customer: Hello?`,
    `2:00 note Agent: Sent a form.`, `2:30 flagraise: Help!`, `3:00 flaglower`. `line` gives the quality at a minute
    of the call; `deaf` are minutes between which nothing arrives on the input channel.
    """

    agent: str
    at: str
    call_type: str
    participant: str
    text: str
    supervisor: str = people.SUPERVISORS[0]
    line: Callable[[float], Line] = lambda minute: GOOD
    deaf: tuple[float, float] | None = None


def play(rng: Random, script: Script) -> list[Event]:
    """The events of a script in order of time, with audio statistics every 30 s from its first line to its last."""
    call_id = people.uuid(rng)
    agent = people.login(script.agent)
    begin = int(datetime.fromisoformat(script.at).timestamp() * 1000)
    found: list[Event] = []
    for text in script.text.strip().splitlines():
        match = _LINE.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"not a line of a script: {text!r}")
        minutes, seconds, word, by, rest = match.groups()
        at = begin + (int(minutes) * 60 + int(seconds)) * 1000 + rng.randrange(1000)
        kind, detail = _event(rng, script, at, word, by=by, rest=rest)
        # As on the vendor's page: a message names its call after its content, everything else before.
        named = detail | {"callId": call_id} if "id" in detail else {"callId": call_id} | detail
        found.append(Event(at, kind, named, people.tab(agent, 0), agent))
    times = [event.at for event in found]
    if times != sorted(times):
        raise ValueError(f"a script goes back in time, or two of its lines share a second: {script.at}")
    return sorted(found + _audio(rng, script, found, call_id), key=lambda event: event.at)


def _event(
    rng: Random, script: Script, at: int, word: str, *, by: str | None, rest: str | None
) -> tuple[str, dict[str, Any]]:
    if word in ("Agent", "Customer", "Supervisor"):
        return "transcript", _message(rng, at, "EndUser" if word == "Customer" else word, None, rest)
    if word in ("note", "flagraise", "flaglower"):
        role = by or ("Supervisor" if word == "flaglower" else "Agent")
        return word, _message(rng, at, role, script.agent if role == "Agent" else script.supervisor, rest)
    if word in ("callstarted", "callconnected"):
        return word, {"callType": script.call_type, "participant": script.participant}
    if word in NAMES_A_PARTICIPANT:
        return word, {"participant": rest or script.participant}
    return word, {}


def _message(rng: Random, at: int, role: str, name: str | None, text: str | None) -> Detail:
    server = at - rng.randint(5, 60)
    sender = {"role": role} if name is None else {"role": role, "displayName": name}
    return {
        "id": people.uuid(rng),
        "clientSentTimestamp": server - rng.randint(12, 70),
        "serverReceivedTimestamp": server,
        "content": {"formatType": None if text is None else "Text", "text": text},
        "sender": sender,
    }


def _audio(rng: Random, script: Script, events: list[Event], call_id: str) -> list[Event]:
    first = next((event.at for event in events if event.type == "callconnected"), events[0].at)
    last = next((event.at for event in events if event.type == "callended"), events[-1].at)
    if not any(event.type == "transcript" for event in events):
        return []
    found = []
    for number, at in enumerate(range(first + EVERY_MS, last, EVERY_MS)):
        minute = (at - first) / 60_000
        samples = [take(rng, channel, script.line(minute), EVERY_MS / 1000) for channel in CHANNELS]
        samples[0].rtt = 0
        if script.deaf and script.deaf[0] <= minute <= script.deaf[1]:
            samples[0] = Sample("input", 0, 0, None, 0)
        moment = at + rng.randrange(90)
        for detail in audiostats(rng, call_id, Tick(moment, samples), number, "flat"):
            found.append(Event(moment, "audiostats", detail, events[0].session, events[0].agent))
    return found
