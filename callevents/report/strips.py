"""The quality of each call as a short row of grades."""

import numpy as np

from callevents.model.call import Grade
from callevents.model.problem import ONE_WAY
from callevents.quality.arrays import begins, ranks
from callevents.quality.figures import single_intervals
from callevents.quality.grades import GRADES, POOR, UNKNOWN
from callevents.report.select import View

LENGTH = 12
"""The most parts that a call is cut into."""

Strip = tuple[Grade, ...]


def strips(view: View) -> dict[str, Strip]:
    """Give by call id the worst grade of each part of a call, of both channels; calls without samples are left out.

    A call is cut into `LENGTH` parts of equally many samples, one with fewer samples into as many as it has. A sample
    that cannot be graded counts only in a part that has no others; but where audio went one way, silence is poor.
    """
    log = view.log
    cleaned = log.audio.cleaned
    samples = cleaned.samples
    taken = np.flatnonzero(view.counted[log.audio.index])
    if not len(taken):
        return {}
    rows = taken[np.argsort(samples.group[taken], kind="stable")]
    group = samples.group[rows]
    starts = begins(group)
    lengths = np.diff(np.append(starts, len(rows)))
    call = samples.call[rows]
    most = np.zeros(len(log.calls), dtype=np.int64)
    np.maximum.at(most, call[starts], lengths)
    parts = np.minimum(most, LENGTH)
    worst = np.full((len(log.calls), LENGTH), UNKNOWN, dtype=np.int8)
    part = ranks(group) * parts[call] // most[call]
    one_way = log.calls.where("problems", lambda found: any(problem.code == ONE_WAY.code for problem in found))
    band = single_intervals(cleaned, log.judging).band[rows]
    band[one_way[call] & cleaned.no_media[rows]] = POOR
    np.maximum.at(worst, (call, part), band)
    return {
        call_id: tuple(GRADES[band] for band in worst[number, : parts[number]].tolist())
        for call_id, number in zip(view.calls.values("call_id"), view.number.tolist(), strict=True)
        if parts[number]
    }
