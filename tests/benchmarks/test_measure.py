"""What a command took is counted whole: its children's time and memory too."""

import subprocess
import sys

import pytest

from benchmarks.cost import Cost, Pairs, cost
from benchmarks.measure import PROC

MIB = 1024
HOLD = "import time; held = b'x' * (60 << 20); time.sleep(0.3)"
TWO = f"import subprocess, sys; child = subprocess.Popen([sys.executable, '-c', {HOLD!r}]); {HOLD}; child.wait()"


def test_the_largest_process_is_told_apart_from_all_together() -> None:
    one, two = (cost([sys.executable, "-c", program]) for program in (HOLD, TWO))
    assert 60 * MIB < one.largest < 110 * MIB
    assert 60 * MIB < two.largest < 110 * MIB
    if PROC.exists():
        assert one.largest <= one.together < one.largest + MIB
        assert 120 * MIB < two.together < 220 * MIB


def test_what_is_held_one_after_the_other_is_not_held_together() -> None:
    took = cost(
        [sys.executable, "-c", f"import subprocess, sys; subprocess.run([sys.executable, '-c', {HOLD!r}]); {HOLD}"]
    )
    assert 60 * MIB < took.together < 110 * MIB


def test_processor_time_of_children_counts() -> None:
    busy = "import time\nwhile time.process_time() < 0.5: pass"
    inside = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {busy!r}])"
    took = cost([sys.executable, "-c", inside])
    assert 0.5 <= took.cpu < took.wall + 0.5


def test_a_command_that_fails_is_no_measurement() -> None:
    with pytest.raises(subprocess.CalledProcessError):
        cost([sys.executable, "-c", "raise SystemExit(3)"])


def test_a_ratio_is_the_median_of_the_pairs_ratios() -> None:
    seconds = [(1.0, 2.0), (8.0, 2.0), (3.0, 3.0)]
    pairs = Pairs(tuple((Cost(ours, 0, 0, 0), Cost(theirs, 0, 0, 0)) for ours, theirs in seconds))
    assert pairs.ratio(lambda run: run.wall) == 1.0
    assert pairs.medians(lambda run: run.wall) == (3.0, 2.0)
