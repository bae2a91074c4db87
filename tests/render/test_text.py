import re

import pytest

from callevents.model.messages import Flags, Notes, Transcript
from callevents.render.documents import Calls
from callevents.render.layout import cells
from render import values
from render.values import DOCUMENTS, call, written


@pytest.mark.parametrize("width", [40, 60, 80, 100, 132, 160])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_line_is_wider_than_the_terminal(name: str, width: int) -> None:
    lines = written(DOCUMENTS[name], "table", width=width).decode().splitlines()
    assert max(map(cells, lines)) <= width


@pytest.mark.parametrize("name", DOCUMENTS)
def test_colour_changes_no_letter(name: str) -> None:
    coloured = written(DOCUMENTS[name], "table", width=100, color=True)
    assert re.sub(rb"\x1b\[[0-9;]*m", b"", coloured) == written(DOCUMENTS[name], "table", width=100)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_nothing_but_colour_is_sent_to_a_terminal(name: str) -> None:
    codes = set(re.findall(rb"\x1b[^m]*m?", written(DOCUMENTS[name], "table", width=100, color=True)))
    assert codes <= {b"\x1b[%sm" % code for code in (b"0", b"1", b"2", b"32", b"33", b"36", b"1;31", b"1;36")}


@pytest.mark.parametrize("width", [40, 80, 160, None])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_line_ends_in_spaces(name: str, width: int | None) -> None:
    assert not re.search(rb" $", written(DOCUMENTS[name], "table", width=width), re.MULTILINE)


def test_a_column_that_is_left_out_is_named() -> None:
    narrow = " ".join(written(Calls(values.CALLS), "table", width=80).decode().split())
    heads = re.findall(r"\S+(?: \S+)*", written(Calls(values.CALLS), "table").decode().splitlines()[0])
    assert len(heads) == 18
    assert all(head in narrow for head in heads)


def test_a_column_that_holds_nothing_is_left_out_before_one_that_does() -> None:
    silent = call(agent=None, ring_ms=None)
    narrow = written(Calls((silent,)), "table", width=100).decode()
    assert "handled" in narrow
    assert "Agent" not in narrow.splitlines()[0]
    assert "Agent" in written(Calls((silent, values.GOOD)), "table", width=100).decode().splitlines()[0]


def test_nothing_is_left_out_in_a_pipe() -> None:
    for name, document in DOCUMENTS.items():
        assert b"Left out" not in written(document, "table"), name


def test_ids_are_whole_where_there_is_room_and_told_apart_where_there_is_not() -> None:
    twins = Calls((call(call_id="a" * 20 + "1"), call(call_id="a" * 20 + "2"), call(call_id="b" * 40)))
    assert "b" * 40 in written(twins, "table").decode()
    narrow = written(twins, "table", width=80).decode()
    assert "a" * 20 + "1 " in narrow
    assert "b" * 22 not in narrow


def test_a_grade_is_a_word_too() -> None:
    assert "poor" in written(Calls((values.POOR,)), "table", width=40).decode()


@pytest.mark.parametrize("document", [Calls(()), Transcript(()), Notes(()), Flags(())])
def test_nothing_to_show_is_said(document: Calls | Transcript | Notes | Flags) -> None:
    assert written(document, "table", width=80).startswith(b"No ")
