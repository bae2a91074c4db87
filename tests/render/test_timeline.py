import pytest
from msgspec.structs import replace

from callevents.model.detail import CallDetail, Mark, Span, SpanKind
from callevents.render.glyphs import ASCII, UNICODE
from callevents.render.layout import cells
from callevents.render.page import text_of
from callevents.render.timeline import MOST_PARTICIPANTS, timeline
from render import scenes
from render.scenes import BEGIN, BREAKING, SCENES, UNTIMED, second
from render.test_golden import check
from render.test_hostile import EVIL
from render.values import written


def lanes(document: CallDetail, width: int = 80, *, unicode: bool = True) -> dict[str, str]:
    """Give the lanes by their labels; those of a channel's metrics as `input loss %`."""
    rows: dict[str, str] = {}
    channel = ""
    for row in timeline(document, width, unicode).rows:
        text = "".join(map(text_of, row))
        label, rest = text[: 10 if width < 60 else 16], text[11 if width < 60 else 17 :]
        channel = label.split()[0] if label.startswith(("in", "out")) else channel
        rows[f"{channel} {label.strip()}" if label.startswith("   ") and label.strip() else " ".join(label.split())] = (
            rest
        )
    return rows


def bar(lane: str, glyph: str) -> tuple[int, int]:
    return lane.index(glyph), lane.rindex(glyph) + 1


@pytest.mark.parametrize("width", [40, 80, 120, 160, 250])
@pytest.mark.parametrize(
    ("surface", "color", "unicode"), [("plain", False, True), ("color", True, True), ("ascii", False, False)]
)
@pytest.mark.parametrize("scene", ["breaking", "untimed"])
def test_a_call_as_a_picture(scene: str, width: int, surface: str, color: bool, unicode: bool) -> None:
    page = written(SCENES[scene], "table", width=width, color=color, unicode=unicode)
    check(f"{scene}.{width}.{surface}.txt", page)


@pytest.mark.parametrize("scene", ["open", "instant", "long", "crowded", "empty"])
def test_an_unusual_call_as_a_picture(scene: str) -> None:
    check(f"{scene}.80.plain.txt", written(SCENES[scene], "table", width=80))


@pytest.mark.parametrize("unicode", [True, False])
@pytest.mark.parametrize("scene", [scene for scene in SCENES if scene != "long"])
def test_no_row_is_wider_than_its_room_or_ends_in_spaces(scene: str, unicode: bool) -> None:
    for width in (*range(40, 62), *range(62, 250, 13), 250):
        for row in timeline(SCENES[scene], width, unicode).rows:
            text = "".join(map(text_of, row))
            assert cells(text) <= width
            assert text == text.rstrip()
            assert unicode or text.isascii()


def test_lanes_share_one_axis() -> None:
    found = lanes(BREAKING, 160)
    hold = bar(found["hold"], UNICODE.bar)
    assert bar(found["+15550100"], UNICODE.held) == hold
    assert found["talk"][hold[0] + 1 : hold[1] - 1].strip(f" {UNICODE.guide}") == ""
    assert found["flags"].index(UNICODE.flag_up) < found["notes"].index(UNICODE.note) < found["flags"].index("▼")
    assert bar(found["Billing desk"], UNICODE.line)[1] == bar(found["conference"], UNICODE.bar)[1]


def test_a_lane_ends_with_the_figure_of_the_whole_call() -> None:
    found = lanes(BREAKING)
    assert found["talk"].split()[-2:] == ["4m", "15s"]
    assert found["hold"].endswith(" 45s")
    assert found["input loss %"].endswith(" 0.80")
    assert found["output MOS 1–4.5"].endswith(" 3.41")


def test_a_sample_tells_of_the_time_since_the_one_before() -> None:
    found = lanes(BREAKING, 250)
    # Connected at 8 s; the channel is silent from the fifth sample (160 s) to the last (280 s).
    silent = bar(found["input loss %"], UNICODE.no_media)
    assert silent[0] == pytest.approx(bar(found["hold"], "━")[1] + (160 - 140) / 340 * 223, abs=1.5)
    assert found["input loss %"].lstrip(" ┊").startswith("0.20")


def test_what_is_open_is_seen_to_go_on() -> None:
    found = lanes(scenes.OPEN)
    for lane in ("talk", "rec paused", "+15550100", "flags"):
        assert UNICODE.after in found[lane]
    assert UNICODE.after not in found["hold"]
    assert f"{UNICODE.after} goes on" in timeline(scenes.OPEN, 80, True).legend


def test_a_call_that_never_connected_rings_to_its_end() -> None:
    call = replace(BREAKING.call, connected=None, ended=second(30), wrap_up_ended=None, ring_ms=None)
    found = lanes(replace(BREAKING, call=call, spans=(), intervals=(), timeline=(Mark("callstarted", BEGIN, None),)))
    assert set(found) == {"", "ring"}


def test_a_log_without_times_is_drawn_by_order_and_the_picture_says_so() -> None:
    assert timeline(UNTIMED, 80, True).scale == "by order: the log tells no times"
    found = lanes(UNTIMED, 200)
    assert found.keys() == lanes(BREAKING, 200).keys()
    assert bar(found["hold"], UNICODE.bar) == bar(found["+15550100"], UNICODE.held)


def test_a_call_whose_marks_have_no_times_is_drawn_by_order_though_its_messages_have() -> None:
    timed = tuple(
        one if isinstance(one, Mark) else replace(one, time=second(n)) for n, one in enumerate(UNTIMED.timeline)
    )
    assert timeline(replace(UNTIMED, timeline=timed), 80, True).scale.startswith("by order")


def test_of_many_participants_the_first_are_drawn_and_the_others_counted() -> None:
    found = [row for row in timeline(scenes.CROWDED, 120, True).rows if row[0].text.startswith("Participant")]
    assert len(found) == MOST_PARTICIPANTS
    assert "+ 88 more" in lanes(scenes.CROWDED)


def test_one_poor_sample_of_thousands_is_seen() -> None:
    assert lanes(scenes.LONG, 40, unicode=False)["out loss"].count(ASCII.poor) == 1


def test_speakers_are_told_apart_and_together() -> None:
    said = lanes(BREAKING, 250)["said by"]
    assert said.replace("┊", "").split()[:6] == ["A", "C", "B", "A", "C", "A"]
    assert "+" in lanes(scenes.INSTANT)["said by"]


def test_hostile_names_keep_the_picture_in_shape() -> None:
    spans = (Span(SpanKind.PARTICIPANT, EVIL, BEGIN, second(300)), Span(SpanKind.PARTICIPANT, "名" * 99, BEGIN, None))
    document = replace(BREAKING, spans=spans, call=replace(BREAKING.call, participants=(EVIL, "名" * 99)))
    for width in (40, 80, 250):
        rows = ["".join(map(text_of, row)) for row in timeline(document, width, True).rows]
        assert max(map(cells, rows)) <= width
        assert all(row.isprintable() for row in rows)


def test_the_legend_names_what_occurs_only() -> None:
    assert f"{UNICODE.no_media} no media" in timeline(BREAKING, 80, True).legend
    assert f"{UNICODE.no_media} no media" not in timeline(scenes.LONG, 80, True).legend


@pytest.mark.parametrize("unicode", [True, False])
def test_a_sign_and_its_meaning_stay_on_one_line(unicode: bool) -> None:
    for width in range(40, 120):
        lines = written(BREAKING, "table", width=width, unicode=unicode).decode().splitlines()
        for text in timeline(BREAKING, width, unicode).legend:
            assert any(text in line for line in lines), (width, text)
