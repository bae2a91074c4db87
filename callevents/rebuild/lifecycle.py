"""What the lifecycle events of one call mean: its stages, its spans, its repeats, and what does not add up.

Nothing here looks at a clock: what a call's events mean follows from their kinds, their order and whom they name. So
calls whose events are alike mean the same, and are followed once (`lives`).
"""

from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import ClassVar

from msgspec import Struct, field

from callevents.model.detail import SpanKind
from callevents.model.event import Kind
from callevents.model.problem import AFTER_END, AMBIGUOUS_RESUME, NOT_CLOSED, NOT_OPENED, SWAP_UNCLEAR, Code

Party = int
"""The number of a participant; -1 where the event names none."""

NOBODY: Party = -1

Step = tuple[int, Party]
"""An event that tells of the lifecycle: its kind, and the participant it names. Steps are numbered from 0."""

# Kinds are plain numbers below: to look up the member of an enum takes several times as long.

STAGES = tuple(map(int, (Kind.CALLSTARTED, Kind.CALLCONNECTED, Kind.CALLENDED, Kind.WRAPUPENDED)))
"""The events that each mark a stage, in order."""

STARTED, CONNECTED, ENDED, WRAPPED_UP = STAGES

SPAN_KINDS = tuple(SpanKind)
"""The kinds of span by number."""

HOLD, MUTE, RECORDING_PAUSED, CONFERENCE, PARTICIPANT, WRAP_UP, FLAG = range(len(SPAN_KINDS))


class Stretch(Struct):
    """A span of the call: what (a number of SPAN_KINDS), whose, and the steps that opened and closed it (None: none
    did)."""

    kind: int
    party: Party
    opened_by: int
    closed_by: int | None = None


class Lifecycle(Struct):
    """What the events of one call mean.

    own is the call's own participant; parties are all of them, in the order they came; stage_at has the first step of
    each stage that was seen; unopened has the kinds of span whose beginning lies before the log; repeats are the steps
    that asked for what already held; flags pairs each raise with the lower that answered it.
    """

    own: Party = NOBODY
    parties: dict[Party, None] = field(default_factory=dict)
    stage_at: dict[int, int] = field(default_factory=dict)
    spans: list[Stretch] = field(default_factory=list)
    unopened: set[int] = field(default_factory=set)
    repeats: list[int] = field(default_factory=list)
    findings: list[tuple[Code, int]] = field(default_factory=list)
    flags: list[tuple[int, int | None]] = field(default_factory=list)
    ended_on_hold: bool = False
    ended_on_mute: bool = False


def trace(steps: Iterable[Step]) -> Lifecycle:
    """Follow the events of one call, in their order, by the rules of the lifecycle.

    Messages and swaps that were logged again are none of the steps.
    """
    tracer = _Tracer()
    for index, (kind, party) in enumerate(steps):
        tracer.handlers[kind](tracer, index, kind, party)
    return tracer.finish()


class _Tracer:
    """The state that holds between two events of a call. Each method takes one event; the table below says which.

    A call may have very many events, participants and spans: no event may look at all that came before.
    """

    def __init__(self) -> None:
        self.life = Lifecycle()
        self.open: list[dict[Party, Stretch]] = [{} for _ in SPAN_KINDS]
        self.touched: list[set[Party]] = [set() for _ in SPAN_KINDS]
        self.raised: list[Stretch] = []
        self.somebody_left = False

    def stage(self, index: int, kind: int, party: Party) -> None:
        life = self.life
        if kind in life.stage_at:
            life.repeats.append(index)
            return
        life.stage_at[kind] = index
        if kind == ENDED:
            self._end(index)
        elif kind == WRAPPED_UP:
            if ENDED in life.stage_at:
                life.spans.append(Stretch(WRAP_UP, NOBODY, life.stage_at[ENDED], index))
        elif party != NOBODY and life.own == NOBODY:
            life.own = party
            if ENDED not in life.stage_at and party not in self.open[PARTICIPANT]:
                self._start(index, PARTICIPANT, party)
            life.parties.setdefault(party)

    def toggle_on(self, index: int, kind: int, party: Party) -> None:
        span = MUTE if kind == Kind.MUTE else RECORDING_PAUSED
        if self.open[span]:
            self.life.repeats.append(index)
        elif not self._over(index):
            self._start(index, span, NOBODY)

    def toggle_off(self, index: int, kind: int, party: Party) -> None:
        span = MUTE if kind == Kind.UNMUTE else RECORDING_PAUSED
        self._close_or_repeat(index, span, NOBODY)

    def hold(self, index: int, kind: int, party: Party) -> None:
        if party in self.open[HOLD]:
            self.life.repeats.append(index)
        elif not self._over(index):
            self._start(index, HOLD, party)

    def resume(self, index: int, kind: int, party: Party) -> None:
        held = self.open[HOLD]
        if party == NOBODY and len(held) > 1:
            self.life.findings.append((AMBIGUOUS_RESUME, index))
            return
        # Where either event leaves the participant out, the only open hold is the one that is meant.
        if len(held) == 1 and NOBODY in (party, *held):
            self.touched[HOLD].add(party)
            (party,) = held
        self._close_or_repeat(index, HOLD, party)

    def added(self, index: int, kind: int, party: Party) -> None:
        if party != NOBODY and party in self.open[PARTICIPANT]:
            self.life.repeats.append(index)
        elif not self._over(index):
            self._start(index, PARTICIPANT, party)

    def removed(self, index: int, kind: int, party: Party) -> None:
        if party == NOBODY:
            present = self.open[PARTICIPANT]
            # Two others, and the call's own participant, are as many as have to be looked at.
            others = [party for party in islice(present, 3) if party != self.life.own]
            if len(others) > 1:
                self.life.findings.append((AMBIGUOUS_RESUME, index))
                return
            # Where nobody else is there, the call's own participant left; unless somebody did: then it is logged again.
            if not others and not self.somebody_left:
                others = list(present)
            party = others[0] if others else NOBODY
        repeats = len(self.life.repeats)
        self._close_or_repeat(index, PARTICIPANT, party)
        if len(self.life.repeats) == repeats:
            self._close(index, HOLD, party)
            self._close(index, CONFERENCE, NOBODY)

    def conference(self, index: int, kind: int, party: Party) -> None:
        held = list(self.open[HOLD])
        if self.open[CONFERENCE] and not held:
            self.life.repeats.append(index)
        elif not self._over(index):
            for one in held:
                self._close(index, HOLD, one)
            if not self.open[CONFERENCE]:
                self._start(index, CONFERENCE, NOBODY)

    def swap(self, index: int, kind: int, party: Party) -> None:
        if self._over(index):
            return
        present = [party for party in islice(self.open[PARTICIPANT], 4) if party != NOBODY]
        held = list(islice(self.open[HOLD], 2))
        if len(present) == 2 and len(held) == 1 and held[0] in present:
            active = present[0] if held[0] == present[1] else present[1]
            self._close(index, HOLD, held[0])
            self._start(index, HOLD, active)
        else:
            self.life.findings.append((SWAP_UNCLEAR, index))

    def flag_raised(self, index: int, kind: int, party: Party) -> None:
        span = Stretch(FLAG, NOBODY, index)
        self.raised.append(span)
        self.life.spans.append(span)
        self.touched[FLAG].add(NOBODY)

    def flag_lowered(self, index: int, kind: int, party: Party) -> None:
        if not self.touched[FLAG]:
            self._unopened(index, FLAG)
        self.touched[FLAG].add(NOBODY)
        for span in self.raised:
            span.closed_by = index
            self.life.flags.append((span.opened_by, index))
        self.raised.clear()

    def finish(self) -> Lifecycle:
        life = self.life
        life.flags += [(span.opened_by, None) for span in self.raised]
        if STARTED in life.stage_at or CONNECTED in life.stage_at:
            life.unopened.clear()
        return life

    def _end(self, index: int) -> None:
        self.life.ended_on_hold = bool(self.open[HOLD])
        self.life.ended_on_mute = bool(self.open[MUTE])
        for kind, spans in enumerate(self.open):
            for party, span in list(spans.items()):
                if kind in (MUTE, RECORDING_PAUSED):
                    self.life.findings.append((NOT_CLOSED, span.opened_by))
                self._close(index, kind, party)

    def _over(self, index: int) -> bool:
        """Tell whether the call has ended, so that nothing begins any more; that is a problem of the event."""
        if ENDED not in self.life.stage_at:
            return False
        self.life.findings.append((AFTER_END, index))
        return True

    def _start(self, index: int, kind: int, party: Party) -> None:
        span = Stretch(kind, party, index)
        self.open[kind][party] = span
        self.touched[kind].add(party)
        self.life.spans.append(span)
        if kind == PARTICIPANT and party != NOBODY:
            self.life.parties.setdefault(party)

    def _close(self, index: int, kind: int, party: Party) -> bool:
        span = self.open[kind].pop(party, None)
        if span is None:
            return False
        self.somebody_left |= kind == PARTICIPANT
        span.closed_by = index
        return True

    def _close_or_repeat(self, index: int, kind: int, party: Party) -> None:
        """Close a span. Without one, the event is a repeat of an earlier closing, or else lacks its opening."""
        if self._close(index, kind, party):
            return
        # An event that names nobody ends anybody's span, so it repeats anybody's end.
        if party in self.touched[kind] or (party == NOBODY and self.touched[kind]):
            self.life.repeats.append(index)
        else:
            self._unopened(index, kind)
            self.touched[kind].add(party)

    def _unopened(self, index: int, kind: int) -> None:
        self.life.findings.append((NOT_OPENED, index))
        self.life.unopened.add(kind)

    handlers: ClassVar[Mapping[int, Callable[["_Tracer", int, int, Party], None]]] = {
        Kind.CALLSTARTED: stage,
        Kind.CALLCONNECTED: stage,
        Kind.CALLENDED: stage,
        Kind.WRAPUPENDED: stage,
        Kind.HOLD: hold,
        Kind.RESUME: resume,
        Kind.MUTE: toggle_on,
        Kind.UNMUTE: toggle_off,
        Kind.PARTICIPANTADDED: added,
        Kind.PARTICIPANTREMOVED: removed,
        Kind.CONFERENCE: conference,
        Kind.SWAP: swap,
        Kind.PAUSERECORDING: toggle_on,
        Kind.RESUMERECORDING: toggle_off,
        Kind.FLAGRAISE: flag_raised,
        Kind.FLAGLOWER: flag_lowered,
    }
