import io
import sys
import time
from unittest import mock

import pytest

from callevents.cli.progress import progress


class Stream(io.StringIO):
    def __init__(self, terminal: bool) -> None:
        super().__init__()
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    clock = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    return clock


def test_work_that_takes_long_shows_a_bar_on_a_terminal(now: list[float]) -> None:
    terminal = Stream(terminal=True)
    with mock.patch.object(sys, "stderr", terminal), progress(quiet=False) as on_progress:
        assert on_progress
        now[0] += 0.4
        on_progress(1_000_000, 4_000_000)
        assert terminal.getvalue() == ""
        now[0] += 0.2
        on_progress(2_000_000, 4_000_000)
        assert "2.0/4.0 MB" in terminal.getvalue()


def test_a_bar_of_unknown_length_shows_what_was_read(now: list[float]) -> None:
    terminal = Stream(terminal=True)
    with mock.patch.object(sys, "stderr", terminal), progress(quiet=False) as on_progress:
        assert on_progress
        now[0] += 1
        on_progress(2_000_000, None)
    assert "2.0/? MB" in terminal.getvalue()


@pytest.mark.parametrize(
    ("quiet", "is_terminal", "term"), [(True, True, "xterm"), (False, False, "xterm"), (False, True, "dumb")]
)
def test_nothing_is_reported_where_nobody_sees_it(
    monkeypatch: pytest.MonkeyPatch, quiet: bool, is_terminal: bool, term: str
) -> None:
    monkeypatch.setenv("TERM", term)
    monkeypatch.setattr(sys, "stderr", Stream(is_terminal))
    with progress(quiet) as on_progress:
        assert on_progress is None
