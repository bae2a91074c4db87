"""From an invented call to its telephony events, and the repeats that a second browser tab adds."""

from dataclasses import dataclass
from random import Random
from typing import Any

from logs import people
from logs.audio import Sample, Tick
from logs.calls import NAMES_A_PARTICIPANT, Call, Message

Detail = dict[str, Any]
STATS_KEY = {"input": "inputChannelStats", "output": "outputChannelStats"}
CONVERSATION = frozenset({"transcript", "note", "flagraise", "flaglower"})


@dataclass(slots=True)
class Event:
    """One event to be written: when it was logged (epoch ms), its documented type, its detail, its session."""

    at: int
    type: str
    detail: Detail
    session: str
    agent: str
    repeat: bool = False


def events_of(rng: Random, call: Call, layouts: tuple[str, ...]) -> list[Event]:
    """The events of a call in order of time; `layouts` are the shapes of audiostats to choose from."""
    found: list[tuple[int, str, Detail]] = []
    for at, kind, participant in call.lifecycle():
        detail: Detail = {"callId": call.call_id}
        if kind in ("callstarted", "callconnected"):
            detail |= {"callType": call.call_type, "participant": call.participant}
        elif kind in NAMES_A_PARTICIPANT:
            detail["participant"] = participant
        found.append((at, kind, detail))
    found += [(message.at, message.kind, _message(rng, call, message)) for message in call.messages]
    for number, tick in enumerate(call.ticks):
        layout = layouts[0] if len(layouts) == 1 else rng.choice(layouts)
        found += [(tick.at, "audiostats", detail) for detail in audiostats(rng, call.call_id, tick, number, layout)]
    found.sort(key=lambda event: event[0])
    session = people.tab(call.agent, 0)
    return [Event(at, kind, detail, session, call.agent) for at, kind, detail in found]


def _message(rng: Random, call: Call, message: Message) -> Detail:
    sender: Detail = {"role": message.role}
    if message.name is not None:
        sender["displayName"] = message.name
    detail: Detail = {
        "id": message.id,
        "clientSentTimestamp": message.client,
        "serverReceivedTimestamp": message.server,
        "content": {"formatType": None if message.text is None else "Text", "text": message.text},
        "callId": call.call_id,
        "sender": sender,
    }
    if message.kind in ("flagraise", "flaglower") and rng.random() < 0.5:
        detail["voiceCallId"] = f"0LQ{call.call_id[:8].upper()}0000AAA"
    return detail


def audiostats(rng: Random, call_id: str, tick: Tick, number: int, layout: str) -> list[Detail]:
    """The details that carry the samples of one moment: one a channel if flat, else one for both channels."""
    figures = [_figures(sample, number + 1) for sample in tick.samples]
    keys = [STATS_KEY[sample.channel] for sample in tick.samples]
    if layout == "flat":
        return [{"callId": call_id, "stats": key} | numbers for key, numbers in zip(keys, figures, strict=True)]
    if layout == "nested_deep":
        if rng.random() < 0.2:
            keys = [key.replace("outputChannel", "ouputChannel") for key in keys]  # an old release's spelling
        if rng.random() < 0.2:
            figures = [{key: None if value is None else str(value) for key, value in row.items()} for row in figures]
    named = list(zip(keys, figures, strict=True))
    stats: list[Detail] = [dict(named)] if rng.random() < 0.7 else [{key: numbers} for key, numbers in named]
    if layout == "nested":
        return [{"callId": call_id, "stats": stats}]
    if rng.random() < 0.5:
        return [{"callId": call_id, "audioStats": {"stats": stats}}]
    return [{"audioStats": {"callId": call_id, "stats": stats}}]


def _figures(sample: Sample, number: int) -> Detail:
    return {
        "packetsLost": sample.lost,
        "packetsCount": sample.count,
        "jitterBufferMillis": sample.jitter,
        "roundTripTimeMillis": sample.rtt,
        "statsCount": number,
    }


def with_repeats(rng: Random, events: list[Event], share: float, times: bool) -> list[Event]:
    """The events and, for about `share` of them, the same event again from another tab 40 to 300 ms later.

    A second lifecycle event comes before the next one of the call, so it asks for what already holds. Without times
    audiostats and swap are never repeats, so none is added.
    """
    copies = []
    lifecycle = [event.at for event in events if event.type not in CONVERSATION and event.type != "audiostats"]
    for event in events:
        if rng.random() >= share or (not times and event.type in ("audiostats", "swap")):
            continue
        at = event.at + rng.randint(40, 300)
        if event.type == "callended" and rng.random() < 0.3:
            at = event.at + rng.randint(13_000, 15_000)
        elif event.type not in CONVERSATION and any(event.at < other <= at for other in lifecycle):
            continue
        session = people.tab(event.agent, rng.randint(1, 2))
        copies.append(Event(at, event.type, event.detail, session, event.agent, repeat=True))
    return sorted(events + copies, key=lambda event: event.at)
