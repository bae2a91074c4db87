import pytest
from hypothesis import given
from hypothesis import strategies as st

from callevents.model.columnar import Columnar
from callevents.render import json_lines as module
from callevents.render.json_lines import json_lines
from callevents.render.json_text import json_bytes
from model.outers import OUTERS, Color, Inner, Outer, in_columns


def lines(values: Columnar[Outer]) -> list[bytes]:
    return b"".join(json_lines(values, json_bytes, b"\n")).split(b"\n")[1:]


@given(st.lists(OUTERS))
def test_lines_made_in_bulk_are_those_of_each_value(values: list[Outer]) -> None:
    table = in_columns(values)
    assert lines(table) == [json_bytes(value.to_dict()) for value in values]
    assert lines(table[::-1]) == [json_bytes(value.to_dict()) for value in values[::-1]]
    assert lines(Columnar.of(Outer, values)) == [json_bytes(value.to_dict()) for value in values]


TEXTS = st.text() | st.sampled_from(
    ["", "\0", "a,b", '","', "\x7f\x85", "\u202e", "\ud800", "é", "\U0001f600", "\\", "\n"]
)


@given(st.lists(st.tuples(TEXTS, st.lists(TEXTS, max_size=3), st.dictionaries(TEXTS, st.integers(0, 9), max_size=2))))
def test_any_text_is_written_as_in_each_value(texts: list[tuple[str, list[str], dict[str, int]]]) -> None:
    values = [
        Outer(name, 1, Color.RED, Inner(None), None, (), tuple(several), by_name, None, None)
        for name, several, by_name in texts
    ]
    assert lines(in_columns(values)) == [json_bytes(value.to_dict()) for value in values]


def test_few_long_texts_do_not_make_all_lines_wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 4000)
    texts = ["a" * 3000 if n in (7, 40) else "b" for n in range(100)]
    values = [Outer(text, n, Color.BLUE, Inner(n / 7), None, (), (text,), {}, True, n) for n, text in enumerate(texts)]
    blocks = list(json_lines(in_columns(values), json_bytes, b"\n"))
    assert b"".join(blocks).split(b"\n")[1:] == [json_bytes(value.to_dict()) for value in values]
    assert len(blocks) > 10


def test_blocks_are_not_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LINES", 3)
    values = [Outer(str(n), n, Color.RED, Inner(n / 3), None, (), (), {}, None, None) for n in range(10)]
    assert lines(in_columns(values)) == [json_bytes(value.to_dict()) for value in values]
