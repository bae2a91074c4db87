"""Making up calls as a contact centre has them: who calls, what happens, how it ends."""

from collections.abc import Callable, Mapping
from itertools import pairwise
from random import Random

from logs import audio, people
from logs.calls import Call, Message, Span, forget_end, start_logging, stop_logging
from logs.talk import conversation, flags

SCENARIOS: Mapping[str, int] = {
    "handled": 730,
    "no_wrap_up": 40,
    "missed": 80,
    "unanswered": 40,
    "in_progress": 25,
    "cut_at_start": 25,
    "native": 30,
    "end_not_logged": 12,
    "conversation_only": 18,
}
# Two lifecycle events of a call are never closer than this, so a repeat has room before the next one.
CLOSEST_MS = 700

_CALL_TYPES = {
    "handled": (("inbound", "Inbound", "INBOUND", "outbound", "Callback", "Transfer", "Consult", "InternalCall"),
                (40, 20, 2, 20, 6, 9, 2, 1)),
    "missed": (("inbound", "Inbound", "Transfer"), (60, 30, 10)),
    "unanswered": (("outbound", "Outbound", "Callback", "DialedCallback"), (60, 20, 15, 5)),
}  # fmt: skip


def invent(
    rng: Random, scenario: str, agent_number: int, began: int, in_trouble: Callable[[int], bool] = lambda at: False
) -> Call:
    """A call of this scenario that begins at `began` (epoch ms) with this agent; `in_trouble` marks bad network."""
    call = _draft(rng, scenario, agent_number, began)
    while not _well_spaced(call):
        call = _draft(rng, scenario, agent_number, began)
    if call.connected is not None and call.ended is not None and scenario not in ("native", "conversation_only"):
        holds = [(span.start, span.end) for span in call.of("hold") if span.end is not None]
        # Not where the log is cut: of what is left, too much might be silent (see audio.ticks).
        silent = holds if rng.random() < 0.25 and scenario not in ("cut_at_start", "in_progress") else []
        call.ticks = audio.ticks(rng, call.connected, call.ended, silent, in_trouble)
    _as_logged(rng, call)
    return call


def _draft(rng: Random, scenario: str, agent_number: int, began: int) -> Call:
    kinds, weights = _CALL_TYPES.get(scenario, _CALL_TYPES["handled"])
    name = people.agent_name(agent_number)
    call = Call(
        scenario=scenario,
        call_id=people.uuid(rng),
        agent=people.login(name),
        call_type=rng.choices(kinds, weights)[0],
        participant=people.phone(rng),
        began=began,
        started=began,
    )
    if scenario in ("missed", "unanswered"):
        call.ended = began + rng.randint(6_000, 45_000)
        if rng.random() < 0.2:
            call.wrap_up_ended = call.ended + rng.randint(2_000, 20_000)
        return call
    connected = call.connected = began + rng.randint(2_000, 28_000)
    ended = call.ended = connected + int(rng.triangular(20_000, 1_080_000, 250_000))
    call.wrap_up_ended = ended + int(rng.triangular(3_000, 240_000, 30_000))
    if ended - connected > 30_000:
        _main_episodes(rng, call, connected, ended)
        _side_episodes(rng, call, connected, ended)
    call.messages = conversation(rng, call, name)
    if rng.random() < (1 if scenario == "conversation_only" else 0.08):
        call.messages += flags(rng, call, name)
    return call


def _well_spaced(call: Call) -> bool:
    times = [at for at, _, _ in call.lifecycle()]
    return all(later - earlier >= CLOSEST_MS for earlier, later in pairwise(times))


def windows(rng: Random, start: int, end: int, number: int) -> list[tuple[int, int]]:
    """Stretches between start and end that do not touch each other."""
    points = sorted(rng.sample(range(start + 1_500, end - 1_500), 2 * number))
    return list(zip(points[::2], points[1::2], strict=True))


def _main_episodes(rng: Random, call: Call, connected: int, ended: int) -> None:
    holds = rng.choices((0, 1, 2, 3), (52, 32, 11, 5))[0]
    three_way = call.scenario != "cut_at_start" and rng.random() < 0.1
    episodes = windows(rng, connected, ended, holds + three_way)
    place = rng.randrange(len(episodes)) if three_way else -1
    for number, (start, end) in enumerate(episodes):
        if number == place:
            _three_way(rng, call, start, end, ended)
        elif number == len(episodes) - 1 and rng.random() < 0.1:
            call.spans.append(Span("hold", start, ended, call.participant, closes=False))
        else:
            call.spans.append(Span("hold", start, end, call.participant))


def _side_episodes(rng: Random, call: Call, connected: int, ended: int) -> None:
    for kind, chances in (("mute", (62, 24, 9, 5)), ("recording", (84, 13, 3, 0))):
        found = windows(rng, connected, ended, rng.choices((0, 1, 2, 3), chances)[0])
        spans = [Span(kind, start, end) for start, end in found]
        if spans and rng.random() < 0.1:
            spans[-1].end, spans[-1].closes = ended, False
        call.spans += spans


def _three_way(rng: Random, call: Call, start: int, end: int, ended: int) -> None:
    customer = call.participant
    other = people.phone(rng) if rng.random() < 0.4 else rng.choice(people.QUICK_CONNECTS)
    while other == customer:
        other = people.phone(rng)
    stories = ["consult", "conference", "conference_to_end", "both_held", "both_held_conference"]
    if call.scenario != "native":
        stories += ["swap", "swap_then_removed"]
    story = rng.choice(stories)
    a, b, c, d, e, f = sorted(rng.sample(range(start, end), 6))

    def held(who: str | None, since: int, until: int, *, opens: bool = True, closes: bool = True) -> None:
        call.spans.append(Span("hold", since, until, who, opens, closes))

    def stays(since: int, until: int, *, closes: bool = True) -> None:
        call.spans.append(Span("stay", since, until, other, closes=closes))

    def conference(since: int, until: int) -> None:
        call.spans.append(Span("conference", since, until, closes=False))

    if story == "consult":
        held(customer, a, f)
        stays(b, e)
    elif story == "conference":
        held(customer, a, d, closes=False)
        stays(b, f)
        conference(d, f)
    elif story == "conference_to_end":
        held(customer, a, d, closes=False)
        stays(b, ended, closes=False)
        conference(d, ended)
    elif story == "swap":
        held(customer, a, c, closes=False)
        stays(b, f)
        held(other, c, d, opens=False, closes=False)
        held(customer, d, e, opens=False, closes=False)
        conference(e, f)
        call.swaps += [c, d]
    elif story == "swap_then_removed":
        held(customer, a, c, closes=False)
        stays(b, f)
        held(other, c, f, opens=False, closes=False)
        call.swaps.append(c)
    elif story == "both_held":
        held(customer, a, d)
        stays(b, f)
        held(other, c, e)
    else:
        held(customer, a, d, closes=False)
        stays(b, f)
        held(other, c, d, closes=False)
        conference(d, f)


def _as_logged(rng: Random, call: Call) -> None:
    """Take away what the scenario says the log never got."""
    started, connected, ended = call.started, call.connected, call.ended
    if call.scenario == "no_wrap_up":
        call.wrap_up_ended = None
    elif call.scenario == "native":
        call.started = call.wrap_up_ended = None
    elif call.scenario == "end_not_logged":
        forget_end(call)
    elif call.scenario == "conversation_only":
        _only_flags(call)
    elif call.scenario == "in_progress" and started is not None and ended is not None:
        stop_logging(call, rng.randint(started + 1_000, ended - 1))
    elif call.scenario == "cut_at_start" and connected is not None and ended is not None:
        start_logging(call, rng.randint(connected + 1_000, ended - 1))


def _only_flags(call: Call) -> None:
    kept: list[Message] = [message for message in call.messages if message.kind != "transcript"]
    call.messages = kept
    call.spans, call.swaps = [], []
    call.started = call.connected = call.ended = call.wrap_up_ended = None
    call.call_type = call.participant = None
