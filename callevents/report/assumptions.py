"""What the figures take for granted."""

from callevents.model.assumptions import Assumptions
from callevents.model.settings import Judging
from callevents.quality.codecs import CODECS

LEG = "agent"
"""The events describe the agent's leg, from the browser to the media server: an upper bound of what the two people
heard."""


def assumptions(judging: Judging) -> Assumptions:
    """Give what was assumed under these settings."""
    codec = CODECS[judging.codec]
    return Assumptions(
        codec=judging.codec,
        bpl=codec.bpl,
        ie=codec.ie,
        counters=judging.counters,
        thresholds=dict(judging.thresholds),
        leg=LEG,
    )
