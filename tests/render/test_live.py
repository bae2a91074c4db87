"""The live page: what it shows in how many lines, and how it stays in its place on a terminal.

UPDATE_GOLDEN=1 in the environment writes the golden pages anew: then read the diff.
"""

import io
import os
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from callevents.model.call import Grade, Outcome, Stage
from callevents.model.live import Current, LiveCall, LiveView, State
from callevents.render.live import Roll, Screen, live_lines
from callevents.render.output import Output
from render.values import at, call

GOLDEN = Path(__file__).parent / "golden"


def going(number: int, grade: Grade = Grade.GOOD, **changes: object) -> LiveCall:
    fields: dict[str, object] = {
        "call_id": f"{number:08x}-8a52-4b0e-9a5f-2f6f0f2d7c11",
        "stage": Stage.CONNECTED,
        "outcome": Outcome.IN_PROGRESS,
        "started": at("09:10:07"),
        "ended": None,
        "grade": Grade.FAIR,
    }
    current = Current(0.4, 12, 88, 4.36, grade)
    return LiveCall(call(**fields | changes), State.TALKING, current, 0, None)


FLAGGED = replace(
    going(1), state=State.ON_HOLD, current=Current(4.25, 61, None, 3.02, Grade.POOR), flags=1, flagged=at("09:18:40")
)
VIEW = LiveView(
    now=at("09:20:07"),
    in_progress=34,
    quiet=2,
    ended=1204,
    flags=1,
    by_grade={"good": 1000, "fair": 150, "poor": 54, "unknown": 20},
    events=52_300,
    events_per_second=49.96,
    rejected=3,
    listed=(FLAGGED, *(going(number) for number in range(2, 34)), replace(going(34), current=Current())),
    last_ended=tuple(replace(call(), call_id=f"e{number:07x}-8a52-4b0e") for number in range(20)),
    worst=tuple(replace(call(), call_id=f"f{number:07x}-8a52-4b0e") for number in range(20)),
)
EMPTY = LiveView(
    now=None,
    in_progress=0,
    quiet=0,
    ended=0,
    flags=0,
    by_grade={},
    events=0,
    events_per_second=None,
    rejected=0,
    listed=(),
    last_ended=(),
    worst=(),
)


def lines(
    view: LiveView = VIEW,
    width: int = 80,
    height: int = 24,
    trouble: str | None = None,
    name: str = "logs/agent.ndjson",
    color: bool = False,
    unicode: bool = True,
) -> list[str]:
    return live_lines(view, name, trouble, Output(io.BytesIO(), True, width, color, unicode=unicode), height)


def check(name: str, content: Sequence[str]) -> None:
    path = GOLDEN / name
    text = "".join(f"{line}\n" for line in content)
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_bytes(text.encode())
    assert text == path.read_bytes().decode()


@pytest.mark.parametrize(("width", "height"), [(80, 24), (160, 50), (40, 24)])
def test_a_live_page(width: int, height: int) -> None:
    check(f"live.{width}.txt", lines(width=width, height=height))


def test_a_live_page_in_colour() -> None:
    check("live.color.txt", lines(color=True))


def test_a_live_page_in_ascii() -> None:
    content = lines(unicode=False)
    assert all(line.isascii() for line in content)
    check("live.ascii.txt", content)


def test_a_page_of_a_log_that_is_not_there_yet_says_so() -> None:
    check("live.waiting.txt", lines(EMPTY, trouble="does not exist yet; waiting for it"))


@pytest.mark.parametrize("height", [3, 5, 8, 12, 16, 20, 24, 30, 50, 100])
@pytest.mark.parametrize("width", [40, 80, 160])
def test_a_page_is_never_higher_than_the_terminal_and_uses_what_there_is(width: int, height: int) -> None:
    content = lines(width=width, height=height)
    assert len(content) <= height
    assert content[-1] == lines(width=width, height=100)[-1]
    if width >= 80 and height in range(12, 60):
        assert len(content) == height


def test_every_kind_of_call_keeps_some_rows_on_a_small_terminal() -> None:
    content = "\n".join(lines())
    assert content.count("-8a52") + content.count("0000000") >= 8
    for head in ("In progress", "Last ended", "Worst"):
        assert head in content


def test_the_latest_samples_are_graded_under_now_and_the_call_under_grade() -> None:
    page = lines(width=80)
    heads, row = page[4], page[6]
    assert row[heads.index("Now") :].split() == ["poor", "fair"]
    assert heads.split()[-2:] == ["Now", "Grade"]


def test_hostile_text_is_shown_as_text() -> None:
    view = replace(VIEW, listed=(going(1, call_id="\x1b]52;c;x\x07", agent="\x1b[2J", participant="\u202ered"),))
    content = "\n".join(lines(view, width=160, name="\x1b[31mlog", trouble="\x9b1m"))
    assert content.isprintable() or set("".join(c for c in content if not c.isprintable())) == {"\n"}
    assert "\\x1b[31mlog" in content


def failing(screen: Screen) -> list[str]:
    screen.draw(["one"])
    raise LookupError


def test_a_screen_leaves_the_terminal_as_it_was_whatever_happens() -> None:
    stream = io.BytesIO()
    with pytest.raises(LookupError), Screen(Output(stream)) as screen:
        screen.draw(failing(screen))
    written = stream.getvalue()
    for on, off in ((b"\x1b[?1049h", b"\x1b[?1049l"), (b"\x1b[?25l", b"\x1b[?25h"), (b"\x1b[?7l", b"\x1b[?7h")):
        assert written.count(on) == written.count(off) == 1
        assert written.index(on) < written.index(b"one") < written.index(off)


def test_a_screen_writes_only_what_is_new_and_all_of_it_after_a_pause() -> None:
    stream = io.BytesIO()
    with Screen(Output(stream)) as screen:
        screen.draw(["one"])
        size = len(stream.getvalue())
        screen.draw(["one"])
        assert len(stream.getvalue()) == size
        screen.leave()
        screen.__enter__()
        screen.draw(["one"])
    assert stream.getvalue().count(b"one") == 2


def seen(written: bytes, width: int, height: int) -> list[str]:
    """Give what a terminal of that size shows that does not wrap: its cursor stays on the last cell of a full line."""
    cells = [[" "] * width for _ in range(height)]
    row = column = 0
    for code, char in re.findall(r"\x1b\[([^A-Za-z]*[A-Za-z])|([^\x1b])", written.decode()):
        if code == "H":
            row = column = 0
        elif code in {"K", "J"}:
            cells[row][column:] = [" "] * (width - column)
            cells[row + 1 :] = [[" "] * width for _ in cells[row + 1 :]] if code == "J" else cells[row + 1 :]
        elif char == "\r":
            column = 0
        elif char == "\n":
            row += 1
        elif char:
            cells[row][column] = char
            column = min(column + 1, width - 1)
    return ["".join(line).rstrip() for line in cells]


def test_a_page_as_large_as_the_terminal_is_seen_whole_and_nothing_stays_of_the_one_before() -> None:
    stream = io.BytesIO()
    with Screen(Output(stream)) as screen:
        for page in (["first page", "0123456789", "0123456789"], ["0123456789", "", "0123456789"], ["x", "0123456789"]):
            screen.draw(page)
            assert seen(stream.getvalue(), 10, 3) == [*page, ""][:3]


def test_a_terminal_without_a_cursor_gets_a_page_now_and_then() -> None:
    stream, now = io.BytesIO(), [0.0]
    with Roll(Output(stream), lambda: now[0]) as roll:
        for second in range(12):
            now[0] = float(second)
            roll.draw([f"page {second}"])
    assert stream.getvalue() == b"page 0\n\npage 10\n\n"


def test_what_the_values_hold_is_what_the_page_shows() -> None:
    content = "\n".join(lines(width=160, height=50))
    for text in ("34 in progress", "2 more quiet for 15 min", "1 open flag", "1,204 ended", "50.0 events/s", "1:27"):
        assert text in content
