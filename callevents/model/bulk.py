"""What `value` does to one number, done to a column of them: rounding for JSON, and times as text."""

import numpy as np
from numpy.typing import NDArray

from callevents.model.value import DECIMALS, UNKNOWN, iso_time

_SCALE = 10.0**DECIMALS
_DAY = 86_400_000
_LENGTH = len("2026-03-02T09:14:07.123Z")


def rounded(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Round each value to `DECIMALS`, with the very results of Python's `round`; NaN stays NaN."""
    with np.errstate(over="ignore", invalid="ignore"):
        scaled = values * _SCALE
        whole = np.rint(scaled)
        result = whole / _SCALE
        # The product is off by at most 2**-53 of itself. Where that cannot carry it over a half, the whole number is
        # the right one, and dividing it is rounded as reading its decimal digits is.
        certain = 0.5 - np.abs(scaled - whole) > np.abs(scaled) * 2.0**-52
    for place in np.flatnonzero(~certain & ~np.isnan(values)).tolist():
        result[place] = round(float(values[place]), DECIMALS)
    return result


def iso_times(times: NDArray[np.int64]) -> list[str | None]:
    """Write each time as `iso_time` does; None where it is UNKNOWN."""
    texts = iso_bytes(times).tobytes().decode()
    written: list[str | None] = [texts[start : start + _LENGTH] for start in range(0, len(texts), _LENGTH)]
    for place in np.flatnonzero(times == UNKNOWN).tolist():
        written[place] = None
    return written


def iso_bytes(times: NDArray[np.int64]) -> NDArray[np.bytes_]:
    """Write each time as `iso_time` does, in ASCII; some time where it is UNKNOWN."""
    times = np.where(times == UNKNOWN, 0, times)
    days = times // _DAY
    rest = (times - days * _DAY).astype(np.int32)
    seconds = rest // 1000
    millis = rest - seconds * 1000
    minutes = seconds // 60
    hours = minutes // 60
    distinct, which = np.unique(days, return_inverse=True)
    texts = np.array([iso_time(day * _DAY) for day in distinct.tolist()], dtype=f"S{_LENGTH}")[which]
    digits = texts.view(_DIGITS)
    digits["hour"] = _PAIRS[hours]
    digits["minute"] = _PAIRS[minutes - hours * 60]
    digits["second"] = _PAIRS[seconds - minutes * 60]
    digits["centisecond"] = _PAIRS[millis // 10]
    digits["millisecond"] = millis % 10 + ord("0")
    return texts


_PAIRS = np.array([f"{n:02}" for n in range(100)], dtype="S2").view(np.uint16)
"""The two digits of each number below 100."""

_DIGITS = np.dtype(
    {
        "names": ["hour", "minute", "second", "centisecond", "millisecond"],
        "formats": ["u2", "u2", "u2", "u2", "u1"],
        "offsets": [11, 14, 17, 20, 22],
        "itemsize": _LENGTH,
    }
)
"""Where the digits of the clock lie in the text of a time."""
