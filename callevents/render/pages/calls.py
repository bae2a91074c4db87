"""The page of `calls`: a row a call."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from callevents.model.call import Call, Grade
from callevents.model.paths import ANY_KEY, KeyPath, find_path, paths_of, values_at
from callevents.model.problem import ONE_WAY
from callevents.model.value import Time
from callevents.render.documents import Calls
from callevents.render.glyphs import Glyphs, glyphs
from callevents.render.output import Output
from callevents.render.page import Column, Page, Run, Runs, Table, Words, aside
from callevents.render.pages.figures import grade_tone, grade_words, known
from callevents.render.strips import grade_legend, grade_run
from callevents.render.words import Clock, counted, duration, name, number, percent

_WIDE = 120
"""The least width at which each call's quality is drawn."""

Show = Callable[[Call, Clock], Words]


class Shown(Struct, frozen=True):
    """A column of the usual table, and how it shows a call."""

    column: Column
    show: Show


def _loss(call: Call) -> float | None:
    return call.audio.worse(lambda audio: audio.packet_loss_pct)


def _jitter(call: Call) -> float | None:
    return call.audio.worse(lambda audio: audio.jitter_ms.mean)


def _rtt(call: Call) -> float | None:
    return call.audio.worse(lambda audio: audio.rtt_ms.mean)


def _grade(call: Call) -> Words:
    """Give the grade; with one-way audio, the one reason of a poor one that no figure in the row shows."""
    one_way = call.grade is Grade.POOR and any(problem.code == ONE_WAY.code for problem in call.problems)
    return Run(f"{call.grade}, one-way" if one_way else call.grade, grade_tone(call.grade))


USUAL: Sequence[Shown] = (
    Shown(Column("Call", 0, ids=True), lambda call, _: call.call_id),
    Shown(Column("Started", 1), lambda call, clock: known(clock.at(call.started))),
    Shown(Column("Type", 6), lambda call, _: known(call.call_type)),
    Shown(Column("Participant", 7), lambda call, _: known(call.participant)),
    Shown(Column("Agent", 5), lambda call, _: known(call.agent)),
    Shown(Column("Outcome", 3), lambda call, _: name(call.outcome)),
    Shown(Column("Ring", 10, right=True), lambda call, _: known(duration(call.ring_ms))),
    Shown(Column("Talk", 3, right=True), lambda call, _: known(duration(call.talk_ms))),
    Shown(Column("Hold", 8, right=True), lambda call, _: known(duration(call.hold_ms))),
    Shown(Column("Mute", 11, right=True), lambda call, _: known(duration(call.mute_ms))),
    Shown(Column("Wrap-up", 9, right=True), lambda call, _: known(duration(call.wrap_up_ms))),
    Shown(Column("Loss %", 2, right=True), lambda call, _: known(percent(_loss(call)))),
    Shown(Column("Jitter ms", 5, right=True), lambda call, _: known(number(_jitter(call), 1))),
    Shown(Column("RTT ms", 6, right=True), lambda call, _: known(number(_rtt(call), 1))),
    Shown(Column("MOS", 2, right=True), lambda call, _: known(number(call.mos, 2))),
    Shown(Column("Grade", 0), lambda call, _: _grade(call)),
    Shown(Column("Flags", 12, right=True), lambda call, _: number(call.flags)),
    Shown(Column("Notes", 13, right=True), lambda call, _: number(call.notes)),
)
"""The usual columns. Loss, jitter and RTT are those of the worse channel."""


def calls_table(calls: Sequence[Call], clock: Clock, *, hint: str) -> Table:
    """Give the usual table of calls."""
    rows = [[shown.show(call, clock) for shown in USUAL] for call in calls]
    return Table([shown.column for shown in USUAL], rows, hint=hint)


def _with_strips(table: Table, calls: Sequence[Call], strips: Mapping[str, Sequence[Grade]], marks: Glyphs) -> Table:
    """Put the column of strips into the usual table, after the grade."""
    place = next(n for n, column in enumerate(table.columns) if column.head == "Grade") + 1
    columns = [*table.columns[:place], Column("Over time", 4), *table.columns[place:]]
    cells = (Runs(tuple(grade_run(grade, marks) for grade in strips.get(call.call_id, ()))) for call in calls)
    rows = [[*row[:place], cell, *row[place:]] for row, cell in zip(table.rows, cells, strict=True)]
    return Table(columns, rows, hint=table.hint)


def calls_page(document: Calls, output: Output) -> Page:
    """Show calls under the chosen columns, else under the usual ones."""
    calls = list(document.items)
    if not calls:
        yield aside("No calls.")
        return
    if document.columns:
        clock = Clock(_times(calls, document.columns), output.tz)
        yield _chosen_table(calls, document.columns, clock)
    else:
        clock = Clock((call.started for call in calls), output.tz)
        table = calls_table(calls, clock, hint="--columns chooses, --width N makes room")
        # In a pipe the lines may be taken apart: nothing is drawn between the figures.
        if document.strips and output.width is not None and output.width >= _WIDE:
            marks = glyphs(output.unicode)
            yield _with_strips(table, calls, document.strips(), marks)
            yield aside(f"Over time: the worst in each part of the call: {grade_legend(marks)}")
        else:
            yield table
    total = len(calls) if document.total is None else document.total
    of = f"{len(calls):,} of " if total > len(calls) else ""
    yield aside(f"{of}{counted(total, 'call')}. Times: {clock.caption}.{_caveats(calls, document)}")


def _caveats(calls: Sequence[Call], document: Calls) -> str:
    text = "" if document.columns else " Loss, jitter and RTT: of the worse channel."
    without = sum(call.first_event is None for call in calls)
    if without:
        text += f" {counted(without, 'call has', 'calls have')} no times in the log: durations are unknown."
    return text


def _chosen_table(calls: Sequence[Call], paths: Sequence[str], clock: Clock) -> Table:
    keys = [_key(path) for path in paths]
    columns = [
        # What was asked for wraps before it is left out.
        Column(path, place, right=key.is_number and key.path != f"{path}.{ANY_KEY}", wraps=True, ids=path == "call_id")
        for place, (path, key) in enumerate(zip(paths, keys, strict=True))
    ]
    rows = [[human(key, path, call, clock) for path, key in zip(paths, keys, strict=True)] for call in calls]
    return Table(columns, rows, hint="--width N makes room")


def _key(path: str) -> KeyPath:
    return paths_of(Call).get(f"{path}.{ANY_KEY}") or find_path(Call, path)


def _times(calls: Sequence[Call], paths: Sequence[str]) -> list[int | None]:
    chosen = [path for path in paths if _key(path).kind is Time]
    return [value for call in calls for path in chosen for value in values_at(call, path)]


def human(key: KeyPath, path: str, call: Call, clock: Clock) -> Words:
    """Show the values at a key path of a call as people read them, by the type and the unit of the key."""
    values = [value for value in values_at(call, path) if value is not None and value != {}]
    if not values:
        return known(None)
    if path == "grade":
        return grade_words(values[0])
    return "; ".join(_human(key, value, clock) for value in values)


def _human(key: KeyPath, value: Any, clock: Clock) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{one} {count:,}" for one, count in value.items())
    if key.kind is Time:
        return clock.at(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if key.kind is float:
        return number(value, 1 if "_ms" in key.path else 2)
    if isinstance(value, int):
        return duration(value) if key.path.endswith("_ms") else number(value)
    return str(value)
