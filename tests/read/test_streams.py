"""From files to bytes, whatever the file: compressed in any way, damaged, or no log at all."""

import bz2
import gzip
import io
import lzma
import os
import random
import sys
import threading
import zlib
from collections.abc import Callable
from typing import Any

import pytest

from callevents.model.problem import DAMAGED, NOT_LINES, UNREADABLE, WRONG_ENCODING
from callevents.read import unpack
from callevents.read.lines import BLOCK, BOM, SourceError
from callevents.read.streams import Stream, refusal

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstd.compress,
}
DATA = b"".join(b'{"type":"mute","detail":{"callId":"%d"}}\n' % number for number in range(5_000))
every_format = pytest.mark.parametrize("pack", PACKERS.values(), ids=PACKERS)


@pytest.fixture(params=[True, False], ids=["isal", "zlib"], autouse=True)
def isal_is_there(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read all twice: gzip by ISA-L, and by zlib as where ISA-L is not."""
    if not request.param:
        monkeypatch.setattr(unpack, "find_spec", lambda _: None)


def read(data: Any) -> tuple[bytes, SourceError | None]:
    """Read bytes, or a file, to the end or to the fault."""
    stream = Stream(io.BytesIO(data) if isinstance(data, bytes) else data)
    blocks = []
    try:
        while block := stream.read1(BLOCK):
            blocks.append(block)
    except SourceError as fault:
        return b"".join(blocks), fault
    return b"".join(blocks), None


@every_format
def test_what_is_compressed_is_decompressed(pack: Callable[[bytes], bytes]) -> None:
    assert read(pack(DATA)) == (DATA, None)
    assert read(pack(b"")) == (b"", None)
    assert read(pack(b"x")) == (b"x", None)


@every_format
def test_several_members_are_read_one_after_the_other(pack: Callable[[bytes], bytes]) -> None:
    assert read(pack(DATA) + pack(b"") + pack(b"x" * 300) + pack(DATA)) == (DATA + b"x" * 300 + DATA, None)
    assert read(b"".join(pack(b"%d\n" % number) for number in range(50)))[0].split() == [
        b"%d" % number for number in range(50)
    ]


@every_format
def test_zeros_that_fill_up_a_block_are_no_junk(pack: Callable[[bytes], bytes]) -> None:
    for zeros in (1, 255, 256, 257, 1000):
        assert read(pack(DATA) + b"\0" * zeros) == (DATA, None)
        assert read(pack(DATA) + b"\0" * zeros + pack(b"x")) == (DATA + b"x", None)


@every_format
@pytest.mark.parametrize("junk", [b"j", b"junk", b"\x1f", b"x" * 10_000, b"\0\0x", b"{}\n"])
def test_junk_after_the_end_is_damage_and_costs_nothing(pack: Callable[[bytes], bytes], junk: bytes) -> None:
    data, fault = read(pack(DATA) + junk)
    assert data == DATA
    assert fault is not None
    assert fault.code is DAMAGED
    assert fault.message == "the compressed data is damaged: after its end there is something else"


@every_format
def test_what_is_cut_short_gives_all_that_can_be_told(pack: Callable[[bytes], bytes]) -> None:
    # Two blocks of bzip2, whose blocks can be told only in whole.
    packed = pack(random.Random(1).randbytes(800_000).hex().encode())
    given = []
    for cut in range(6, len(packed), len(packed) // 6):
        data, fault = read(packed[:cut])
        assert fault is not None
        assert (fault.code, fault.message) == (DAMAGED, "the compressed data is damaged: it is cut short")
        given.append(len(data))
    assert given == sorted(given)
    assert given[-1] > 800_000


def test_a_gzip_file_that_is_cut_short_gives_every_byte_it_holds() -> None:
    packed = gzip.compress(DATA)
    for cut in range(18, len(packed), 501):
        assert read(packed[:cut])[0] == zlib.decompressobj(31).decompress(packed[:cut])
    assert read(packed[:-1])[0] == DATA


@every_format
def test_damage_anywhere_never_raises_anything_else_nor_costs_what_came_well_before(
    pack: Callable[[bytes], bytes],
) -> None:
    random_bytes = random.Random(2)
    first, second = pack(DATA), pack(DATA[::-1])
    for _ in range(60):
        packed = bytearray(first + second)
        place = len(first) + random_bytes.randrange(len(second))
        packed[place] ^= 1 << random_bytes.randrange(8)
        data, fault = read(bytes(packed))
        assert data.startswith(DATA)
        # zstd has no checksum unless it is asked for one.
        assert pack is zstd.compress or fault is not None or data == DATA + DATA[::-1]
        assert fault is None or fault.code is DAMAGED


@every_format
def test_bytes_that_only_begin_like_compressed_data_are_damage(pack: Callable[[bytes], bytes]) -> None:
    magic = pack(b"")[:6]
    for rest in (b"", b"\0" * 100, b"x" * 100, DATA):
        data, fault = read(magic + rest)
        assert len(data) < 100
        assert fault is not None
        assert fault.code is DAMAGED


def test_compression_is_not_guessed_from_less_than_its_mark() -> None:
    for text in (b"BZh", b"BZhello\n", b"\x1f", b"\xfd7zX", b"(\xb5/", b"P*M\n", b"x"):
        assert read(text) == (text, None)


def test_zstd_frames_to_be_skipped_are_skipped() -> None:
    skippable = b"\x50\x2a\x4d\x18\x04\0\0\0abcd"
    for packed in (skippable + zstd.compress(DATA), zstd.compress(DATA) + skippable):
        assert read(packed) == (DATA, None)


def test_an_xz_file_that_asks_for_too_much_memory_is_refused() -> None:
    # The size of the dictionary is one byte of the header, 40 standing for 4 GiB; the header's own checksum follows.
    packed = bytearray(lzma.compress(b"x"))
    assert packed[12:16] == b"\x02\x00\x21\x01"
    packed[16] = 40
    packed[20:24] = zlib.crc32(packed[12:20]).to_bytes(4, "little")
    data, fault = read(bytes(packed))
    assert data == b""
    assert fault is not None
    assert fault.message == "the compressed data is damaged: Memory usage limit exceeded"


@every_format
def test_a_bomb_comes_in_blocks_of_bounded_size(pack: Callable[[bytes], bytes]) -> None:
    packed = pack(b"\0" * 50_000_000)
    assert len(packed) < 200_000
    stream = Stream(io.BytesIO(packed))
    sizes = []
    while block := stream.read1(BLOCK):
        sizes.append(len(block))
    assert sum(sizes) == 50_000_000
    assert max(sizes) <= 2 * BLOCK


@every_format
def test_a_pipe_may_give_its_bytes_one_by_one(pack: Callable[[bytes], bytes]) -> None:
    for sent in (pack(b"hello\n" * 10), b"hello\n", b"he", b""):
        out, into = os.pipe()

        def write(into: int = into, sent: bytes = sent) -> None:
            for number in range(len(sent)):
                os.write(into, sent[number : number + 1])
            os.close(into)

        writer = threading.Thread(target=write)
        writer.start()
        with os.fdopen(out, "rb") as pipe:
            data, fault = read(pipe)
        writer.join()
        assert fault is None
        assert data == (b"hello\n" * 10 if len(sent) > 10 else sent)


class Broken(io.RawIOBase):
    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        if not (count := self._data.readinto(buffer)):
            raise OSError(5, "Input/output error")
        return count


@pytest.mark.parametrize("data", [DATA, bz2.compress(DATA)[:4_000], gzip.compress(DATA)[:4_000], b""])
def test_a_disk_that_fails_is_told_as_such_whatever_the_format(data: bytes) -> None:
    got, fault = read(Broken(data))
    assert fault is not None
    assert (fault.code, fault.message) == (UNREADABLE, "reading failed: Input/output error")
    if data == DATA:
        assert got == DATA


def test_progress_is_the_position_on_disk_or_for_a_pipe_the_bytes_given() -> None:
    packed = gzip.compress(random.Random(3).randbytes(3 * BLOCK))
    positions: list[int] = []
    stream = Stream(io.BytesIO(packed), positions.append)
    while stream.read1(BLOCK):
        pass
    assert positions == sorted(positions)
    assert positions[-1] == len(packed)


ARRAYS = [
    b'[{"type":"mute"}]',
    b'[\n{"type":"mute"},\n{"type":"mute"}\n]',
    b'[\n  {\n    "type": "mute"\n  }\n]',
    b'[ {"type":"mute"},\n',
    b'\n\n [\r\n  {"type"',
    BOM + b'[{"type":"mute"}]',
    b"[{}]",
    b'[\t{ "',
]
PRETTY = [b'{\n  "type": "mute"\n}', b'{\r\n  "type": "mute"', b'{ \n\n\t"type"', BOM + b'\n{\n "', b' {\n"a"']
LOGS = [
    b"",
    b"{}\n",
    b'{"type":"mute"}\n{"type":',
    b"[onTelephonyEvent hold]: {}",
    b"[{correlation}] INFO {}",
    b"[2026-03-02 09:14:07] {}",
    b"[]\n{}\n",
    b"[1]\n",
    b'{\n{"type":"mute"}\n',
    b"\0",
    b"\0\0\0\0\0\0\0\0{}\n",
    b"\0" * 5_000,
    "時刻 {}".encode(),
    b"\xff{}\n",
]


@pytest.mark.parametrize("start", ARRAYS)
def test_a_json_array_is_refused_with_the_command_that_converts_it(start: bytes) -> None:
    fault = refusal(start)
    assert fault is not None
    assert fault.code is NOT_LINES
    assert fault.message == (
        "found a JSON array, expected one JSON object a line; convert it: jq -c '.[]' LOG > LOG.ndjson"
    )


@pytest.mark.parametrize("start", PRETTY)
def test_pretty_printed_json_is_refused_with_the_command_that_converts_it(start: bytes) -> None:
    fault = refusal(start)
    assert fault is not None
    assert fault.code is NOT_LINES
    assert fault.message.endswith("convert it: jq -c . LOG > LOG.ndjson")


@pytest.mark.parametrize("encoding", ["UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32"])
@pytest.mark.parametrize("packed", [False, True])
def test_utf_16_is_refused_by_its_name(encoding: str, packed: bool) -> None:
    for text in ('{"type":"mute","detail":{}}\n', '{"text":"時刻は何時ですか"}\r\n' * 10, "2026-03-02 INFO {}"):
        data = text.encode(encoding)
        got, fault = read(gzip.compress(data) if packed else data)
        assert got == b""
        assert fault is not None
        assert fault.code is WRONG_ENCODING
        assert f"iconv -f {encoding} -t UTF-8" in fault.message


@pytest.mark.parametrize("start", LOGS)
def test_what_may_be_a_log_is_not_refused(start: bytes) -> None:
    assert refusal(start) is None
