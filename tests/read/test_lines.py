from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callevents.model.problem import DAMAGED
from callevents.read.lines import BLOCK, BOM, Lines, SourceError, TooLong

UNLIMITED = 1 << 40


class Blocks:
    """A stream that gives its bytes in these blocks; a fault comes after them."""

    def __init__(self, blocks: Iterable[bytes], fault: SourceError | None = None) -> None:
        self._blocks = iter(blocks)
        self._fault = fault

    def read1(self, size: int, /) -> bytes:
        block = next(self._blocks, b"")
        if not block and self._fault:
            raise self._fault
        return block


def lines_of(*blocks: bytes, max_line: int = UNLIMITED) -> list[bytes]:
    return [line for batch in Lines(Blocks(blocks), max_line) for line in batch]


def test_lines_come_without_their_newline_and_with_all_else() -> None:
    assert lines_of(b"a\nb\r\n\n c \n") == [b"a", b"b\r", b"", b" c "]


def test_the_last_line_needs_no_newline() -> None:
    assert lines_of(b"a\nb") == [b"a", b"b"]


def test_an_empty_stream_has_no_lines() -> None:
    assert lines_of() == []


def test_a_bom_at_the_start_is_no_part_of_the_first_line_and_counts_as_bytes() -> None:
    read = Lines(Blocks([BOM + b"a\n" + BOM + b"b\n"]), UNLIMITED)
    assert [line for batch in read for line in batch] == [b"a", BOM + b"b"]
    assert read.bytes == 10


@given(st.lists(st.binary(min_size=1, max_size=20) | st.just(b"\n") | st.just(b"a\nb\n"), max_size=20))
def test_lines_are_the_same_however_the_bytes_come(blocks: list[bytes]) -> None:
    data = b"".join(blocks)
    whole = data.removeprefix(BOM).split(b"\n")
    if not whole[-1]:
        whole.pop()
    if not data.startswith(BOM):
        assert lines_of(*blocks) == whole
    read = Lines(Blocks(blocks), UNLIMITED)
    list(read)
    assert read.bytes == len(data)


@given(st.lists(st.sampled_from([b"a", b"bb", b"ccc", b"dddd", b"\n", b"e\nffff\n"]), max_size=20), st.booleans())
def test_a_line_over_the_limit_is_stood_for_and_its_bytes_are_all_given_away(
    blocks: list[bytes], all_at_once: bool
) -> None:
    """What is spilled while reading and what the stand-ins hold is, in the order of the lines, what was left out."""
    data = b"".join(blocks)
    spilled = bytearray()
    kept = []
    for batch in Lines(Blocks([data] if all_at_once and data else blocks), 3, spilled.extend):
        for line in batch:
            if isinstance(line, TooLong):
                assert line == b""
                spilled += line.rest + b"\n"
            else:
                kept.append(line)
    expected = data.split(b"\n")
    if not expected[-1]:
        expected.pop()
    assert kept == [line for line in expected if len(line) <= 3]
    assert spilled == b"".join(line + b"\n" for line in expected if len(line) > 3)


def test_a_long_line_is_never_held_in_whole() -> None:
    pieces = []
    blocks = (b"x" * BLOCK for _ in range(100))
    lines = Lines(Blocks(blocks), 4 * BLOCK, lambda piece: pieces.append(len(piece)))
    held = 0
    for batch in lines:
        held = max(held, sum(map(len, batch)))
    assert held == 0
    assert sum(pieces) == lines.bytes == 100 * BLOCK
    assert max(pieces) == BLOCK


@pytest.mark.parametrize("max_line", [BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK])
def test_the_limit_is_exact(max_line: int) -> None:
    def blocks(length: int) -> list[bytes]:
        data = b"y" * length + b"\nend\n"
        return [data[start : start + BLOCK] for start in range(0, len(data), BLOCK)]

    fits, end = lines_of(*blocks(max_line), max_line=max_line)
    assert (len(fits), end) == (max_line, b"end")
    over, end = lines_of(*blocks(max_line + 1), max_line=max_line)
    assert isinstance(over, TooLong)
    assert end == b"end"


def test_a_fault_comes_after_all_lines_before_it_and_the_line_it_cut_off() -> None:
    fault = SourceError(DAMAGED, "cut")
    batches = iter(Lines(Blocks([b"a\nb\nc", b"c\nhalf"], fault), UNLIMITED))
    assert [next(batches), next(batches), next(batches)] == [[b"a", b"b"], [b"cc"], [b"half"]]
    with pytest.raises(SourceError) as raised:
        next(batches)
    assert raised.value is fault
