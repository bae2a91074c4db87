import pytest
from msgspec.structs import replace

from callevents.model.detail import CallDetail
from callevents.model.event import LIFECYCLE
from callevents.render.words import LIFECYCLE_WORDS
from render import scenes
from render.scenes import BREAKING, POOR, samples
from render.values import written


def lines(document: CallDetail, width: int) -> list[str]:
    return written(document, "table", width=width).decode().split("\nConversation\n")[1].split("\n\n")[0].splitlines()


def test_marks_of_the_lifecycle_stand_between_the_utterances() -> None:
    found = [line for line in lines(BREAKING, 160) if line.split()[0] in ("0:24", "0:50", "1:35", "2:30")]
    assert ["My last two" in found[0], "– muted" in found[1], "– on hold: +15550100" in found[2]] == [True] * 3
    assert "Billing desk" in found[3]


@pytest.mark.parametrize("kind", sorted(LIFECYCLE))
def test_every_mark_has_words(kind: int) -> None:
    assert next(kinds.name for kinds in LIFECYCLE if kinds == kind).lower() in LIFECYCLE_WORDS


def test_poor_audio_stands_where_it_begins_with_its_worst_values() -> None:
    found = lines(BREAKING, 200)
    place = next(n for n, line in enumerate(found) if "poor audio" in line)
    assert (
        "! poor audio on output for 1m 00s: loss up to 7.50 %, jitter up to 95 ms, RTT up to 640 ms, MOS down to 2.41"
        in (found[place])
    )
    assert found[place].startswith("3:10")
    assert "left: Billing desk" in found[place - 1]
    assert "recording paused" in found[place + 1]


def test_silence_of_one_channel_stands_where_it_begins() -> None:
    assert "! no audio on input for 2m 00s" in "\n".join(lines(BREAKING, 160))


def test_without_times_poor_audio_stands_by_its_place() -> None:
    found = lines(scenes.UNTIMED, 200)
    place = next(n for n, line in enumerate(found) if "poor audio" in line)
    assert "for 2 samples" in found[place]
    assert "note: Call the customer back" in found[place - 1]
    assert "flag lowered" in found[place + 1]


def test_poor_audio_after_the_last_word_is_told_too() -> None:
    document = replace(BREAKING, intervals=tuple(samples("input", (POOR, POOR), first=400)))
    assert "! poor audio on input" in lines(document, 160)[-2]


@pytest.mark.parametrize("width", [40, 59, 60, 80, 160])
def test_long_texts_wrap_with_a_hanging_indent(width: int) -> None:
    found = lines(BREAKING, width)
    assert max(map(len, found)) <= width
    place = next(n for n, line in enumerate(found) if "My last two bills" in line)
    indent = found[place].index("Customer:") if width < 60 else found[place].index("My last")
    rest = []
    for line in found[place + 1 :]:
        if line[:4].strip():
            break
        rest.append(line)
    assert all(line.startswith(" " * indent) and line[indent] != " " for line in rest)
    assert bool(rest) == (width < 100)


def test_on_a_narrow_terminal_the_speaker_stands_before_the_words() -> None:
    assert "0:24  Customer: My last two bills are" in lines(BREAKING, 40)
