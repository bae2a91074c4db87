"""What is odd in a log: which problem at which event, counted by call and for the whole log."""

from collections.abc import Iterable, Sequence

import numpy as np
from msgspec import Struct

from callevents.model.columnar import Coded, coded
from callevents.model.problem import CATALOGUE, OF_THE_LOG, Code, CodeCount
from callevents.quality.arrays import Bools, Ints, Ints32
from callevents.rebuild.seen import CODE_NUMBER, NONE

CODES: tuple[Code, ...] = tuple(CATALOGUE.values())


class Findings(Struct, frozen=True):
    """Problems at events, in columns.

    code: the problem's number. index: the event's place among the sorted events. field: what is said about a field, a
    number of `Log.texts` (-1: nothing). sample: the audio sample, a row of `Log.audio.cleaned.samples` (-1: none).
    """

    code: Ints
    index: Ints
    field: Ints
    sample: Ints

    @classmethod
    def of(
        cls,
        events: Iterable[tuple[Code, Sequence[int] | Ints]],
        samples: Iterable[tuple[Code, Ints]],
        event_of_sample: Ints32,
        fields: "Findings",
    ) -> "Findings":
        """Join findings at events and at audio samples to those about fields."""
        parts = [fields]
        for code, places in events:
            parts.append(cls._all(code, np.asarray(places, dtype=np.int64), None))
        for code, rows in samples:
            parts.append(cls._all(code, event_of_sample[rows].astype(np.int64), rows))
        columns = zip(*((part.code, part.index, part.field, part.sample) for part in parts), strict=True)
        return cls(*(np.concatenate(column) for column in columns))

    @classmethod
    def of_fields(cls, code: Ints, index: Ints, field: Ints) -> "Findings":
        """Take findings about fields, in columns."""
        return cls(code, index, field, np.full(len(code), NONE, dtype=np.int64))

    @classmethod
    def _all(cls, code: Code, places: Ints, samples: Ints | None) -> "Findings":
        none = np.full(len(places), NONE, dtype=np.int64)
        numbers = np.full(len(places), CODE_NUMBER[code], dtype=np.int64)
        return cls(numbers, places, none, none if samples is None else samples)

    @property
    def of_the_log(self) -> Bools:
        """Whether each is a problem of the log as a whole, not of the call that its event is of."""
        of_log: Bools = np.isin(self.code, [CODE_NUMBER[code] for code in OF_THE_LOG])
        return of_log

    def by_call(self, call: Ints32, calls: int) -> Coded:
        """Count the problems of each call, without those of the log as a whole; call gives the call of each event."""
        whose = call[self.index]
        chosen = (whose >= 0) & ~self.of_the_log
        keys, counts = np.unique(whose[chosen].astype(np.int64) * len(CODES) + self.code[chosen], return_counts=True)
        found: list[tuple[tuple[int, int], ...]] = [()] * calls
        for key, count in zip(keys.tolist(), counts.tolist(), strict=True):
            number, code = divmod(key, len(CODES))
            found[number] += ((code, count),)
        alike = coded(found)
        return Coded(alike.codes, [tuple(_counted(code, count) for code, count in pairs) for pairs in alike.values])


def _counted(number: int, count: int) -> CodeCount:
    code = CODES[number]
    return CodeCount(code.code, code.severity, code.title, count)
