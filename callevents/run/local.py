"""Reading logs in this process, from the first source to the last."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from callevents.model.errors import CallEventsError, UsageError
from callevents.model.problem import Code
from callevents.model.settings import Reading
from callevents.read.decode import Decoder
from callevents.read.lines import Lines, Readable, SourceError
from callevents.read.search import Search
from callevents.read.section import Section, Stretches
from callevents.read.sources import Missing, Source
from callevents.read.streams import Stream
from callevents.rebuild.fold import fold
from callevents.rebuild.seen import Piece, Seen

Paths = Iterable[str | os.PathLike[str]]

OnProgress = Callable[[int, int | None], None]
"""Takes the bytes read so far as they lie on disk, and how many there are in all (None where that is not known)."""


def read_logs(
    sources: Iterable[Source],
    missing: Iterable[Missing],
    reading: Reading,
    keep_text: str | None = None,
    on_progress: OnProgress | None = None,
    search: Search | None = None,
) -> Seen:
    """Read sources one after the other; with a search, only the lines that can matter to it.

    What cannot be read is noted in the state, and the rest is read. Raises UsageError where the rejected lines would
    overwrite a source, CallEventsError or OSError where they cannot be written.
    """
    sources = list(sources)
    seen = Seen(keep_text, reading.listed)
    for absent in missing:
        seen.fault(absent.name, absent.error.code, absent.error.message)
    with rejects_file(reading.rejects, sources) as rejects:
        for source, progress in one_by_one(sources, on_progress):
            _read_source(source, reading, seen, rejects, progress, search)
    return seen


def one_by_one(
    sources: Sequence[Source], on_progress: OnProgress | None
) -> Iterator[tuple[Source, Callable[[int], None]]]:
    """Give the sources in their order, each with the function that takes the position in it while it is read."""
    sizes = [source.size for source in sources]
    total = None if None in sizes else sum(size for size in sizes if size)
    done = 0
    for source in sources:

        def progress(position: int, before: int = done) -> None:
            if on_progress:
                on_progress(before + position, total)

        yield source, progress
        done += source.size or 0


@contextmanager
def rejects_file(path: Path | None, sources: Iterable[Source]) -> Iterator[BinaryIO | None]:
    """Open the file that takes the rejected lines, if one is wanted.

    Raises UsageError where it is itself one of the sources, CallEventsError where it cannot be written.
    """
    if path is None:
        yield None
        return
    if any(source.is_file(path) for source in sources):
        raise UsageError(f"{path} is one of the logs to read, so it cannot take the rejected lines")
    try:
        file = path.open("wb")
    except OSError as error:
        raise CallEventsError(f"{path}: cannot be opened for the rejected lines: {error.strerror or error}") from None
    with file:
        yield file


@contextmanager
def source_pieces(
    source: Source,
    max_line: int,
    spill: Callable[[bytes], object] | None,
    progress: Callable[[int], None] | None = None,
    search: Search | None = None,
) -> Iterator[Iterator[tuple[int, Lines]]]:
    """Open a source for as long as the context lasts, and give its pieces: where each starts, and its lines,
    decompressed. search is that of `Lines`. Raises SourceError."""
    with source.opened() as raw:
        yield (
            (start, Lines(stream, max_line, spill, search, from_start=start == 0))
            for start, stream in _streams(source, raw, progress)
        )


def _streams(source: Source, raw: BinaryIO, progress: Callable[[int], None] | None) -> Iterable[tuple[int, Readable]]:
    if source.is_part:
        return [(source.start, Section(raw, source.start, source.end, progress))]
    if source.stretches is None:
        return [(0, Stream(raw, progress))]
    which, of = source.stretches
    # Each of those that divide it goes through all of it, and has as much of it as its part of the bytes.
    return Stretches(Stream(raw, progress and (lambda position: progress(position // of))), which, of)


def _read_source(
    source: Source,
    reading: Reading,
    seen: Seen,
    rejects: BinaryIO | None,
    progress: Callable[[int], None],
    search: Search | None,
) -> None:
    def reject(line_number: int, code: Code, message: str, line: bytes) -> None:
        seen.reject(len(seen.pieces) - 1, line_number, code, message)
        if rejects:
            rejects.write(line + b"\n")

    decoder = Decoder(reading, reject, searched=search is not None)
    spill = rejects.write if rejects else None
    try:
        with source_pieces(source, reading.max_line, spill, progress, search) as pieces:
            for start, lines in pieces:
                piece = Piece(source.name, start)
                seen.pieces.append(piece)
                decoder.begin()
                try:
                    fold(seen, len(seen.pieces) - 1, decoder.batches(lines))
                finally:
                    piece.bytes = lines.bytes
                    piece.lines, piece.blank, piece.skipped = decoder.lines, decoder.blank, decoder.skipped
    except SourceError as error:
        seen.fault(source.name, error.code, error.message)
