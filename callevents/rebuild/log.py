"""A log whose calls are rebuilt: the calls, and the columns that reports are made from."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from callevents.model.call import Call
from callevents.model.columnar import Columnar
from callevents.model.problem import Code
from callevents.model.settings import Judging
from callevents.model.summary import Inputs
from callevents.quality.arrays import Bools
from callevents.rebuild.arrange import Events
from callevents.rebuild.audio import Audio
from callevents.rebuild.findings import Findings
from callevents.rebuild.lives import Lives
from callevents.rebuild.talk import Talk


class Reject(Struct, frozen=True):
    """A rejected line, or a source that could not be read (line None): the problem, its place, one sentence."""

    code: Code
    file: str
    line: int | None
    message: str


class Whole(Struct, frozen=True):
    """What is told once for a log. A log that is a part of a larger one has that of the larger one.

    counts has the events by type, repeats among them, and last their last time (NO_TIME: none has one). untimed counts
    the events without a time that need one. firsts has the places of the first of these, and of the first event of each
    unknown type.
    """

    counts: Mapping[str, int]
    untimed: int
    last: int
    firsts: frozenset[tuple[str, int]]


class Log(Struct, frozen=True):
    """A rebuilt log. Columns named by event go with `events`; those named by call go with `calls`."""

    inputs: Inputs
    whole: Whole
    judging: Judging
    kinds: tuple[str, ...]
    """The names of the event types by number."""
    texts: tuple[str, ...]
    bodies: Sequence[tuple[str | None, str | None]]
    events: Events
    repeat: Bools
    """By event: was it logged before?"""
    calls: Columnar[Call]
    lives: Lives
    talk: Talk
    audio: Audio
    findings: Findings
    rejects: tuple[Reject, ...]
    """The first rejected lines of each code, then the sources that could not be read."""
    reject_counts: dict[Code, int]

    @property
    def damaged(self) -> bool:
        """Whether a source could not be read, or not to its end."""
        return any(reject.line is None for reject in self.rejects)
