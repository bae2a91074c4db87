"""What a problem says: one sentence with the names and values that were found. Text in it is as it was logged."""

from collections.abc import Callable, Mapping

import numpy as np

from callevents.model import problem
from callevents.model.event import CHANNELS, NEED_TIME, Kind
from callevents.model.problem import Code
from callevents.model.value import iso_time
from callevents.quality.cleaning import MAX_DELAY_MS
from callevents.read.times import NO_TIME
from callevents.rebuild.log import Log
from callevents.rebuild.seen import NONE

_OPENINGS = {
    Kind.UNMUTE: "mute",
    Kind.RESUME: "hold",
    Kind.RESUMERECORDING: "pauserecording",
    Kind.PARTICIPANTREMOVED: "participantadded",
    Kind.FLAGLOWER: "flagraise",
}
_HAD_ENDED = {
    Kind.UNMUTE: "the mute had ended",
    Kind.RESUME: "the hold had ended",
    Kind.RESUMERECORDING: "the pause had ended",
    Kind.PARTICIPANTREMOVED: "the participant had left",
}
_STAGES_BEFORE = {
    Kind.CALLCONNECTED: ("callstarted", "started"),
    Kind.CALLENDED: ("callconnected", "connected"),
    Kind.WRAPUPENDED: ("callended", "ended"),
}


def sentence(log: Log, code: Code, index: int, field: int, sample: int) -> str:
    """Say what was found.

    index is the event's place among the sorted events; field a number of `log.texts`, sample a row of the audio
    samples (-1: none).
    """
    if field != NONE:
        return f"{_kind(log, index)}: {log.texts[field]}"
    if sample != NONE:
        return _OF_SAMPLE[code](log, sample)
    return _OF_EVENT[code](log, index)


def _kind(log: Log, index: int) -> str:
    return log.kinds[int(log.events.kind[index])]


def _event(log: Log, index: int) -> str:
    """Name an event, with the participant that it names."""
    party = int(log.events.participant[index])
    return _kind(log, index) + (f' of "{log.texts[party]}"' if party != NONE else "")


def _at(log: Log, index: int) -> str:
    time = int(log.events.time[index])
    return "without a time" if time == NO_TIME else f"at {iso_time(time)}"


def _unassigned(log: Log, index: int) -> str:
    if log.events.kind[index] >= Kind.INTELLIGENCESIGNAL:
        event = _event(log, index) or '""'
        return f"{event} belongs to no call that other events made"
    agent = int(log.events.agent[index])
    whose = f' of agent "{log.events.agents[agent]}"' if agent != NONE else ""
    return f"{_event(log, index)}{whose} has no call id, and not exactly one call was going on {_at(log, index)}"


def _not_opened(log: Log, index: int) -> str:
    opening = _OPENINGS[Kind(int(log.events.kind[index]))]
    return f"{_event(log, index)} without an open {opening} before it"


def _repeat(log: Log, index: int) -> str:
    """Say that an event came again. What it ends may also have ended with the call, or by another event."""
    otherwise = _HAD_ENDED.get(int(log.events.kind[index]))  # type: ignore[call-overload]
    return f"{_event(log, index)} was logged before" + (f", or {otherwise} by then" if otherwise else "")


def _ambiguous(log: Log, index: int) -> str:
    state = "on hold" if log.events.kind[index] == Kind.RESUME else "in the call"
    return f"{_kind(log, index)} names no participant, and several were {state}"


def _negative(log: Log, index: int) -> str:
    kind, field = _STAGES_BEFORE.get(int(log.events.kind[index]), ("", ""))  # type: ignore[call-overload]
    before = getattr(log.calls[int(log.events.call[index])], field) if field else None
    than = f"{kind} at {iso_time(before)}" if before is not None else "the event that it ends"
    return f"{_event(log, index)} {_at(log, index)} is earlier than {than}"


def _after_end(log: Log, index: int) -> str:
    ended = log.calls[int(log.events.call[index])].ended
    when = f" at {iso_time(ended)}" if ended is not None else ""
    return f"{_event(log, index)} {_at(log, index)} comes after callended{when}"


def _unknown_type(log: Log, index: int) -> str:
    count = log.whole.counts[_kind(log, index)]
    return f'unknown event type "{_kind(log, index)}", in {count:,} {"event" if count == 1 else "events"}'


def _no_times(log: Log, index: int) -> str:
    of = sum(log.whole.counts.get(kind.name.lower(), 0) for kind in NEED_TIME)
    return (
        f"{log.whole.untimed:,} of {of:,} events whose time comes from the envelope have none, this first; durations "
        "that need one are unknown"
    )


_OF_EVENT: dict[Code, Callable[[Log, int], str]] = {
    problem.UNKNOWN_TYPE: _unknown_type,
    problem.NO_TIMES: _no_times,
    problem.UNASSIGNED: _unassigned,
    problem.REPEAT: _repeat,
    problem.NOT_OPENED: _not_opened,
    problem.AMBIGUOUS_RESUME: _ambiguous,
    problem.SWAP_UNCLEAR: lambda log, index: (
        f"swap {_at(log, index)} does not find exactly two participants with one of them on hold"
    ),
    problem.NEGATIVE_DURATION: _negative,
    problem.AFTER_END: _after_end,
    problem.CONVERSATION_ONLY: lambda log, index: f"{_kind(log, index)} of a call that nothing but messages tell of",
    problem.NO_BEGINNING: lambda log, index: f"the call is first heard of by {_event(log, index)} {_at(log, index)}",
    problem.NO_END: lambda log, index: f"the call is last heard of by {_event(log, index)} {_at(log, index)}",
    problem.NOT_CLOSED: lambda log, index: f"{_kind(log, index)} {_at(log, index)} never ended before the call did",
}


def _channel(log: Log, sample: int) -> str:
    return CHANNELS[int(log.audio.cleaned.samples.channel[sample])]


def _unusable(log: Log, sample: int) -> str:
    samples = log.audio.cleaned.samples
    columns = {
        "packetsCount": samples.count,
        "jitterBufferMillis": samples.jitter,
        "roundTripTimeMillis": samples.rtt,
    }
    odd = _values({name: column[sample] for name, column in columns.items() if column[sample] < 0})
    return f"{_channel(log, sample)}: {odd or 'a count of packets is not whole, or beyond 2^53'}"


def _loss(log: Log, sample: int) -> str:
    lost, count = log.audio.cleaned.lost[sample], log.audio.cleaned.count[sample]
    return f"{_channel(log, sample)}: {_number(lost)} packets lost of {_number(count)}"


def _runs_up(log: Log, sample: int) -> str:
    first, last = _ends(log, sample)
    counts = log.audio.cleaned.samples.count
    return f"{_channel(log, sample)}: packetsCount runs up from {_number(counts[first])} to {_number(counts[last])}"


def _jitter_sum(log: Log, sample: int) -> str:
    first, last = _ends(log, sample)
    jitter = log.audio.cleaned.samples.jitter
    return (
        f"{_channel(log, sample)}: jitterBufferMillis never falls, from {_number(jitter[first])} to "
        f"{_number(jitter[last])}"
    )


def _ends(log: Log, sample: int) -> tuple[int, int]:
    """Give the given sample, which is the first, and the last one of its call and channel."""
    samples = log.audio.cleaned.samples
    end = int(np.searchsorted(samples.call, samples.call[sample], side="right"))
    rows = np.flatnonzero(samples.channel[sample:end] == samples.channel[sample])
    return sample, sample + int(rows[-1])


def _one_way(log: Log, sample: int) -> str:
    channel = int(log.audio.cleaned.samples.channel[sample])
    return f"{CHANNELS[channel]} had no media while {CHANNELS[1 - channel]} had"


def _too_long(log: Log, sample: int) -> str:
    samples = log.audio.cleaned.samples
    delays = {"jitterBufferMillis": samples.jitter[sample], "roundTripTimeMillis": samples.rtt[sample]}
    odd = _values({name: value for name, value in delays.items() if value > MAX_DELAY_MS})
    return f"{_channel(log, sample)}: {odd}"


def _values(found: Mapping[str, float]) -> str:
    return ", ".join(f"{name} is {_number(value)}" for name, value in found.items())


def _number(value: float) -> str:
    if np.isnan(value):
        return "an unknown number"
    return f"{value:,.0f}" if value == int(value) else f"{value:,}"


_OF_SAMPLE: dict[Code, Callable[[Log, int], str]] = {
    problem.BAD_SAMPLE: _unusable,
    problem.NEGATIVE_LOSS: _loss,
    problem.CUMULATIVE: _runs_up,
    problem.RUNNING_TOTAL: lambda log, sample: (
        f"{_channel(log, sample)}: the first sample counts {_number(log.audio.cleaned.samples.count[sample])} packets"
    ),
    problem.ONE_WAY: _one_way,
    problem.LOST_OVER_COUNT: _loss,
    problem.JITTER_SUM: _jitter_sum,
    problem.OUT_OF_RANGE: _too_long,
}
