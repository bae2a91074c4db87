"""Two logs side by side: what is compared, and what is concluded."""

from typing import Any

import pytest

from callevents.model.paths import find_path, values_at
from callevents.model.summary import Summary
from callevents.report.analysis import Analysis
from callevents.report.compare import FIGURES
from logs.generate import generate
from rebuild.little import analysis, lines_of, rebuilt, sample

CALM = Analysis(rebuilt(generate(41, 150).lines))
OTHER = Analysis(rebuilt(generate(42, 150).lines))


def audio(calls: int, lost: int, first: int = 0) -> list[bytes]:
    """So many calls of one sample on output; the loss of each a little over that of the one before."""
    return [sample(n, "output", f"c{first + n}", lost=lost + n, rtt=90) for n in range(calls)]


def held(calls: int, seconds: int) -> list[bytes]:
    """So many handled calls of that talk time, a little longer each."""
    steps = ("0 callstarted A", "1 callconnected A")
    return [
        line
        for n in range(calls)
        for line in lines_of(*steps, f"{1 + seconds + n / 10} callended")
        for line in [line.replace(b'"c1"', f'"c{n}"'.encode())]
    ]


def missed(calls: int, of: int) -> list[bytes]:
    """So many missed calls among others that were handled."""
    lines = []
    for n in range(of):
        steps = (
            ["0 callstarted A", "9 callended"] if n < calls else ["0 callstarted A", "1 callconnected A", "9 callended"]
        )
        lines += [
            line.replace(b'"c1"', f'"c{n}"'.encode()).replace(b'"detail": {', b'"detail": {"callType": "inbound", ')
            for line in lines_of(*steps)
        ]
    return lines


def row(before: list[bytes], after: list[bytes], figure: str) -> dict[str, Any]:
    (only,) = (one for one in analysis(before).compare(analysis(after)).rows if one.figure == figure)
    return only.to_dict()


LOSS = "audio.output.packet_loss_pct"


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.path)
def test_a_figure_is_a_number_of_the_summary(figure: Any) -> None:
    assert find_path(Summary, figure.path).is_number


def test_each_figure_is_shown_as_both_summaries_have_it() -> None:
    before, after = CALM.summary().to_dict(), OTHER.summary().to_dict()
    for one in CALM.compare(OTHER).to_dict()["rows"]:
        (old,), (new,) = values_at(before, one["figure"]), values_at(after, one["figure"])
        assert (one["before"], one["after"]) == (old, new)
        if old is not None and new is not None:
            assert one["change"] == pytest.approx(new - old, abs=2e-6)


def test_a_log_compared_with_itself_has_not_changed() -> None:
    for one in CALM.compare(CALM).rows:
        assert one.change in (0, None)
        assert one.verdict in ("no clear change", "too few calls")
        assert one.p_value in (1.0, None)


def test_turning_the_sides_turns_the_verdicts() -> None:
    turned = {"better": "worse", "worse": "better"}
    there, back = CALM.compare(OTHER), OTHER.compare(CALM)
    assert [turned.get(one.verdict, one.verdict) for one in there.rows] == [one.verdict for one in back.rows]
    assert [one.p_value for one in there.rows] == pytest.approx([one.p_value for one in back.rows])


def test_the_counts_are_of_the_calls_that_have_the_value() -> None:
    rows = {one.figure: one for one in CALM.compare(OTHER).rows}
    assert rows["durations.hold_ms.mean"].before_count == CALM.summary().durations.hold_ms.count
    waits = OTHER.summary().conversation.flag_lower_ms
    assert rows["conversation.flag_lower_ms.mean"].after_count == waits.count
    outcomes = CALM.summary().calls.by_outcome
    decided = sum(outcomes[outcome] for outcome in ("handled", "missed", "unanswered"))
    assert rows["calls.missed_pct"].before_count == decided


def test_more_loss_is_worse_and_less_is_better() -> None:
    assert row(audio(30, 10), audio(30, 200), LOSS)["verdict"] == "worse"
    found = row(audio(30, 200), audio(30, 10), LOSS)
    assert (found["verdict"], found["effect"], found["effect_size"], found["p_value"]) == ("better", "large", -1, 0)
    assert row(audio(30, 10), audio(30, 200), "audio.output.mos")["verdict"] == "worse"


def test_a_longer_talk_is_neither_better_nor_worse() -> None:
    assert row(held(30, 60), held(30, 300), "durations.talk_ms.mean")["verdict"] == "changed"


def test_fewer_than_ten_calls_on_a_side_are_too_few() -> None:
    assert row(audio(9, 10), audio(200, 200), LOSS)["verdict"] == "too few calls"
    assert row(audio(10, 10), audio(200, 200), LOSS)["verdict"] == "worse"
    found = row([], audio(20, 10), LOSS)
    assert (found["verdict"], found["p_value"], found["effect"], found["change_pct"]) == ("too few calls", *[None] * 3)


def test_a_share_is_judged_by_the_numbers_that_chance_would_leave() -> None:
    assert row(missed(5, 100), missed(20, 100), "calls.missed_pct")["verdict"] == "worse"
    assert row(missed(20, 100), missed(5, 100), "calls.missed_pct")["verdict"] == "better"
    assert row(missed(10, 100), missed(12, 100), "calls.missed_pct")["verdict"] == "no clear change"
    # Of 1 and 7 of 100 four were to be expected on each side: too few for the normal approximation.
    assert row(missed(1, 100), missed(7, 100), "calls.missed_pct")["verdict"] == "too few calls"
    assert row(missed(0, 100), missed(0, 100), "calls.missed_pct")["verdict"] == "no clear change"


def test_a_mean_that_moves_against_most_calls_is_no_clear_change() -> None:
    steady = audio(40, 100)
    # Most calls lose less, two lose so much that the pooled loss rises.
    mixed = [*audio(38, 20), *(sample(50 + n, "output", f"z{n}", lost=3000, count=3000) for n in range(2))]
    found = row(steady, mixed, LOSS)
    assert found["p_value"] < 0.001
    assert found["change"] > 0
    assert found["effect_size"] < 0
    assert found["verdict"] == "no clear change"


def test_small_sides_are_warned_of() -> None:
    assert analysis(audio(29, 1)).compare(analysis(audio(30, 1))).warnings == (
        "few calls before (29): only large differences can show",
    )
    assert analysis([]).compare(analysis(audio(30, 1))).warnings == ("few calls before (0): nothing can show",)
    assert CALM.compare(OTHER).warnings == ()


def test_the_change_in_percent_is_unknown_from_nothing() -> None:
    found = row(missed(0, 100), missed(20, 100), "calls.missed_pct")
    assert (found["change"], found["change_pct"]) == (20, None)
