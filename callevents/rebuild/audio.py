"""The audio samples of the calls, in order and without repeats, and what is worked out of them."""

from dataclasses import dataclass

import numpy as np

from callevents.model.columnar import Columnar
from callevents.model.problem import BAD_SAMPLE, ONE_WAY
from callevents.model.settings import Judging
from callevents.quality.arrays import Bools
from callevents.quality.cleaning import Cleaned, Finding, clean, one_way
from callevents.quality.figures import CallQuality, call_quality
from callevents.quality.samples import Samples
from callevents.rebuild.arrange import Events, Ints, in_order
from callevents.rebuild.lifecycle import HOLD, MUTE
from callevents.rebuild.lives import Spans
from callevents.rebuild.repeats import audio_repeats
from callevents.rebuild.seen import NONE, Seen

MAX_WHOLE = 2.0**53
"""Counts beyond it are not exact as floating point numbers, and no call has as many packets."""


@dataclass(frozen=True, slots=True)
class RawAudio:
    """The samples of all calls, repeats removed; index is the place of each sample's event among the sorted events."""

    samples: Samples
    index: Ints
    unusable: Ints
    """Samples with a count that is not whole or too large."""
    repeats: Ints
    """Places of the audiostats events that were logged again."""


def raw_audio(seen: Seen, events: Events) -> RawAudio:
    """Put the samples in the order of calls and of each call's events, and leave out those logged again."""
    table = seen.samples
    order, index = in_order(events, np.asarray(table.event))
    channel = np.asarray(table.channel)[order]
    lost, count, jitter, rtt = (
        np.asarray(column)[order].astype(np.float64, copy=False)
        for column in (table.lost, table.count, table.jitter, table.rtt)
    )
    repeats = audio_repeats(index, (channel, lost, count, jitter, rtt), events.call, events.time)
    unusable = np.zeros(len(index), dtype=np.bool_)
    for column in (lost, count):
        wrong = ~np.isnan(column) & ((np.abs(column) > MAX_WHOLE) | (column != np.floor(column)))
        column[wrong] = np.nan
        unusable |= wrong
    keep = events.call[index] >= 0
    keep[np.isin(index, repeats)] = False
    rows: slice | Ints = slice(None) if keep.all() else np.flatnonzero(keep)
    index = index[rows]
    samples = Samples(
        call=events.call[index],
        channel=channel[rows],
        time=events.time[index],
        lost=lost[rows],
        count=count[rows],
        jitter=jitter[rows],
        rtt=rtt[rows],
    )
    return RawAudio(samples, index, np.flatnonzero(unusable[rows]), repeats)


@dataclass(frozen=True, slots=True)
class Audio:
    """The samples as cleaned, the place of each one's event, the quality of each call, and which samples were odd."""

    cleaned: Cleaned
    index: Ints
    quality: Columnar[CallQuality]
    findings: tuple[Finding, ...]


def judge(raw: RawAudio, events: Events, spans: Spans, judging: Judging) -> Audio:
    """Clean the samples and work out each call's quality.

    spans has the holds and mutes among others: while they last a channel without media is no fault.
    """
    cleaned = clean(raw.samples, judging.counters)
    runs = one_way(cleaned, _excused(cleaned, raw.index, events, spans))
    silent = np.array([run.sample for run in runs], dtype=np.int64)
    findings = (*cleaned.findings, (BAD_SAMPLE, raw.unusable), (ONE_WAY, silent))
    return Audio(cleaned, raw.index, call_quality(cleaned, len(events.call_ids), judging, runs), findings)


def _excused(cleaned: Cleaned, index: Ints, events: Events, spans: Spans) -> Bools:
    """Tell which samples without media have a hold or a mute in their interval, from the channel's sample before."""
    samples = cleaned.samples
    excused = np.zeros(len(samples), dtype=np.bool_)
    silences = np.flatnonzero(spans.of_kind(*SILENT))
    silent = np.flatnonzero(cleaned.no_media)
    if not len(silences) or not len(silent):
        return excused
    before = np.full(len(samples), NONE, dtype=np.int64)
    rows = samples.by_channel
    follows = samples.group[rows][1:] == samples.group[rows][:-1]
    before[rows[1:][follows]] = index[rows[:-1][follows]]
    call, closed = spans.call[silences], spans.closed[silences]
    # Places rise from call to call, so that what closed furthest so far is of the same call.
    reached = np.maximum.accumulate(np.where(closed == NONE, events.bounds[call + 1], closed))
    begun = np.searchsorted(spans.opened[silences], index[silent]) - 1
    excused[silent] = (begun >= 0) & (call[begun] == samples.call[silent]) & (reached[begun] > before[silent])
    return excused


SILENT = (HOLD, MUTE)
"""The spans during which a channel may be without media."""
