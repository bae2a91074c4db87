"""The lines of logs as they stand, chosen by the events they hold."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import IO, BinaryIO

import numpy as np
from msgspec.structs import replace

from callevents.model.settings import Filters, Judging, Reading
from callevents.model.summary import Inputs
from callevents.read.lines import BLOCK, SourceError, reading_failed
from callevents.read.sources import Source, find_sources
from callevents.rebuild.log import Log
from callevents.report.analysis import Analysis
from callevents.report.problems import chosen_events
from callevents.report.select import select
from callevents.report.warnings import unknown_values
from callevents.run.analyze import analyze_sources
from callevents.run.local import OnProgress, Paths, source_pieces
from callevents.run.parallel import OnWorkers


class MatchingLines:
    """The lines whose events the filters choose, in the order of sources: the line's own bytes, without its newline.

    The logs are read twice: once to tell the events and their calls (an event without a call id finds its call only
    when all are known), and once for the lines. What can be read only once is kept in a temporary file meanwhile.
    """

    def __init__(
        self,
        paths: Paths,
        reading: Reading,
        filters: Filters,
        on_progress: OnProgress | None = None,
        on_workers: OnWorkers | None = None,
        jobs: int = 0,
        find: Sequence[str] | None = None,
    ) -> None:
        """Read the logs for the first time; on_workers, jobs and find are those of `callevents.analyze`.

        Raises UsageError for filters that cannot be understood.
        """
        self._files = ExitStack()
        sources, missing = find_sources(paths)
        self._sources = [self._kept(source) for source in sources]
        self._max_line = reading.max_line
        wanted = filters.needed_ids(find)
        self._log = analyze_sources(
            self._sources, missing, reading, Judging(), None, on_progress, on_workers, jobs, wanted
        )
        self._chosen = _chosen_places(self._log, filters)
        self._filters = filters
        self._told = Analysis(self._log)

    @property
    def inputs(self) -> Inputs:
        """What was read."""
        return self._told.inputs

    @property
    def damaged(self) -> bool:
        """Whether a source could not be read, or not to its end."""
        return self._told.damaged

    @property
    def warnings(self) -> tuple[str, ...]:
        """Sentences on bad lines, on sources that could not be read, and on filters that nothing fits."""
        return (*self._told.warnings, *unknown_values(self._log, self._filters))

    def __iter__(self) -> Iterator[bytes]:
        """Give the lines. A source that cannot be read again is passed over: the first reading told of it."""
        with self._files:
            for source in self._sources:
                wanted = iter(self._chosen.get(source.name, ()))
                try:
                    yield from self._lines(source, wanted)
                except SourceError:
                    continue

    def _lines(self, source: Source, wanted: Iterator[int]) -> Iterator[bytes]:
        line = next(wanted, None)
        if line is None:
            return
        read = 0
        with source_pieces(source, self._max_line, None) as pieces:
            for batch in (batch for _, lines in pieces for batch in lines):
                while line is not None and line <= read + len(batch):
                    yield batch[line - read - 1]
                    line = next(wanted, None)
                read += len(batch)
                if line is None:
                    return

    def _kept(self, source: Source) -> Source:
        """Copy standard input or a pipe to a file, so that it can be read twice."""
        if not source.passes:
            return source
        file = self._files.enter_context(tempfile.NamedTemporaryFile(prefix="callevents-"))  # noqa: SIM115
        try:
            with source.opened() as raw:
                _copy(raw, file)
        except SourceError:
            return source
        file.flush()
        return replace(source, path=file.name)


def _copy(raw: BinaryIO, file: IO[bytes]) -> None:
    while True:
        try:
            block = raw.read(BLOCK)
        except OSError as error:
            raise reading_failed(error) from None
        if not block:
            return
        file.write(block)


def _chosen_places(log: Log, filters: Filters) -> dict[str, list[int]]:
    """Give by source the lines of the chosen events, ascending."""
    calls_only = replace(filters, since=None, until=None, types=())
    chosen = chosen_events(select(log, calls_only), filters)
    places: dict[str, list[int]] = {}
    for position in np.sort(log.events.positions(np.flatnonzero(chosen))).tolist():
        source, line = log.events.place_of(position)
        places.setdefault(source, []).append(line)
    return places
