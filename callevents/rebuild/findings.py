"""What is odd in a log: which problem at which event, counted by call and for the whole log."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from callevents.model.problem import CATALOGUE, Code, CodeCount
from callevents.rebuild.arrange import Ints
from callevents.rebuild.seen import CODE_NUMBER, NONE

CODES: tuple[Code, ...] = tuple(CATALOGUE.values())


@dataclass(frozen=True, slots=True)
class Findings:
    """Problems at events, in columns: the problem's number, the event's place among the sorted events, the field (-1:
    none)."""

    code: Ints
    index: Ints
    field: Ints

    @classmethod
    def of(
        cls, findings: Iterable[tuple[Code, Sequence[int] | Ints]], code: Ints, index: Ints, field: Ints
    ) -> "Findings":
        """Join findings without a field to those that name one, whose columns are given."""
        codes, places = [code], [index]
        for found, events in findings:
            places.append(np.asarray(events, dtype=np.int64))
            codes.append(np.full(len(events), CODE_NUMBER[found], dtype=np.int64))
        places_of_all = np.concatenate(places)
        no_field = np.full(len(places_of_all) - len(field), NONE, dtype=np.int64)
        return cls(np.concatenate(codes), places_of_all, np.concatenate([field, no_field]))

    def by_call(self, call: Ints, calls: int) -> list[tuple[CodeCount, ...]]:
        """Count the problems of each call; call gives the call of each event."""
        whose = call[self.index]
        chosen = whose >= 0
        keys, counts = np.unique(whose[chosen] * len(CODES) + self.code[chosen], return_counts=True)
        result: list[tuple[CodeCount, ...]] = [()] * calls
        for key, count in zip(keys.tolist(), counts.tolist(), strict=True):
            number, code = divmod(key, len(CODES))
            result[number] += (CodeCount(CODES[code].code, CODES[code].severity, CODES[code].title, count),)
        return result
