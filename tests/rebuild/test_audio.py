import pytest

from callevents.rebuild import audio
from logs.generate import generate
from rebuild.little import analysis, call, codes, documents, sample

ONE_WAY = "CE305"
BEGUN = ("0 callstarted A", "1 callconnected A")


def silent(seconds: float) -> tuple[bytes, bytes]:
    return sample(seconds, "input", lost=0, count=0, jitter=None, rtt=0), sample(seconds, "output")


def heard(seconds: float) -> tuple[bytes, bytes]:
    return sample(seconds, "input"), sample(seconds, "output")


def test_two_samples_without_media_on_one_channel_are_one_way_audio() -> None:
    of = call(*BEGUN, *heard(30), *silent(60), *silent(90), *heard(120))
    assert codes(of) == {ONE_WAY: 1}
    assert of.grade == "poor"
    assert call(*BEGUN, *heard(30), *silent(60), *heard(90)).grade == "good"


@pytest.mark.parametrize(
    "silence", [("40 hold A", "85 resume A"), ("40 mute", "85 unmute"), ("40 hold A",), ("20 mute", "70 unmute")]
)
def test_hold_and_mute_excuse_a_channel_without_media(silence: tuple[str, ...]) -> None:
    of = call(*BEGUN, *silence, *heard(30), *silent(60), *silent(90), *heard(120))
    assert codes(of) == {}
    assert of.grade == "good"


@pytest.mark.parametrize("elsewhere", [("5 hold A", "20 resume A"), ("91 mute", "95 unmute"), ("40 pauserecording",)])
def test_what_happens_at_another_time_excuses_nothing(elsewhere: tuple[str, ...]) -> None:
    assert codes(call(*BEGUN, *elsewhere, *heard(30), *silent(60), *silent(90), *heard(120))) == {ONE_WAY: 1}


def test_samples_of_no_call_count_for_no_call() -> None:
    of = call(*BEGUN, "60 callended", sample(30), sample(90, call_id=None))
    assert of.audio.input.intervals == 1


@pytest.mark.parametrize("at_once", [1, 50, 333])
def test_ranges_of_calls_are_judged_as_all_at_once(monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    log = {"log": b"\n".join(generate(3, 40, repeats=0.1).lines)}
    whole = documents(analysis(log))
    monkeypatch.setattr(audio, "SAMPLES_AT_ONCE", at_once)
    assert documents(analysis(log)) == whole
