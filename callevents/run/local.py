"""Reading logs in one process, from the first source to the last."""

import os
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from typing import BinaryIO

from callevents.model.problem import Code
from callevents.model.settings import Reading
from callevents.read.decode import Decoder
from callevents.read.lines import Lines, SourceError
from callevents.read.sources import Source, find_sources
from callevents.read.streams import Stream
from callevents.rebuild.seen import Piece, Seen

OnProgress = Callable[[int, int | None], None]
"""Takes the bytes read so far as they lie on disk, and how many there are in all (None where that is not known)."""


def read_logs(
    paths: Iterable[str | os.PathLike[str]],
    reading: Reading,
    keep_text: str | None = None,
    on_progress: OnProgress | None = None,
) -> Seen:
    """Read all logs that the paths name, one after the other.

    What cannot be read is noted in the state, and the rest is read. Raises OSError only for the file that takes the rejected
    lines.
    """
    sources, missing = find_sources(paths)
    seen = Seen(keep_text)
    for absent in missing:
        seen.fault(absent.name, absent.error.code, absent.error.message)
    sizes = [source.size for source in sources]
    total = None if None in sizes else sum(size for size in sizes if size)
    done = 0
    with ExitStack() as stack:
        rejects = stack.enter_context(reading.rejects.open("wb")) if reading.rejects else None
        for source in sources:
            before = done

            def progress(position: int, before: int = before) -> None:
                if on_progress:
                    on_progress(before + position, total)

            _read_source(source, reading, seen, rejects, progress)
            done += source.size or 0
    return seen


def _read_source(
    source: Source, reading: Reading, seen: Seen, rejects: BinaryIO | None, progress: Callable[[int], None]
) -> None:
    number = len(seen.pieces)
    piece = Piece(source.name)

    def reject(line_number: int, code: Code, message: str, line: bytes) -> None:
        seen.reject(number, line_number, code, message)
        if rejects:
            rejects.write(line + b"\n")

    decoder = Decoder(reading, reject)
    try:
        with source.opened() as raw:
            seen.pieces.append(piece)
            stream = Stream(raw, progress)
            lines = Lines(stream, reading.max_line, rejects.write if rejects else None)
            try:
                seen.fold(number, decoder.events(lines))
            except SourceError as error:
                seen.fault(source.name, error.code, error.message)
            piece.bytes, piece.lines, piece.blank = lines.bytes, decoder.lines, decoder.blank
    except SourceError as error:
        seen.fault(source.name, error.code, error.message)
