from callevents.report.analysis import Analysis
from callevents.report.strips import LENGTH
from rebuild.little import analysis, sample, step

LOST = {"g": 0, "f": 30, "p": 200, "-": 0}


def log(call_id: str = "c1", **channels: str) -> list[bytes]:
    """A call whose samples are good (g), fair (f), poor (p) or without media (-), by channel."""
    lines = [step("0 callstarted", call_id), step("1 callconnected", call_id)]
    for channel, letters in channels.items():
        for n, letter in enumerate(letters):
            count = 0 if letter == "-" else 1500
            lines.append(sample(30.0 * (n + 1), channel, call_id, lost=LOST[letter], count=count, jitter=5, rtt=50))
    return lines


def strip_of(of: Analysis, call_id: str = "c1") -> str:
    """The call's strip as letters, the first of each grade."""
    return "".join(grade[0] for grade in of.strips()[call_id])


def test_a_short_call_has_as_many_parts_as_its_longer_channel_has_samples() -> None:
    assert strip_of(analysis(log(input="gfp"))) == "gfp"
    assert len(strip_of(analysis(log(input="gg", output="ggggg")))) == 5


def test_each_part_has_the_worst_of_both_channels() -> None:
    assert strip_of(analysis(log(input="gfgg", output="gggp"))) == "gfgp"


def test_a_long_call_keeps_its_one_poor_sample() -> None:
    letters = "g" * 500 + "p" + "g" * 499
    strip = strip_of(analysis(log(output=letters)))
    assert len(strip) == LENGTH
    assert strip.count("p") == 1
    assert strip.index("p") == 500 * LENGTH // 1000


def test_silence_is_unknown_unless_audio_went_one_way() -> None:
    assert strip_of(analysis(log(input="gg--", output="gg--"))) == "gguu"
    assert strip_of(analysis(log(input="gg---", output="ggggg"))) == "ggppp"


def test_calls_do_not_mix_and_one_without_samples_has_no_strip() -> None:
    found = analysis([*log("c1", input="gp"), *log("c2", input="pg"), *log("c3")])
    assert (strip_of(found, "c1"), strip_of(found, "c2")) == ("gp", "pg")
    assert "c3" not in found.strips()


def test_a_log_without_audio_has_no_strips() -> None:
    assert analysis(log()).strips() == {}
