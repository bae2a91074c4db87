"""The page of `call`: facts, the picture of the call, its quality, its conversation, its problems."""

from collections import Counter
from collections.abc import Iterator

from callevents.model.call import Call
from callevents.model.detail import CallDetail, Interval
from callevents.model.event import CHANNELS
from callevents.model.value import Time
from callevents.render.output import Output
from callevents.render.page import PIPED_WIDTH, Block, Column, Drawing, Heading, Page, Table, Words, aside, fact, line
from callevents.render.pages.conversation import Since, conversation
from callevents.render.pages.figures import (
    assumptions_line,
    channels_table,
    code_table,
    grade_words,
    known,
)
from callevents.render.timeline import timeline
from callevents.render.words import Clock, counted, duration, name, number, offset, percent


def call_page(document: CallDetail, output: Output) -> Page:
    """Show one call in full. Offsets count from its start, else from its first event."""
    call = document.call
    begin = call.started if call.started is not None else call.first_event
    clock = Clock(_times(call), output.tz)

    def since(time: int | None) -> int | None:
        return None if time is None or begin is None else time - begin

    yield Heading(f"Call {call.call_id}")
    yield from _facts(call, clock)
    yield from _picture(document, output)
    if not output.is_terminal:
        yield from _spans(document, clock, since)
    yield from _quality(document, since, in_numbers=not output.is_terminal)
    yield from conversation(document, since, output.width)
    if call.problems:
        yield Heading("Problems")
        yield code_table(call.problems)
    yield line()
    yield assumptions_line(document.assumptions)


def _times(call: Call) -> tuple[int | None, ...]:
    return (call.started, call.connected, call.ended, call.wrap_up_ended, call.first_event, call.last_event)


def _facts(call: Call, clock: Clock) -> Iterator[Block]:
    others = [one for one in call.participants if one != call.participant]
    quality: list[Words] = [grade_words(call.grade)]
    if call.poor_because:
        quality.append(f": {'; '.join(call.poor_because)}")
    if call.mos is not None:
        basis = f" ({call.mos_basis})" if call.mos_basis else ""
        lowest = f", lowest {number(call.mos_min, 2)}, R {number(call.r_factor, 1)}"
        quality.append(f"; MOS {number(call.mos, 2)}{basis}{lowest}")
    stage = "" if call.stage == "wrapped_up" else f" (last stage seen: {name(call.stage)})"
    times = zip(("started", "connected", "ended", "wrapped up"), _times(call), strict=False)
    lengths = (("ring", call.ring_ms), ("talk", call.talk_ms), ("wrap-up", call.wrap_up_ms), ("handle", call.handle_ms))
    facts: list[tuple[str, list[Words]]] = [
        ("Type", [known(call.call_type)]),
        ("With", [known(call.participant), *(f", {one}" for one in others)]),
        ("Agent", [known(call.agent)]),
        ("Outcome", [name(call.outcome), stage]),
        ("Quality", quality),
        ("Times", [f"{clock.caption}: {', '.join(f'{what} {clock.at(time)}' for what, time in times)}"]),
        ("Lengths", [", ".join(f"{what} {duration(length)}" for what, length in lengths)]),
        ("Hold", [_holds(call)]),
        ("Mute", [_total(call.mute_ms, call.mutes, "mute")]),
    ]
    besides = {
        "recording paused": call.recording_paused_ms,
        "conference": call.conference_ms,
        "flag up": call.flag_open_ms,
    }
    rest = [f"{what} {duration(length)}" for what, length in besides.items() if length != 0]
    if rest:
        facts.append(("Besides", [", ".join(rest)]))
    facts.append(
        ("Events", [f"{call.events:,}" + (f", and {counted(call.repeats, 'repeat')}" if call.repeats else "")])
    )
    for head, words in facts:
        yield fact(head, *words)


def _holds(call: Call) -> str:
    text = _total(call.hold_ms, call.holds, "hold")
    if call.holds:
        text += f", the longest {duration(call.longest_hold_ms)}; the customer {duration(call.customer_hold_ms)}"
    return text


def _total(length: int | None, count: int, one: str) -> str:
    if count == 0:
        return "none" if length == 0 else duration(length)
    return f"{duration(length)} in {counted(count, one)}"


def _picture(document: CallDetail, output: Output) -> Iterator[Block]:
    if document.timeline or document.intervals:
        picture = timeline(document, min(max(output.width or PIPED_WIDTH, 40), 250), output.unicode)
        yield Drawing(f"Timeline ({picture.scale})", picture.rows, picture.legend)


def _spans(document: CallDetail, clock: Clock, since: Since) -> Iterator[Block]:
    if not document.spans:
        return
    yield Heading("Spans")
    columns = (
        Column("At", right=True),
        Column("Length", right=True),
        Column("What"),
        Column("Who", 1),
        Column("From", 2),
        Column("To", 2),
    )
    rows: list[tuple[Words, ...]] = []
    for span in document.spans:
        length = None if span.start is None or span.end is None else span.end - span.start
        at = (known(offset(since(span.start))), known(duration(length)))
        ends = (known(clock.at(span.start)), known(clock.at(span.end)))
        rows.append((*at, name(span.kind), known(span.participant), *ends))
    yield Table(columns, rows)


def _quality(document: CallDetail, since: Since, in_numbers: bool) -> Iterator[Block]:
    audio = document.call.audio
    yield Heading("Quality")
    if not (audio.input.intervals or audio.output.intervals):
        yield aside("No audio samples.")
        return
    yield channels_table(audio)
    if not in_numbers:
        yield aside("Piped, or with --format markdown or csv, every sample is listed in numbers.")
        return
    yield Heading("Quality over time (loss in %, jitter and RTT in ms)")
    columns = [Column("At", right=True)]
    for side in ("In", "Out"):
        columns.append(Column(f"{side} loss", right=True))
        rest = (("jitter", 2), ("RTT", 3), ("MOS", 1))
        columns += [Column(part, rank, right=True, full=f"{side} {part}") for part, rank in rest]
    yield Table(columns, list(_interval_rows(document.intervals, since)))


def _interval_rows(intervals: tuple[Interval, ...], since: Since) -> Iterator[tuple[Words, ...]]:
    """Set the samples of both channels side by side: those of the same time; without times, those of the same place."""
    rows: dict[tuple[Time | None, int], dict[str, Interval]] = {}
    met: Counter[tuple[str, Time | None]] = Counter()
    for one in intervals:
        rows.setdefault((one.time, met[one.channel, one.time]), {})[one.channel] = one
        met[one.channel, one.time] += 1
    for (time, _), row in sorted(rows.items(), key=lambda item: (item[0][0] is not None, item[0][0] or 0, item[0][1])):
        cells = [cell for channel in CHANNELS for cell in _interval_cells(row.get(channel))]
        yield known(offset(since(time))), *cells


def _interval_cells(interval: Interval | None) -> tuple[Words, ...]:
    if interval is None:
        return ("", "", "", "")
    loss, jitter = percent(interval.packet_loss_pct), number(interval.jitter_ms, 1)
    return known(loss), known(jitter), known(number(interval.rtt_ms, 1)), known(number(interval.mos, 2))
