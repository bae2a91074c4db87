import pytest

from callevents.model.errors import UsageError
from callevents.model.settings import DEFAULT_THRESHOLDS
from callevents.quality.thresholds import parse_thresholds, thresholds_text


def test_thresholds_name_any_of_the_metrics_and_keep_the_others() -> None:
    assert parse_thresholds("loss=1/3,jitter=30/60,rtt=300/500,r=80/70") == DEFAULT_THRESHOLDS
    assert parse_thresholds(" R = 90 / 85.5 ") == {**DEFAULT_THRESHOLDS, "r": (90, 85.5)}
    assert parse_thresholds("rtt=200/200") == {**DEFAULT_THRESHOLDS, "rtt": (200, 200)}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "choose of loss, jitter, rtt, r, as in loss=1/3"),
        ("jiter=10/20", 'did you mean "jitter"?'),
        ("loss=1/3,loss=2/4", "loss is named twice"),
        ("loss", "two numbers"),
        ("loss=1", "two numbers"),
        ("loss=1/2/3", "two numbers"),
        ("loss=a/b", 'as in loss=1/3; got "a/b"'),
        ("loss=nan/3", "from 0 to 100"),
        ("loss=1/101", "from 0 to 100"),
        ("rtt=-1/500", "of 0 or more"),
        ("rtt=300/inf", "of 0 or more"),
        ("loss=3/1", "the lower edge must come first for loss"),
        ("r=70/80", 'the higher edge must come first for r, as in r=80/70; got "70/80"'),
    ],
)
def test_thresholds_that_cannot_be_say_what_to_write(text: str, says: str) -> None:
    with pytest.raises(UsageError) as error:
        parse_thresholds(text)
    assert says in str(error.value)


def test_edges_are_written_as_they_are_read() -> None:
    text = "loss=0.5/2,jitter=30/60,rtt=150/150,r=90/85.5"
    assert thresholds_text(parse_thresholds(text)) == text
