"""Packet loss, jitter and RTT statistics by a key."""

from collections.abc import Callable

import numpy as np

from callevents.model.audio import Channels
from callevents.model.call import Call
from callevents.model.errors import UsageError
from callevents.model.event import CHANNELS
from callevents.model.summary import Stats, StatsRow
from callevents.model.value import iso_time
from callevents.quality.figures import pooled
from callevents.rebuild.arrange import Ints
from callevents.report.assumptions import assumptions
from callevents.report.select import View


def _start(call: Call, length: int) -> str | None:
    time = call.first_event if call.started is None else call.started
    return None if time is None else iso_time(time)[:length]


KEYS: dict[str, Callable[[Call], str | None]] = {
    "channel": lambda call: None,
    "call": lambda call: call.call_id,
    "call-type": lambda call: call.call_type,
    "participant": lambda call: call.participant,
    "agent": lambda call: call.agent,
    "hour": lambda call: _start(call, len("2026-03-02T09")),
    "day": lambda call: _start(call, len("2026-03-02")),
}
"""What statistics can be kept by: how the key of a call is found. hour and day are those of the call's start, UTC."""


def stats(view: View, by: str) -> Stats:
    """Work out the statistics of the chosen calls by a key, the keys in order (calls as listed), unknown ones last.

    Raises UsageError for a key that is none of KEYS.
    """
    if by not in KEYS:
        raise UsageError(f'statistics cannot be kept by "{by}"; choose {", ".join(KEYS)}')
    audio = view.log.audio
    keys = [KEYS[by](call) for call in view.calls]
    ordered: list[str | None] = [None] if by == "channel" else list(dict.fromkeys(keys))
    if by != "call":
        ordered.sort(key=lambda key: (key is None, key or ""))
    number = {key: n for n, key in enumerate(ordered)}
    key_of_call = np.full(len(view.log.calls), -1, dtype=np.int64)
    key_of_call[view.number] = [number[key] for key in keys]
    figures = [Channels()] * len(ordered)
    if view.counted[audio.index].any():
        figures = pooled(audio.cleaned, key_of_call, len(ordered), audio.quality)
    calls = _calls_heard(view, key_of_call, len(ordered))
    rows = [
        StatsRow(channel if by == "channel" else key, channel, int(calls[n, c]), getattr(figures[n], channel))
        for n, key in enumerate(ordered)
        for c, channel in enumerate(CHANNELS)
        if by == "channel" or figures[n] != Channels()
    ]
    return Stats(by, tuple(rows), assumptions(view.log.judging))


def _calls_heard(view: View, key_of_call: Ints, keys: int) -> Ints:
    """Count by key and channel the calls that have samples on the channel."""
    samples = view.log.audio.cleaned.samples
    counted = view.counted[view.log.audio.index]
    counts = np.zeros((keys, len(CHANNELS)), dtype=np.int64)
    for channel in range(len(CHANNELS)):
        of_key = key_of_call[np.unique(samples.call[counted & (samples.channel == channel)])]
        counts[:, channel] = np.bincount(of_key[of_key >= 0], minlength=keys)
    return counts
