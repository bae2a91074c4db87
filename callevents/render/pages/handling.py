"""What became of calls: outcomes, durations, holds and flags, for all calls or key by key."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from callevents.model.audio import Distribution
from callevents.model.call import Outcome
from callevents.model.summary import CallCounts, ConversationCounts, Durations, Handling
from callevents.render.page import Block, Column, Fact, Heading, Line, Run, Table, Tone, Words, fact, line
from callevents.render.pages.figures import known
from callevents.render.words import counted, duration, name, number, percent

_DURATIONS = {
    "ring_ms": "Ring",
    "connected_ms": "Connected",
    "talk_ms": "Talk",
    "hold_ms": "Hold (held calls)",
    "mute_ms": "Mute (muted calls)",
    "wrap_up_ms": "Wrap-up",
    "handle_ms": "Handle (mean: AHT)",
}
_SPREAD = (
    Column("Calls", 3, right=True),
    Column("Mean", right=True),
    Column("Median", 1, right=True),
    Column("p95", 2, right=True),
    Column("p99", 4, right=True),
    Column("Max", 2, right=True),
)


def outcome_facts(calls: CallCounts) -> Iterator[Fact]:
    """Say what became of the calls, with the shares that count, and how often they were held."""
    shares = {
        Outcome.HANDLED: calls.handled_pct,
        Outcome.MISSED: calls.missed_pct,
        Outcome.UNANSWERED: calls.unanswered_pct,
    }
    others = calls.conversation_only
    counts = Counter({**calls.by_outcome, Outcome.UNKNOWN: calls.by_outcome.get(Outcome.UNKNOWN, 0) - others})
    known_ones = [f"{counts[one]:,} {one} ({percent(share)} %)" for one, share in shares.items() if counts[one]]
    open_ones = [f"{counts[one]:,} {name(one)}" for one in counts if one not in shares and counts[one]]
    if others:
        open_ones.append(f"{others:,} known from {'its' if others == 1 else 'their'} conversation only")
    # The shares are those of the calls before the semicolon.
    parts = [", ".join(ones) for ones in (known_ones, open_ones) if ones]
    yield fact("Outcome", "; ".join(parts) or "none")
    if calls.holds_per_call is not None:
        yield fact("Holds", f"{number(calls.holds_per_call, 2)} per handled call")
    ended = ((calls.ended_on_hold_pct, "hold"), (calls.ended_on_mute_pct, "mute"))
    shares_ended = [f"{percent(share)} % of the calls on {how}" for share, how in ended if share is not None]
    if shares_ended:
        yield fact("Ended", ", ".join(shares_ended))


def durations_table(durations: Durations) -> Table:
    """Give the distribution of each duration, a row each."""
    rows = [(head, *_spread(getattr(durations, field))) for field, head in _DURATIONS.items()]
    return Table((Column("What"), *_SPREAD), rows)


def _spread(values: Distribution) -> tuple[Words, ...]:
    times = (values.mean, values.p50, values.p95, values.p99, values.max)
    return number(values.count), *(known(duration(value)) for value in times)


def conversation_line(counts: ConversationCounts) -> Line:
    """Say how much was said and written, and what became of the flags."""
    text = f"{counted(counts.transcripts, 'utterance')}, {counted(counts.notes, 'note')}, "
    text += f"{counted(counts.flags_raised, 'flag')} raised, {counts.flags_lowered:,} lowered"
    waits = counts.flag_lower_ms
    if waits.count:
        text += f" (after {duration(waits.mean)} on average, p95 {duration(waits.p95)})"
    still = Run(f"{counts.flags_open:,} still open", Tone.FAIR if counts.flags_open else Tone.PLAIN)
    return line(text, ", ", still)


_BY_KEY: Sequence[Column] = (
    Column("Calls", 0, right=True),
    Column("Handled %", 2, right=True),
    Column("Missed", 1, right=True),
    Column("Unanswered", 6, right=True),
    Column("Ring", 5, right=True),
    Column("Talk", 2, right=True),
    Column("Hold", 3, right=True),
    Column("Mute", 8, right=True),
    Column("Wrap-up", 3, right=True),
    Column("AHT", 0, right=True),
    Column("p95", 4, right=True, full="Handle p95"),
    Column("Holds/call", 7, right=True),
    Column("Held at end %", 9, right=True),
    Column("Muted at end %", 11, right=True),
    Column("Flags", 7, right=True),
    Column("Open", 8, right=True, full="Flags still open"),
    Column("Lowered after", 10, right=True),
)
"""Means of the durations; hold over the calls that were held, mute over those that were muted."""


def handling_table(key: Column, handling: Sequence[Handling]) -> Table:
    """Give a row a key: outcomes, mean durations, holds and flags."""
    return Table((key, *_BY_KEY), [(known(one.key), *_of_key(one)) for one in handling])


def _of_key(one: Handling) -> tuple[Words, ...]:
    calls, durations, said = one.calls, one.durations, one.conversation
    outcomes: Mapping[str, int] = calls.by_outcome
    times = (durations.ring_ms, durations.talk_ms, durations.hold_ms, durations.mute_ms, durations.wrap_up_ms)
    texts = (
        percent(calls.handled_pct),
        number(outcomes.get("missed")),
        number(outcomes.get("unanswered")),
        *(duration(values.mean) for values in times),
        duration(durations.handle_ms.mean),
        duration(durations.handle_ms.p95),
        number(calls.holds_per_call, 2),
        percent(calls.ended_on_hold_pct),
        percent(calls.ended_on_mute_pct),
        number(said.flags_raised),
        number(said.flags_open),
        duration(said.flag_lower_ms.mean),
    )
    return number(calls.total), *map(known, texts)


def handling_blocks(one: Handling) -> Iterator[Block]:
    """Show what became of all calls."""
    yield Heading(counted(one.calls.total, "call"))
    yield from outcome_facts(one.calls)
    yield durations_table(one.durations)
    yield conversation_line(one.conversation)
