"""The E-model for narrow-band telephony (ITU-T G.107), cut down to delay and packet loss.

The functions take numbers or arrays and give arrays; of numbers they give an array without dimensions.
"""

import numpy as np
from numpy.typing import ArrayLike

from callevents.quality.arrays import Floats
from callevents.quality.codecs import Codec

BEST_R = 93.2
"""R with every parameter at its default and neither loss nor delay (ITU-T G.107, section 7.7)."""

PACKET_MS = 20.0
"""Added to the one-way delay for packing and coding speech: one packet of 20 ms."""

BURST_RATIO = 1.0
"""Random loss. Totals over 30 s cannot show bursts."""


def one_way_delay_ms(rtt_ms: ArrayLike, jitter_ms: ArrayLike) -> Floats:
    """Estimate the one-way delay Ta: half the round trip, the jitter buffer, and one packet.

    NaN where the RTT is NaN (not reported); a jitter of NaN adds nothing.
    """
    jitter = np.asarray(jitter_ms, dtype=np.float64)
    return np.asarray(rtt_ms, dtype=np.float64) / 2 + np.where(np.isnan(jitter), 0, jitter) + PACKET_MS


def delay_impairment(delay_ms: ArrayLike) -> Floats:
    """Give Idd for a one-way delay Ta in ms (ITU-T G.107, section 7.4); 0 up to 100 ms, and where the delay is NaN."""
    delay = np.asarray(delay_ms, dtype=np.float64)
    impairment = np.zeros(delay.shape)
    late = delay > 100
    x = np.log2(delay[late] / 100)
    impairment[late] = 25 * ((1 + x**6) ** (1 / 6) - 3 * (1 + (x / 3) ** 6) ** (1 / 6) + 2)
    return impairment


def loss_impairment(loss_pct: ArrayLike, codec: Codec, burst_ratio: float = BURST_RATIO) -> Floats:
    """Give Ie-eff for a packet loss in percent (ITU-T G.107, section 7.5, with Ie and Bpl of G.113, appendix I)."""
    loss = np.asarray(loss_pct, dtype=np.float64)
    return np.asarray(codec.ie + (95 - codec.ie) * loss / (loss / burst_ratio + codec.bpl))


def r_factor(loss_pct: ArrayLike, delay_ms: ArrayLike, codec: Codec) -> Floats:
    """Give R, 0 .. 100, from packet loss in percent and one-way delay in ms (ITU-T G.107, section 7.1).

    Where the delay is NaN, R is without delay: quality of listening, not of conversation. NaN where the loss is NaN.
    """
    return np.clip(BEST_R - delay_impairment(delay_ms) - loss_impairment(loss_pct, codec), 0, 100)


def mos(r: ArrayLike) -> Floats:
    """Map R to MOS, 1 .. 4.5 (ITU-T G.107, annex B, formula B-4, not below 1 for small R)."""
    bounded = np.clip(np.asarray(r, dtype=np.float64), 0, 100)
    return np.maximum(1.0, 1 + 0.035 * bounded + bounded * (bounded - 60) * (100 - bounded) * 7e-6)
