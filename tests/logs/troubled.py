"""The lines of sample_logs/troubled.ndjson: what goes wrong in real logs, all in one place."""

from random import Random
from typing import Any

from logs import people
from logs.audio import Line
from logs.events import Event, with_repeats
from logs.script import Script, play
from logs.shapes import line, time_value

TWO_TABS = Script(
    "Chloé Martin",
    "2026-03-05T13:00:05+00:00",
    "Inbound",
    "+12125550166",
    """
    0:00 callstarted
    0:09 callconnected
    0:12 Agent: Hello, this is Chloé. How can I help?
    0:19 Customer: I'd like to know when the shop opens on Sunday.
    0:26 Agent: Let me check that for you.
    0:30 hold
    0:58 resume
    1:02 Agent: Thank you for waiting, it opens at eleven.
    1:09 Customer: Great, thanks.
    1:13 callended
    1:30 wrapupended
    """,
)
# Its mute, like its first two minutes, was logged before the file begins.
CUT_AT_START = Script(
    "Dev Patel",
    "2026-03-05T13:00:20+00:00",
    "inbound",
    "+15035550188",
    """
    0:00 Customer: and that's why I'm calling again.
    0:04 unmute
    0:09 Agent: Sorry, I was muted. I see, let me have a look.
    0:34 Agent: It's been paid back this morning.
    0:41 Customer: Perfect, then that's all.
    0:45 callended
    1:01 wrapupended
    """,
)
WITHOUT_CALL_ID = Script(
    "Grace Lin",
    "2026-03-05T13:04:00+00:00",
    "inbound",
    "+17025550114",
    """
    0:00 callstarted
    0:05 callconnected
    0:08 Agent: Good afternoon, Grace speaking.
    0:14 Customer: Hi, can you put me through to the billing team?
    0:21 Agent: Just a moment, please.
    0:24 hold
    0:40 headsetdisconnected
    0:52 resume
    0:56 Agent: I'm connecting you now.
    1:40 callended
    2:00 wrapupended
    """,
)
STRANGE_NUMBERS = Script(
    "Hugo Svensson",
    "2026-03-05T13:08:10+00:00",
    "Outbound",
    "+13035550150",
    """
    0:00 callstarted
    0:12 callconnected
    0:15 Agent: Hello, this is Hugo, I'm calling about your appointment.
    0:24 Customer: Ah yes, tomorrow at nine is fine.
    1:50 Agent: Then I'll note it down. Goodbye!
    3:20 callended
    3:31 wrapupended
    """,
    line=lambda minute: Line(0.002, 14, 95),
)
HOSTILE = Script(
    "Keiko Tanaka",
    "2026-03-05T13:12:00+00:00",
    "inbound",
    "[red]Mallory[/red] [/] :warning:",
    """
    0:00 callstarted
    0:07 callconnected
    0:10 Agent: Hello, how can I help?
    0:15 Customer: =HYPERLINK("http://example.invalid","click me")
    0:24 Customer: <script>alert(1)</script> </script>
    0:40 note Agent: ESC[2J ESC[31mall is lost ESC[0m
    0:52 callended
    1:05 wrapupended
    """,
)
CLOCK_STEPS_BACK = Script(
    "Luis Romero",
    "2026-03-05T13:15:00+00:00",
    "transfer",
    "+447700900208",
    """
    0:00 callstarted
    0:08 callconnected
    0:12 Agent: Hello, this is Luis.
    0:20 Customer: Hello, I was told that you could help me.
    0:31 mute
    0:35 mute
    0:42 unmute
    0:50 callended
    """,
)
NEVER_ENDS = Script(
    "Ben Okafor",
    "2026-03-06T08:59:30+00:00",
    "inbound",
    "+16175550199",
    """
    0:00 callstarted
    0:06 callconnected
    0:10 Agent: Good morning, this is Ben.
    0:16 Customer: Good morning, I'd like to cancel an order.
    0:25 Agent: Certainly, let me open it.
    0:29 flagraise: Order is already on its way, can it still be stopped?
    0:33 hold
    1:10 mute
    """,
)

# Rejected lines, each before the event with this number.
BAD_LINES: tuple[tuple[int, bytes], ...] = (
    (2, b""),
    (5, b'{"timestamp":"2026-03-05T13:00:27.200Z","agent":"chloe.martin","type":"transcript","detail":{"id":"7'),
    (9, b'{"timestamp":"2026-03-05T13:00:31.000Z","type":"audiostats","detail":{"callId":"x","packetsLost":NaN}}'),
    (12, b"2026-03-05T13:00:33Z WARN connection lost, trying again in 5 s"),
    (15, b'["callstarted","callended"]'),
    (18, b'{"timestamp":"2026-03-05T13:00:50.000Z","detail":{"callId":"5f0b3f9e-0000-4000-8000-000000000001"}}'),
    (21, b'{"timestamp":"2026-03-05T13:00:51.000Z","agent":"dev.patel","type":"hold"}'),
    (24, b"   \t "),
    (26, b'{"type":"note","detail":{"content":{"formatType":"Text","text":"caf\xe9"}}}'),
    (30, b'{"type":"mute","detail":{"callId":"a"}} {"type":"unmute","detail":{"callId":"a"}}'),
    (34, b'{"type":"swap","detail":"none"}'),
    (40, b""),
    (44, b'{"type":17,"detail":{}}'),
)


def troubled() -> list[bytes]:
    """The lines of the file without their newlines."""
    rng = Random("troubled")
    found = with_repeats(rng, play(rng, TWO_TABS), 0.6, times=True)
    found += play(rng, CUT_AT_START)
    found.sort(key=lambda event: event.at)
    found += _without_call_id(play(rng, WITHOUT_CALL_ID))
    found += _strange_numbers(play(rng, STRANGE_NUMBERS))
    found += _hostile(play(rng, HOSTILE))
    found += _clock_steps_back(play(rng, CLOCK_STEPS_BACK))
    found.append(_of_no_call(found[-1]))
    found.append(_flag_of_another_log(rng, found[-1]))
    found += play(rng, NEVER_ENDS)
    bad = dict(BAD_LINES)
    lines: list[bytes] = []
    for number, event in enumerate(found):
        if number in bad:
            lines.append(bad[number])
        lines.append(line(rng, event, "plain", time_value(rng, event.at, "iso")))
    return lines


def _without_call_id(events: list[Event]) -> list[Event]:
    for event in events:
        if event.type in ("hold", "resume", "audiostats"):
            del event.detail["callId"]
    return events


def _strange_numbers(events: list[Event]) -> list[Event]:
    changes: tuple[dict[str, Any], ...] = (
        {"packetsCount": "1498", "packetsLost": "3", "jitterBufferMillis": "12"},
        {"jitterBufferMillis": None, "roundTripTimeMillis": None},
        {"packetsLost": -4},
        {"packetsLost": 1600},
        {"packetsCount": -1},
        {"jitterBufferMillis": 2_000_000},
        {"packetsCount": "many"},
        {"packetsLost": True},
        {"roundTripTimeMillis": 99999999999999999999},
        {"packetsLost": 0, "packetsCount": 0},
    )
    samples = [event for event in events if event.type == "audiostats"]
    for event, change in zip(samples, changes, strict=False):
        event.detail |= change
    return events


def _hostile(events: list[Event]) -> list[Event]:
    for event in events:
        if event.type == "note":
            event.detail["content"]["text"] = "\x1b[2J\x1b[31mall is lost\x1b[0m \u202edenimda\u202c \x9b2J"
    return events


def _clock_steps_back(events: list[Event]) -> list[Event]:
    # The clock was set back while the call went on: it seems to end before it connected.
    for event in events:
        if event.type == "callended":
            event.at -= 45_000
    return events


def _of_no_call(before: Event) -> Event:
    # Hours later, in a session that no other line names: nothing tells whose participant left.
    return Event(
        before.at + 9_000_000, "participantremoved", {"participant": "+16175550130"}, "ana.duarte#7", "ana.duarte"
    )


def _flag_of_another_log(rng: Random, before: Event) -> Event:
    sent = before.at + 9_000
    detail = {
        "id": people.uuid(rng),
        "clientSentTimestamp": sent,
        "serverReceivedTimestamp": sent + 31,
        "content": {"formatType": "Text", "text": "The caller was transferred to me without a word."},
        "callId": people.uuid(rng),
        "sender": {"role": "Agent", "displayName": "Luis Romero"},
    }
    return Event(sent + 60, "flagraise", detail, before.session, before.agent)
