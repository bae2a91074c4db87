"""The page of `summary`: the whole log at a glance."""

from collections.abc import Iterator

from callevents.model.summary import CallCounts, Inputs, Summary
from callevents.render.documents import Overview
from callevents.render.output import Output
from callevents.render.over_time import over_time
from callevents.render.page import (
    PIPED_WIDTH,
    Block,
    Column,
    Fact,
    Heading,
    Page,
    Run,
    Table,
    Tone,
    aside,
    fact,
    line,
    spaced,
)
from callevents.render.pages.calls import calls_table
from callevents.render.pages.figures import (
    assumptions_line,
    channels_table,
    grade_bar,
    known,
    place,
    severity_words,
)
from callevents.render.pages.handling import conversation_line, durations_table, outcome_facts
from callevents.render.words import Clock, counted, name, number, percent, size


def summary_page(document: Overview | Summary, output: Output) -> Page:
    """Show calls by outcome and grade, what was read, durations, audio, conversation, worst calls and problems."""
    if isinstance(document, Summary):
        document = Overview(document)
    summary = document.summary
    clock = Clock((summary.period.first, summary.period.last), output.tz)
    yield Heading(f"{counted(summary.calls.total, 'call')}{_period(summary, clock)}")
    yield from _calls(summary.calls)
    yield _inputs(summary.inputs)
    drawing = over_time(document.over_time, min(output.width or PIPED_WIDTH, 250), output.unicode, output.tz)
    if drawing is not None:
        yield drawing
    yield Heading("Durations")
    yield durations_table(summary.durations)
    yield from _audio(summary)
    yield Heading("Conversation")
    yield conversation_line(summary.conversation)
    yield from _worst(document, output)
    yield from _problems(summary)
    yield line()
    yield assumptions_line(summary.assumptions)


def _period(summary: Summary, clock: Clock) -> str:
    if summary.period.first is None:
        return ", at times the log does not tell" if summary.calls.total else ""
    return f", {clock.between(summary.period.first, summary.period.last)}"


def _calls(calls: CallCounts) -> Iterator[Block]:
    yield from outcome_facts(calls)
    types = (f"{count:,} {name(call_type)}" for call_type, count in calls.by_call_type.items())
    yield fact("Type", ", ".join(types) or "none")
    poor = () if calls.poor_pct is None else (f"({percent(calls.poor_pct)} % of the graded are poor)",)
    yield fact("Quality", *spaced((*grade_bar(calls.by_grade), *poor)))


def _inputs(inputs: Inputs) -> Fact:
    return fact(
        "Read",
        f"{counted(inputs.files, 'file')}, {size(inputs.bytes)}, {counted(inputs.lines, 'line')}: "
        f"{inputs.events:,} events, {inputs.blank:,} blank, ",
        Run(f"{inputs.rejected:,} rejected", Tone.POOR if inputs.rejected else Tone.PLAIN),
        f", {inputs.skipped:,} skipped; of the events {inputs.repeats:,} repeats, {inputs.unassigned:,} of no call",
    )


def _audio(summary: Summary) -> Iterator[Block]:
    yield Heading("Audio")
    if summary.audio.input.intervals or summary.audio.output.intervals:
        yield channels_table(summary.audio)
    else:
        yield aside("No audio samples.")


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
