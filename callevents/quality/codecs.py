"""The codecs that a call can be judged by. The log names none, so one is assumed."""

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct


class Codec(Struct, frozen=True):
    """What a codec does to speech: `ie` without loss, `bpl` how well it bears random loss (ITU-T G.113, appendix I)."""

    title: str
    ie: float
    bpl: float


CODECS: Mapping[str, Codec] = MappingProxyType(
    {
        "g711-plc": Codec("G.711 with packet-loss concealment", 0.0, 25.1),
        "g711": Codec("G.711 without packet-loss concealment", 0.0, 4.3),
        "g729a": Codec("G.729A", 11.0, 19.0),
    }
)
