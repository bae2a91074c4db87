"""The audio samples of the calls, in order and without repeats, and what is worked out of them."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from callevents.model.columnar import Columnar
from callevents.model.problem import BAD_SAMPLE, ONE_WAY, Code
from callevents.model.settings import Judging
from callevents.quality.arrays import Bools, Floats, Ints, Ints32, by_group
from callevents.quality.cleaning import Cleaned, Finding, clean, one_way
from callevents.quality.figures import CallQuality, call_quality
from callevents.quality.samples import Samples
from callevents.read.times import NO_TIME
from callevents.rebuild.arrange import Events, give_up, in_order
from callevents.rebuild.lifecycle import HOLD, MUTE
from callevents.rebuild.lives import Spans
from callevents.rebuild.repeats import audio_repeats, near_in_time
from callevents.rebuild.seen import NONE, Seen

SAMPLES_AT_ONCE = 1 << 16
"""About so many samples are judged at a time: what is worked out on the way fits a cache, and takes no more memory
however many there are."""

MAX_WHOLE = 2.0**53
"""Counts beyond it are not exact as floating point numbers, and no call has as many packets."""

_WIDEST = 8
"""Bytes of a number in the columns that may hold others than whole numbers of 32 bits."""


class RawAudio(Struct, frozen=True, eq=False):
    """The samples of all calls, in the order of `Samples`, repeats removed, in as few bytes as hold them.

    index is the place of each sample's event among the sorted events. unusable are the samples with a count that is not
    whole or too large; repeats the places of the audiostats events that were logged again.
    """

    events: Events
    index: Ints32
    channel: NDArray[np.int8]
    values: Mapping[str, NDArray[Any]]
    turn: Ints32
    unusable: Ints
    repeats: Ints

    def samples(self, rows: slice = slice(None), first: int = 0) -> Samples:
        """Give some of the samples, with their calls numbered from `first` on."""
        index = self.index[rows]
        values: dict[str, Floats] = {name: column[rows].astype(np.float64) for name, column in self.values.items()}
        return Samples(
            call=self.events.call[index] - np.int32(first),
            channel=self.channel[rows],
            time=self.events.time[index],
            turn=self.turn[rows],
            **values,
        )


def raw_audio(seen: Seen, events: Events, places: Ints32) -> RawAudio:
    """Put the samples channel by channel in the order of their events, and leave out those logged again.

    `seen.samples` is given up.
    """
    table = give_up(seen, "samples")
    order, index = in_order(places, table.pop("event"))
    group = events.call[index] * 2 + table["channel"][order]  # below 0 for samples of no call
    turn = by_group(group + 2, 2 * len(events.call_ids) + 2).astype(np.int32)
    suspects = _suspects(events, index[turn], group[turn])
    repeats = audio_repeats(
        index,
        lambda rows: np.column_stack([column[order[rows]].astype(np.float64) for column in table.values()]),
        events.call,
        events.time,
        suspects,
    )
    kept = group >= 0
    kept[np.isin(index, repeats)] = False
    if not kept.all():
        order, index = order[kept], index[kept]
        turn = by_group(group[kept], 2 * len(events.call_ids)).astype(np.int32)
    order, index = order[turn], index[turn]
    unusable = np.zeros(len(index), dtype=np.bool_)
    values = {}
    for name in ("lost", "count", "jitter", "rtt"):
        column = table.pop(name)[order]
        if column.itemsize == _WIDEST:
            column = column.astype(np.float64, copy=False)
            if name in ("lost", "count"):
                wrong = (np.abs(column) > MAX_WHOLE) | ((column != np.floor(column)) & ~np.isnan(column))
                column[wrong] = np.nan
                unusable |= wrong
            column = _narrow(column)
        values[name] = column
    return RawAudio(
        events=events,
        index=index,
        channel=table.pop("channel")[order],
        values=values,
        turn=turn,
        unusable=np.flatnonzero(unusable),
        repeats=repeats,
    )


def _suspects(events: Events, index: Ints32, group: Ints32) -> Ints32:
    """Give the audiostats events that may repeat another, or be repeated; index and group as for `near_in_time`."""
    time = events.time[index]
    time[group < 0] = NO_TIME
    return near_in_time(index, group, time)


def _narrow(values: Floats) -> NDArray[Any]:
    """Give numbers in half as many bytes where these hold each of them, as they do whole numbers up to 2**24."""
    with np.errstate(over="ignore"):
        narrow = values.astype(np.float32)
    return narrow if ((narrow == values) | np.isnan(values)).all() else values


class Audio(Struct, frozen=True, eq=False, dict=True):
    """The samples as they were judged, the quality of each call, and which samples were odd."""

    raw: RawAudio
    quality: Columnar[CallQuality]
    findings: Sequence[Finding]
    counters: str
    """How the samples' counters are read (see `Judging`)."""

    @property
    def index(self) -> Ints32:
        """The place of each sample's event among the sorted events."""
        return self.raw.index

    @cached_property
    def cleaned(self) -> Cleaned:
        """The samples as cleaned. Few reports look at them, so they are not kept from when the calls were judged."""
        return clean(self.raw.samples(), self.counters)


def judge(raw: RawAudio, events: Events, spans: Spans, judging: Judging) -> Audio:
    """Clean the samples and work out each call's quality.

    spans has the holds and mutes among others: while they last a channel without media is no fault.
    """
    silences = _silences(events, spans)
    found: dict[Code, list[Ints]] = {}
    quality: list[Columnar[CallQuality]] = []
    for calls, rows in _ranges(events.call[raw.index], len(events.call_ids)):
        cleaned = clean(raw.samples(rows, calls.start), judging.counters)
        runs = one_way(cleaned, _excused(cleaned, raw.index[rows], calls.start, silences))
        quality.append(call_quality(cleaned, len(calls), judging, runs))
        silent = np.array([run.sample for run in runs], dtype=np.int64)
        for code, odd in (*cleaned.findings, (ONE_WAY, silent)):
            found.setdefault(code, []).append(rows.start + odd)
    joined = [*((code, np.concatenate(parts)) for code, parts in found.items()), (BAD_SAMPLE, raw.unusable)]
    findings = [(code, odd[np.argsort(raw.turn[odd])]) for code, odd in joined]
    return Audio(raw, Columnar.joined(CallQuality, quality), findings, judging.counters)


def _ranges(call: Ints32, calls: int) -> Iterator[tuple[range, slice]]:
    """Divide the calls into ranges, one at least, and give the rows of their samples: about so many at once.

    call is that of each sample.
    """
    before = np.searchsorted(call, np.arange(calls + 1, dtype=np.int32))
    cuts = np.flatnonzero(np.diff(before[:-1] // SAMPLES_AT_ONCE)) + 1
    for first, end in pairwise([0, *cuts.tolist(), calls]):
        yield range(first, end), slice(int(before[first]), int(before[end]))


class _Silences(Struct, frozen=True, eq=False):
    """The spans during which a channel may be without media, in order: the call of each, the event that opened it, and
    the last event that closed any of the call so far."""

    call: Ints
    opened: Ints32
    closed: Ints


def _silences(events: Events, spans: Spans) -> _Silences:
    rows = np.flatnonzero(spans.of_kind(HOLD, MUTE))
    call, closed = spans.call[rows], spans.closed[rows]
    # Places rise from call to call, so that what closed furthest so far is of the same call.
    reached = np.maximum.accumulate(np.where(closed == NONE, events.bounds[call + 1], closed))
    return _Silences(call, spans.opened[rows], reached)


def _excused(cleaned: Cleaned, index: Ints32, first_call: int, silences: _Silences) -> Bools:
    """Tell which samples without media have a hold or a mute in their interval, from the channel's sample before."""
    samples = cleaned.samples
    excused = np.zeros(len(samples), dtype=np.bool_)
    silent = np.flatnonzero(cleaned.no_media)
    if not len(silences.call) or not len(silent):
        return excused
    follows = samples.group[silent] == samples.group[silent - 1]
    follows[silent == 0] = False
    before = np.where(follows, index[silent - 1], NONE)
    begun = np.searchsorted(silences.opened, index[silent]) - 1
    of_call = (begun >= 0) & (silences.call[begun] == samples.call[silent] + first_call)
    excused[silent] = of_call & (silences.closed[begun] > before)
    return excused
