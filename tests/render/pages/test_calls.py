from zoneinfo import ZoneInfo

import pytest

from callevents.model.audio import Audio, Channels
from callevents.model.call import Grade
from callevents.render.documents import Calls
from callevents.render.items import call_columns
from render import values
from render.test_golden import check
from render.values import call, written


def cells(document: Calls, row: int) -> dict[str, str]:
    lines = written(document, "markdown").decode().splitlines()
    head, body = ([cell.strip() for cell in lines[i].strip("|").split("|")] for i in (0, 2 + row))
    return dict(zip(head, body, strict=True))


def test_loss_jitter_and_rtt_are_those_of_the_worse_channel() -> None:
    row = cells(Calls((values.POOR,)), 0)
    assert (row["Loss %"], row["Jitter ms"], row["RTT ms"]) == ("4.20", "44.5", "231.8")


def test_a_channel_without_figures_is_not_the_worse_one() -> None:
    row = cells(Calls((call(audio=Channels(Audio(), values.CALM)),)), 0)
    assert (row["Loss %"], row["Jitter ms"], row["RTT ms"]) == ("0.20", "8.0", "90.5")


def test_a_call_that_is_poor_for_one_way_audio_says_so_beside_its_grade() -> None:
    assert cells(Calls((values.POOR,)), 0)["Grade"] == "poor, one-way"
    assert cells(Calls((call(problems=()),)), 0)["Grade"] == "poor"
    assert cells(Calls((values.GOOD,)), 0)["Grade"] == "good"


def test_what_is_unknown_is_a_dash() -> None:
    row = cells(Calls((values.MISSED,)), 0)
    assert [row[head] for head in ("Agent", "Talk", "Loss %", "MOS", "Hold")] == ["–", "–", "–", "–", "0s"]


def test_chosen_columns_are_shown_by_their_type_and_unit() -> None:
    paths = "ring_ms,audio.output.rtt_ms.mean,mos,cqd_poor,ended,words_by_role,events"
    row = cells(Calls((values.POOR,), call_columns(paths)), 0)
    assert list(row.values()) == ["8.3s", "231.8", "3.41", "yes", "09:18:27", "Agent 24, EndUser 16", "31"]


def test_times_are_shown_in_the_zone_of_the_output() -> None:
    page = written(Calls(values.CALLS), "table", tz=ZoneInfo("Asia/Kolkata")).decode()
    assert "14:44:07" in page
    assert "2026-03-02, Asia/Kolkata" in page
    assert b"2026-03-02T09:14:07.000Z" in written(Calls(values.CALLS), "json", tz=ZoneInfo("Asia/Kolkata"))


def test_calls_without_times_are_counted_under_the_table() -> None:
    assert "1 call has no times in the log" in written(Calls(values.CALLS), "table").decode()
    assert "no times" not in written(Calls((values.POOR,)), "table").decode()


GOOD, FAIR, POOR, UNKNOWN = Grade.GOOD, Grade.FAIR, Grade.POOR, Grade.UNKNOWN
DRAWN = Calls(
    values.CALLS,
    strips=lambda: {
        values.POOR.call_id: (GOOD, GOOD, FAIR, POOR, POOR, UNKNOWN),
        values.GOOD.call_id: (GOOD,) * 12,
        values.TIMELESS.call_id: (FAIR,),
    },
)


@pytest.mark.parametrize("width", [80, 120, 160, 250])
def test_the_quality_of_each_call_is_drawn_where_there_is_room(width: int) -> None:
    content = written(DRAWN, "table", width=width)
    assert ("▂▂▄▇▇·" in content.decode()) == (width >= 120)
    check(f"calls-drawn.{width}.plain.txt", content)


def test_the_drawn_quality_in_colour_and_in_ascii() -> None:
    check("calls-drawn.120.color.txt", written(DRAWN, "table", width=120, color=True))
    content = written(DRAWN, "table", width=120, unicode=False)
    assert content.isascii()
    assert b"__o##?" in content
    check("calls-drawn.120.ascii.txt", content)


def test_nothing_is_drawn_in_a_pipe_or_between_chosen_columns() -> None:
    assert "Over time" not in written(DRAWN, "table").decode()
    chosen = Calls(values.CALLS, call_columns("call_id,mos"), DRAWN.strips)
    assert "Over time" not in written(chosen, "table", width=160).decode()
