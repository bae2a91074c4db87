"""The messages of an invented call: what was said, written and asked for, and when."""

from random import Random

from logs import people
from logs.calls import Call, Message
from logs.conversation import AGENT, CUSTOMER, GREETING_BOT, SUPERVISOR_LINES, TOPICS, dialogue, slots

EVERY_MS = 20_000  # an utterance about as often as this


def message(rng: Random, kind: str, client: int, role: str, *, text: str | None, name: str | None = None) -> Message:
    """A message that was sent at `client` (epoch ms) and logged a moment after the server had it."""
    server = client + rng.randint(12, 95)
    return Message(kind, people.uuid(rng), server + rng.randint(4, 140), client, server, role, name, text)


def conversation(rng: Random, call: Call, agent: str) -> list[Message]:
    """The transcript and the notes of a connected call: silent while its own participant is on hold."""
    topic, facts = rng.choice(TOPICS), slots(rng)
    connected, ended = _talk(call)
    free = _free(call, connected + 500, ended - 400)
    found = []
    if rng.random() < 0.93:
        length = sum(end - start for start, end in free)
        turns = dialogue(rng, topic, facts, max(2, length // EVERY_MS), agent.partition(" ")[0])
        customer = "END_USER" if rng.random() < 0.3 else "EndUser"
        if rng.random() < 0.03:
            turns.insert(0, ("VIRTUAL_AGENT", GREETING_BOT))
        for at, (role, text) in zip(_times(rng, free, len(turns)), turns, strict=True):
            found.append(message(rng, "transcript", at, customer if role == CUSTOMER else role, text=text))
    if rng.random() < 0.28:
        at = ended - rng.randint(1_000, 9_000) if rng.random() < 0.5 else ended + rng.randint(500, 2_500)
        found.append(message(rng, "note", at, AGENT, text=topic.note.format(**facts), name=agent))
    return found


def flags(rng: Random, call: Call, agent: str) -> list[Message]:
    """A cry for help in a connected call: answered, never lowered, raised twice, or raised again later."""
    topic, facts = rng.choice(TOPICS), slots(rng)
    supervisor = rng.choice(people.SUPERVISORS)
    connected, ended = _talk(call)
    a, b, c, d, e = sorted(rng.sample(range(connected + 1_000, ended, 1_000), 5))
    raised = message(rng, "flagraise", a, AGENT, text=topic.flag.format(**facts), name=agent)
    note = message(rng, "note", b, "Supervisor", text=topic.answer.format(**facts), name=supervisor)
    spoken = message(rng, "transcript", b + 400, "Supervisor", text=rng.choice(SUPERVISOR_LINES))
    lowered = message(rng, "flaglower", c, "Supervisor", text=None, name=supervisor)
    again = message(rng, "flagraise", d, AGENT, text="I need help once more, please.", name=agent)
    by_agent = message(rng, "flaglower", e, AGENT, text=None, name=agent)
    impatient = message(rng, "flagraise", b, AGENT, text="Is anyone free?", name=agent)
    return rng.choices(
        (
            [raised, note, lowered],
            [raised, note, spoken, lowered],
            [raised],
            [raised, lowered, again, by_agent],
            [raised, note, lowered, again],
            [raised, impatient, lowered],
        ),
        (40, 10, 15, 15, 10, 10),
    )[0]


def _talk(call: Call) -> tuple[int, int]:
    if call.connected is None or call.ended is None:
        raise ValueError("a call must connect and end before anyone can talk in it")
    return call.connected, call.ended


def _free(call: Call, start: int, end: int) -> list[tuple[int, int]]:
    free = []
    for span in call.of("hold"):
        if span.participant == call.participant:
            free.append((start, span.start))
            start = span.end if span.end is not None else end
    free.append((start, end))
    return [(since, until) for since, until in free if until > since]


def _times(rng: Random, free: list[tuple[int, int]], number: int) -> list[int]:
    """So many moments in order, spread over the free stretches."""
    length = sum(end - start for start, end in free)
    # Evenly spread with some play, so that question and answer keep their distance.
    places = [int((place + rng.uniform(0.15, 0.85)) * length / number) for place in range(number)]
    found = []
    for place in places:
        left = place
        for start, end in free:
            if left < end - start:
                found.append(start + left)
                break
            left -= end - start
    return found
