"""The progress bar: on stderr, only where that is a terminal, and only for work that takes a while."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from callevents.run.local import OnProgress

_PATIENCE = 0.5
"""Seconds of work before a bar appears."""

_PAUSE = 0.1
"""Seconds between two looks of the bar."""


@contextmanager
def progress(quiet: bool) -> "Iterator[OnProgress | None]":
    """Give the function that reading reports to, or None where nobody would see it. The bar is wiped at the end."""
    if quiet or sys.stderr is None or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield None
        return
    bar = _Bar()
    try:
        yield bar.show
    finally:
        bar.stop()


class _Bar:
    """Bytes read, rate and time left. Rich is imported only when the bar appears."""

    def __init__(self) -> None:
        self._due = time.monotonic() + _PATIENCE
        self._update: OnProgress | None = None
        self.stop: Callable[[], None] = lambda: None

    def show(self, done: int, total: int | None) -> None:
        now = time.monotonic()
        if now < self._due:
            return
        if self._update is None:
            self._update = self._appear(done, total)
        self._update(done, total)
        self._due = time.monotonic() + _PAUSE

    def _appear(self, done: int, total: int | None) -> "OnProgress":
        from rich.console import Console
        from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn, TransferSpeedColumn

        # No thread of its own: it would take time from reading.
        rich_bar = Progress(
            "Reading",
            BarColumn(),
            DownloadColumn(),
            TransferSpeedColumn(),
            TimeRemainingColumn(compact=True),
            console=Console(stderr=True),
            transient=True,
            auto_refresh=False,
        )
        task = rich_bar.add_task("", completed=done, total=total)
        rich_bar.start()
        self.stop = rich_bar.stop
        return lambda done, total: rich_bar.update(task, completed=done, total=total, refresh=True)
