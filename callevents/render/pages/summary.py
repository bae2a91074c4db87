"""The page of `summary`: the whole log at a glance."""

from collections.abc import Iterator, Mapping

from callevents.model.audio import Distribution
from callevents.model.summary import CallCounts, ConversationCounts, Durations, Inputs, Period, Summary
from callevents.render.documents import Overview
from callevents.render.output import Output
from callevents.render.page import Block, Column, Fact, Heading, Page, Run, Table, Tone, Words, aside, fact, line
from callevents.render.pages.calls import calls_table
from callevents.render.pages.figures import (
    assumptions_line,
    channels_table,
    grade_bar,
    grade_words,
    known,
    place,
    severity_words,
)
from callevents.render.words import Clock, counted, duration, name, number, percent, size

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
    Column("Max", 2, right=True),
)


def summary_page(document: Overview, output: Output) -> Page:
    """Show calls by outcome and grade, what was read, durations, audio, conversation, worst calls and problems."""
    summary = document.summary
    clock = Clock((summary.period.first, summary.period.last), output.tz)
    yield Heading(f"{counted(summary.calls.total, 'call')}{_period(summary.period, clock)}")
    yield from _calls(summary.calls)
    yield _inputs(summary.inputs)
    yield from _durations(summary.durations)
    yield from _audio(summary)
    yield from _conversation(summary.conversation)
    yield from _worst(document, output)
    yield from _problems(summary)
    yield line()
    yield assumptions_line(summary.assumptions)


def _period(period: Period, clock: Clock) -> str:
    if period.first is None:
        return ", at times the log does not tell"
    return f", {clock.between(period.first, period.last)}"


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count:,} {name(one)}" for one, count in counts.items() if count) or "none"


def _calls(calls: CallCounts) -> Iterator[Block]:
    yield fact("Outcome", _listed(calls.by_outcome))
    yield fact("Type", _listed(calls.by_call_type))
    words: list[Words] = [*grade_bar(calls.by_grade)]
    for grade, count in calls.by_grade.items():
        words += [grade_words(grade), f" {count:,}  "]
    if calls.poor_pct is not None:
        words.append(f"({percent(calls.poor_pct)} % of the graded are poor)")
    yield fact("Quality", *words)
    ended = [
        f"{percent(share)} % {how}"
        for share, how in ((calls.ended_on_hold_pct, "on hold"), (calls.ended_on_mute_pct, "on mute"))
        if share
    ]
    if ended:
        yield fact("Ended", ", ".join(ended))


def _inputs(inputs: Inputs) -> Fact:
    return fact(
        "Read",
        f"{counted(inputs.files, 'file')}, {size(inputs.bytes)}, {counted(inputs.lines, 'line')}: "
        f"{inputs.events:,} events, {inputs.blank:,} blank, ",
        Run(f"{inputs.rejected:,} rejected", Tone.POOR if inputs.rejected else Tone.PLAIN),
        f", {inputs.skipped:,} skipped; of the events {inputs.repeats:,} repeats, {inputs.unassigned:,} of no call",
    )


def _spread(values: Distribution) -> tuple[Words, ...]:
    times = (values.mean, values.p50, values.p95, values.max)
    return number(values.count), *(known(duration(value)) for value in times)


def _durations(durations: Durations) -> Iterator[Block]:
    yield Heading("Durations")
    rows = [(head, *_spread(getattr(durations, field))) for field, head in _DURATIONS.items()]
    yield Table((Column("What"), *_SPREAD), rows)


def _audio(summary: Summary) -> Iterator[Block]:
    yield Heading("Audio")
    if summary.audio.input.intervals or summary.audio.output.intervals:
        yield channels_table(summary.audio)
    else:
        yield aside("No audio samples.")


def _conversation(counts: ConversationCounts) -> Iterator[Block]:
    yield Heading("Conversation")
    text = f"{counted(counts.transcripts, 'utterance')}, {counted(counts.notes, 'note')}, "
    text += f"{counted(counts.flags_raised, 'flag')} raised, {counts.flags_lowered:,} lowered"
    if counts.flag_lower_ms.count:
        text += f" (after {duration(counts.flag_lower_ms.mean)} on average)"
    still = Run(f"{counts.flags_open:,} still open", Tone.FAIR if counts.flags_open else Tone.PLAIN)
    yield line(text, ", ", still)


def _worst(document: Overview, output: Output) -> Iterator[Block]:
    if document.worst:
        clock = Clock((call.started for call in document.worst), output.tz)
        yield Heading("Worst calls")
        yield calls_table(document.worst, clock, hint="--width N shows more")
        yield aside(f"Times: {clock.caption}. Loss, jitter and RTT: of the worse channel.")
    elif document.summary.worst_calls:
        yield Heading("Worst calls")
        yield line(", ".join(document.summary.worst_calls))


def _problems(summary: Summary) -> Iterator[Block]:
    if not summary.problems:
        return
    columns = (
        Column("Severity"),
        Column("Code"),
        Column("Count", right=True),
        Column("Problem", wraps=True),
        Column("First met", 1, wraps=True),
    )
    yield Heading("Problems")
    yield Table(
        columns,
        [
            (severity_words(p.severity), p.code, number(p.count), p.title, known(place(p.first.file, p.first.line)))
            for p in summary.problems
        ],
    )
