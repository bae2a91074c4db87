from zoneinfo import ZoneInfo

from callevents.model.audio import Audio, Channels
from callevents.render.documents import Calls, call_columns
from render import values
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
