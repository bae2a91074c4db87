"""Calls over time: those that began in each stretch of it."""

from collections.abc import Mapping
from typing import Annotated

from callevents.model.audio import Channels
from callevents.model.value import Time, Value


class Bucket(Value, frozen=True):
    """The calls that began within a stretch of time, the end not included."""

    start: Time
    end: Time
    calls: int
    by_grade: Mapping[str, int]
    audio: Annotated[Channels, "loss, jitter and RTT pooled; MOS the median of the calls' own"]
