"""The pages of `transcript`, `notes`, `flags` and `check`, and of any other rows."""

from collections.abc import Sequence
from typing import Any

from callevents.model.check import Check
from callevents.model.messages import Flags, Notes, TextItem, Transcript
from callevents.model.problem import Severity
from callevents.render.documents import Rows
from callevents.render.layout import shared
from callevents.render.output import Output
from callevents.render.page import Column, Heading, Page, Run, Table, Tone, Words, aside, line
from callevents.render.pages.figures import code_table, known, place, severity_tone, severity_words, speaker
from callevents.render.words import Clock, counted, duration, name, number

_TIME = 24
"""Cells of a time in full: the sentences about problems hold such, and narrower columns would break them."""


def texts_page(document: Transcript | Notes, output: Output) -> Page:
    """Show utterances or notes, a row each."""
    items: Sequence[TextItem] = document.items
    one = "utterance" if isinstance(document, Transcript) else "note"
    if not items:
        yield aside(f"No {one}s.")
        return
    clock = Clock((item.time for item in items), output.tz)
    columns = (Column("Call", ids=True), Column("Time", 1), Column("Who", wraps=True), Column("Text", wraps=True))
    yield Table(
        columns,
        [(item.call_id, known(clock.at(item.time)), speaker(item.role, item.name), known(item.text)) for item in items],
    )
    yield aside(f"{counted(len(items), one)}. Times: {clock.caption}.")


def flags_page(document: Flags, output: Output) -> Page:
    """Show flags: who raised them, how long they were open, and who lowered them."""
    flags = document.items
    if not flags:
        yield aside("No flags.")
        return
    clock = Clock((time for flag in flags for time in (flag.raised, flag.lowered)), output.tz)
    columns = (
        Column("Call", ids=True),
        Column("Raised", 1),
        Column("Raised by", 3),
        Column("Open for", right=True),
        Column("Lowered", 5),
        Column("Lowered by", 4),
        Column("Text", wraps=True),
    )
    yield Table(
        columns,
        [
            (
                flag.call_id,
                known(clock.at(flag.raised)),
                speaker(flag.raised_role, flag.raised_by),
                Run("still open", Tone.FAIR) if flag.still_open else known(duration(flag.open_ms)),
                known(clock.at(flag.lowered)),
                known(None) if flag.still_open else speaker(flag.lowered_role, flag.lowered_by),
                known(flag.text),
            )
            for flag in flags
        ],
    )
    still = sum(flag.still_open for flag in flags)
    yield aside(f"{counted(len(flags), 'flag')}, {still:,} still open. Times: {clock.caption}.")


def check_page(document: Check, _output: Output) -> Page:
    """Show how many problems there are of each severity and code, then each at its place."""
    words: list[Words] = []
    for severity, count in document.counts.items():
        noun = severity if severity == Severity.INFO else f"{severity}s" if count != 1 else severity
        words += [", " if words else "", Run(f"{count:,} {noun}", severity_tone(severity) if count else Tone.DIM)]
    yield line(*words)
    if not document.problems:
        yield aside("Nothing wrong or odd was found.")
        return
    if document.by_code:
        yield Heading("By code")
        yield code_table(document.by_code)
    folder = _shared_folder([p.file for p in document.problems if p.file])
    yield Heading(f"Problems in {folder}" if folder else "Problems")
    columns = (
        Column("Severity", 3),
        Column("Code"),
        Column("Where", 1, wraps=True, least=_TIME),
        Column("Call", 2, ids=True),
        Column("What", wraps=True, least=_TIME),
    )
    rows: list[tuple[Words, ...]] = []
    for p in document.problems:
        where = place(p.file and p.file.removeprefix(folder), p.line)
        rows.append((severity_words(p.severity), p.code, known(where), known(p.call_id), p.message))
    yield Table(columns, rows)
    unlisted = sum(document.counts.values()) - len(document.problems)
    if unlisted > 0:
        yield aside(f"{counted(unlisted, 'more problem')} counted and not listed: --limit 0 lists all.")


def _shared_folder(files: list[str]) -> str:
    """Give the folder that all the files lie in, with the slash at its end; nothing where they share none."""
    first, last = min(files, default=""), max(files, default="")
    return first[: first.rfind("/", 0, shared(first, last)) + 1]


def rows_page(document: Rows, _output: Output) -> Page:
    """Show rows of plain values under their keys."""
    yield Heading(name(document.kind).capitalize())
    if not document.items:
        yield aside("Nothing to show.")
        return
    keys = list(document.items[0])
    columns = [
        Column(name(key), rank, right=all(isinstance(item.get(key), int | float | None) for item in document.items))
        for rank, key in enumerate(keys)
    ]
    yield Table(columns, [[_plain(item.get(key)) for key in keys] for item in document.items])


def _plain(value: Any) -> Words:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return number(value, 2)
    if isinstance(value, list | tuple):
        return "; ".join(map(str, value))
    return number(value) if isinstance(value, int) else known(None if value is None else str(value))
