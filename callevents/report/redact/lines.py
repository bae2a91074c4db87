"""Redacting whole logs, line by line: order, bad lines and line ends stay."""

import string
from collections.abc import Callable, Iterator
from functools import cached_property

import orjson

from callevents.model.settings import Judging, Reading, Redacting
from callevents.model.summary import Inputs
from callevents.read.decode import Decoder
from callevents.read.lines import BOM, Lines, SourceError, TooLong
from callevents.read.sources import Source, find_sources
from callevents.read.streams import Stream
from callevents.rebuild.finish import finish
from callevents.rebuild.log import Log
from callevents.rebuild.seen import Piece, Seen
from callevents.report.redact.fields import Holds, fields_of
from callevents.report.redact.numbers import Numbers
from callevents.report.redact.rewrite import Rewriter
from callevents.report.redact.standins import StandIns
from callevents.report.redact.words import Words
from callevents.report.warnings import source_sentence
from callevents.run.local import OnProgress, Paths, one_by_one

Write = Callable[[bytes], object]

_HIGH = bytes(range(0x80, 0x100))
_MASK = bytes.maketrans(
    (string.ascii_letters + string.digits).encode() + _HIGH, b"x" * 52 + b"0" * 10 + b"x" * len(_HIGH)
)
# Keeps what is no ASCII from being text at all.
_MASK_INVALID = _MASK[:0x80] + b"\xff" * 0x80


class Redaction:
    """Writes logs with what tells of people taken out of them, one source after the other."""

    def __init__(self, paths: Paths, reading: Reading, redacting: Redacting) -> None:
        """Raises UsageError for settings that cannot be understood, MissingExtraError, OSError."""
        self._stand_ins = StandIns(redacting.key_file)
        words = Words(redacting, Numbers(redacting.region, self._stand_ins), self._stand_ins)
        self._change = words.change
        self._rewrite = Rewriter(words.change).rewrite
        self._fields = fields_of(reading)
        self._reading = reading
        self._sources, missing = find_sources(paths)
        self._seen = Seen()
        for absent in missing:
            self._seen.fault(absent.name, absent.error.code, absent.error.message)
        self._between = b""

    def write(self, write: Write, on_progress: OnProgress | None = None) -> None:
        """Read all logs, and write each line as it becomes. Raises what `write` raises, OSError for the key file."""
        try:
            for source, progress in one_by_one(self._sources, on_progress):
                try:
                    self._write_source(source, write, progress)
                except SourceError as error:
                    self._seen.fault(source.name, error.code, error.message)
        finally:
            self._stand_ins.save()

    def _write_source(self, source: Source, write: Write, progress: Callable[[int], None]) -> None:
        number = len(self._seen.pieces)
        piece = Piece(source.name)
        decoder = Decoder(self._reading, lambda line, code, text, _: self._seen.reject(number, line, code, text))
        spilled = False

        def spill(part: bytes) -> None:
            nonlocal spilled
            write((b"" if spilled else self._between) + part.translate(_MASK))
            spilled = True

        with source.opened() as raw:
            stream = _Watched(Stream(raw, progress))
            lines = Lines(stream, self._reading.max_line, spill)
            self._seen.pieces.append(piece)
            try:
                for batch in lines:
                    for _ in decoder.events([batch]):
                        pass
                    if stream.has_bom and number == 0 and not self._between:
                        write(BOM)
                    for line in batch:
                        start = b"" if spilled else self._between
                        write(start + (line.rest.translate(_MASK) if isinstance(line, TooLong) else self.line(line)))
                        self._between = b"\n"
                        spilled = False
            finally:
                piece.bytes, piece.lines, piece.blank = lines.bytes, decoder.lines, decoder.blank
                if stream.last == b"\n":
                    write(self._between)
                    self._between = b""

    def line(self, line: bytes) -> bytes:
        """Redact one line, without its newline."""
        split = _split(line)
        if split is None:
            masked = line.translate(_MASK)
            # What was no JSON must not become JSON, or another line would be counted in its place.
            return masked if _split(masked) is None else line.translate(_MASK_INVALID)
        before, document = split
        prefix = before.decode(errors="surrogateescape")
        if before not in (b"", BOM):
            prefix = self._change(Holds.EVENT, prefix)
        rewritten = self._rewrite(document.decode(), self._fields)
        return prefix.encode(errors="surrogateescape") + rewritten.encode()

    @cached_property
    def _log(self) -> Log:
        return finish(self._seen, Judging())

    @property
    def inputs(self) -> Inputs:
        """What was read; the events of good lines are not counted."""
        return self._log.inputs

    @property
    def damaged(self) -> bool:
        """Whether a source could not be read, or not to its end."""
        return self._log.damaged

    @property
    def warnings(self) -> tuple[str, ...]:
        """Sentences on bad lines and on sources that could not be read."""
        return tuple(self._warnings())

    def _warnings(self) -> Iterator[str]:
        if rejected := self.inputs.rejected:
            lines = "1 line is" if rejected == 1 else f"{rejected:,} lines are"
            yield f"{lines} no event (see callevents check), and masked as a whole"
        yield from (source_sentence(reject) for reject in self._log.rejects if reject.line is None)


class _Watched:
    """A stream of which is remembered whether it starts with a byte order mark, and its last byte."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self.has_bom = False
        self.last = b""

    def read1(self, size: int, /) -> bytes:
        block = self._stream.read1(size)
        if block:
            self.has_bom = self.has_bom or (not self.last and block.startswith(BOM))
            self.last = block[-1:]
        return block


def _split(line: bytes) -> tuple[bytes, bytes] | None:
    """Split a line into the text before its JSON document and the document; None where it holds none."""
    before, brace, rest = line.partition(b"{")
    for prefix, document in ((b"", line), (before, brace + rest)):
        try:
            orjson.loads(document)
        except orjson.JSONDecodeError:
            continue
        return prefix, document
    return None
