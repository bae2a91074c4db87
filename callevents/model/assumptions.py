"""What the figures take for granted."""

from collections.abc import Mapping
from typing import Annotated

from callevents.model.value import Value


class Assumptions(Value, frozen=True):
    """What the figures take for granted, because the log does not say it."""

    codec: str | None
    bpl: Annotated[float | None, "packet-loss robustness factor of the codec (ITU-T G.113)"]
    ie: Annotated[float | None, "equipment impairment factor of the codec (ITU-T G.113)"]
    counters: Annotated[str, "how packet counters are read: auto, delta or cumulative"]
    thresholds: Annotated[Mapping[str, tuple[float, float]], "edges good/fair and fair/poor of each metric"]
    leg: Annotated[str, "which leg of the call the figures describe"]
