"""The audio samples of the calls, in order and without repeats, and what is worked out of them."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from callevents.model.columnar import Columnar
from callevents.model.detail import SpanKind
from callevents.model.problem import BAD_SAMPLE, ONE_WAY
from callevents.model.settings import Judging
from callevents.quality.cleaning import Cleaned, Finding, clean, one_way
from callevents.quality.figures import CallQuality, call_quality
from callevents.quality.samples import Samples
from callevents.rebuild.arrange import LATE, Events, Ints
from callevents.rebuild.lifecycle import Stretch
from callevents.rebuild.repeats import audio_repeats
from callevents.rebuild.seen import Seen

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
    place = events.sorted_row[np.array(table.event, dtype=np.int64)]
    order = np.argsort(place, kind="stable")
    index = place[order]
    channel = np.array(table.channel, dtype=np.int8)[order]
    lost, count, jitter, rtt = (
        np.array(column, dtype=np.float64)[order] for column in (table.lost, table.count, table.jitter, table.rtt)
    )
    repeats = audio_repeats(index, np.column_stack([channel, lost, count, jitter, rtt]), events.call, events.time)
    unusable = np.zeros(len(index), dtype=np.bool_)
    for column in (lost, count):
        wrong = ~np.isnan(column) & ((np.abs(column) > MAX_WHOLE) | (column != np.floor(column)))
        column[wrong] = np.nan
        unusable |= wrong
    keep = (events.call[index] >= 0) & ~np.isin(index, repeats)
    samples = Samples(
        call=events.call[index][keep].astype(np.int32),
        channel=channel[keep],
        time=events.time[index][keep],
        lost=lost[keep],
        count=count[keep],
        jitter=jitter[keep],
        rtt=rtt[keep],
    )
    return RawAudio(samples, index[keep], np.flatnonzero(unusable[keep]), repeats)


@dataclass(frozen=True, slots=True)
class Audio:
    """The samples as cleaned, the place of each one's event, the quality of each call, and which samples were odd."""

    cleaned: Cleaned
    index: Ints
    quality: Columnar[CallQuality]
    findings: tuple[Finding, ...]


def judge(raw: RawAudio, calls: int, silences: dict[int, list[Stretch]], judging: Judging) -> Audio:
    """Clean the samples and work out each call's quality.

    silences has, by call, the holds and mutes: while they last a channel without media is no fault.
    """
    cleaned = clean(raw.samples, judging.counters)
    runs = one_way(cleaned, _excused(cleaned, raw.index, silences))
    silent = np.array([run.sample for run in runs], dtype=np.int64)
    findings = (*cleaned.findings, (BAD_SAMPLE, raw.unusable), (ONE_WAY, silent))
    return Audio(cleaned, raw.index, call_quality(cleaned, calls, judging, runs), findings)


def _excused(cleaned: Cleaned, index: Ints, silences: dict[int, list[Stretch]]) -> NDArray[np.bool_]:
    """Tell which samples without media have a hold or a mute in their interval, from the channel's sample before."""
    samples = cleaned.samples
    excused = np.zeros(len(samples), dtype=np.bool_)
    if not silences:
        return excused
    before = np.full(len(samples), -1, dtype=np.int64)
    rows = samples.by_channel
    follows = samples.group[rows][1:] == samples.group[rows][:-1]
    before[rows[1:][follows]] = index[rows[:-1][follows]]
    lasting = {call: _lasting(spans) for call, spans in silences.items()}
    for sample in np.flatnonzero(cleaned.no_media & np.isin(samples.call, list(silences))).tolist():
        opened, closed = lasting[int(samples.call[sample])]
        begun = bisect_left(opened, index[sample])
        excused[sample] = begun > 0 and closed[begun - 1] > before[sample]
    return excused


def _lasting(spans: Sequence[Stretch]) -> tuple[list[int], list[int]]:
    """Give where each span opened, in order, and where the last of those opened so far closed."""
    closed = (LATE if span.closed_by is None else span.closed_by for span in spans)
    return [span.opened_by for span in spans], list(accumulate(closed, max))


SILENT = (SpanKind.HOLD, SpanKind.MUTE)
"""The spans during which a channel may be without media."""
