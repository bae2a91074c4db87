"""The audio samples of the calls, in order and without repeats, and what is worked out of them."""

import numpy as np
from msgspec import Struct

from callevents.model.columnar import Columnar
from callevents.model.problem import BAD_SAMPLE, ONE_WAY
from callevents.model.settings import Judging
from callevents.quality.arrays import Bools
from callevents.quality.cleaning import Cleaned, Finding, clean, one_way
from callevents.quality.figures import CallQuality, call_quality
from callevents.quality.samples import Samples
from callevents.read.times import NO_TIME
from callevents.rebuild.arrange import Events, Ints, in_order
from callevents.rebuild.lifecycle import HOLD, MUTE
from callevents.rebuild.lives import Spans
from callevents.rebuild.repeats import audio_repeats, near_in_time
from callevents.rebuild.seen import NONE, Seen

MAX_WHOLE = 2.0**53
"""Counts beyond it are not exact as floating point numbers, and no call has as many packets."""


class RawAudio(Struct, frozen=True):
    """The samples of all calls, repeats removed; index is the place of each sample's event among the sorted events."""

    samples: Samples
    index: Ints
    unusable: Ints
    """Samples with a count that is not whole or too large."""
    repeats: Ints
    """Places of the audiostats events that were logged again."""


def raw_audio(seen: Seen, events: Events) -> RawAudio:
    """Put the samples channel by channel in the order of their events, and leave out those logged again."""
    table = seen.samples
    columns = [np.asarray(column) for column in (table.channel, table.lost, table.count, table.jitter, table.rtt)]
    order, index = in_order(events, np.asarray(table.event))
    group = events.call[index] * 2 + columns[0][order]  # below 0 for samples of no call
    turn = np.argsort(group, kind="stable")
    suspects = near_in_time(index[turn], group[turn], np.where(group[turn] < 0, NO_TIME, events.time[index[turn]]))
    repeats = audio_repeats(
        index,
        lambda rows: np.column_stack([column[order[rows]] for column in columns]),
        events.call,
        events.time,
        suspects,
    )
    kept = group >= 0
    kept[np.isin(index, repeats)] = False
    if not kept.all():
        order, index = order[kept], index[kept]
        turn = np.argsort(group[kept], kind="stable")
    order, index = order[turn], index[turn]
    lost, count, jitter, rtt = (column[order].astype(np.float64, copy=False) for column in columns[1:])
    unusable = np.zeros(len(index), dtype=np.bool_)
    for column in (lost, count):
        wrong = ~np.isnan(column) & ((np.abs(column) > MAX_WHOLE) | (column != np.floor(column)))
        column[wrong] = np.nan
        unusable |= wrong
    samples = Samples(
        call=events.call[index],
        channel=columns[0][order],
        time=events.time[index],
        lost=lost,
        count=count,
        jitter=jitter,
        rtt=rtt,
        turn=turn.astype(np.int32),
    )
    return RawAudio(samples, index, np.flatnonzero(unusable), repeats)


class Audio(Struct, frozen=True):
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
    found = (*cleaned.findings, (BAD_SAMPLE, raw.unusable), (ONE_WAY, silent))
    findings = tuple((code, rows[np.argsort(cleaned.samples.turn[rows])]) for code, rows in found)
    return Audio(cleaned, raw.index, call_quality(cleaned, len(events.call_ids), judging, runs), findings)


def _excused(cleaned: Cleaned, index: Ints, events: Events, spans: Spans) -> Bools:
    """Tell which samples without media have a hold or a mute in their interval, from the channel's sample before."""
    samples = cleaned.samples
    excused = np.zeros(len(samples), dtype=np.bool_)
    silences = np.flatnonzero(spans.of_kind(*SILENT))
    silent = np.flatnonzero(cleaned.no_media)
    if not len(silences) or not len(silent):
        return excused
    follows = samples.group[silent] == samples.group[silent - 1]
    follows[silent == 0] = False
    before = np.where(follows, index[silent - 1], NONE)
    call, closed = spans.call[silences], spans.closed[silences]
    # Places rise from call to call, so that what closed furthest so far is of the same call.
    reached = np.maximum.accumulate(np.where(closed == NONE, events.bounds[call + 1], closed))
    begun = np.searchsorted(spans.opened[silences], index[silent]) - 1
    excused[silent] = (begun >= 0) & (call[begun] == samples.call[silent]) & (reached[begun] > before)
    return excused


SILENT = (HOLD, MUTE)
"""The spans during which a channel may be without media."""
