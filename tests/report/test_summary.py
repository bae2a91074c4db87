from collections import Counter

import pytest

from callevents.model.call import Call
from callevents.report.analysis import Analysis
from callevents.report.summary import worst
from logs.generate import Log, generate
from logs.truth import spread
from rebuild.little import analysis, at, event, lines_of, message, rebuilt, sample
from render import values


@pytest.fixture(scope="module")
def log() -> Log:
    return generate(32, 300, edge_calls=8, repeats=0.1)


@pytest.fixture(scope="module")
def whole(log: Log) -> Analysis:
    return Analysis(rebuilt(log.lines))


def test_calls_are_counted_by_stage_outcome_and_type(log: Log, whole: Analysis) -> None:
    truth = log.truth.values()
    counts = whole.summary().calls
    assert counts.total == len(truth)
    assert {key: n for key, n in counts.by_stage.items() if n} == Counter(call["stage"] for call in truth)
    types = Counter(call["call_type"] for call in truth if call["call_type"])
    assert counts.by_call_type == types
    assert list(counts.by_call_type) == sorted(types)


def test_every_stage_outcome_and_grade_is_listed() -> None:
    counts = analysis([]).summary().calls
    assert counts.by_stage == dict.fromkeys(["unknown", "started", "connected", "ended", "wrapped_up"], 0)
    assert counts.by_outcome == dict.fromkeys(["handled", "missed", "unanswered", "in_progress", "unknown"], 0)
    assert counts.by_grade == dict.fromkeys(["good", "fair", "poor", "unknown"], 0)
    assert (counts.poor_pct, counts.ended_on_hold_pct, counts.ended_on_mute_pct) == (None, None, None)


def test_calls_that_are_not_decided_are_counted_but_are_no_part_of_the_shares(log: Log, whole: Analysis) -> None:
    alone = [call for call in log.calls.values() if call.scenario == "conversation_only"]
    assert alone
    counts = whole.summary().calls
    assert sum(counts.by_outcome.values()) == counts.total
    assert counts.conversation_only == len(alone)
    decided = counts.total - counts.by_outcome["unknown"] - counts.by_outcome["in_progress"]
    assert 0 < decided < counts.total - len(alone)
    assert counts.handled_pct == 100 * counts.by_outcome["handled"] / decided
    assert sum(counts.by_stage.values()) == counts.total


@pytest.mark.parametrize("key", ["ring_ms", "connected_ms", "talk_ms", "wrap_up_ms", "handle_ms"])
def test_durations_are_over_the_calls_that_have_them(log: Log, whole: Analysis, key: str) -> None:
    known = [call[key] for call in log.truth.values() if call.get(key) is not None]
    assert len(known) < len(log.truth)
    assert whole.summary().to_dict()["durations"][key] == spread(known)


@pytest.mark.parametrize(("key", "number"), [("hold_ms", "holds"), ("mute_ms", "mutes")])
def test_hold_and_mute_are_over_the_calls_that_had_one(log: Log, whole: Analysis, key: str, number: str) -> None:
    known = [call[key] for call in log.truth.values() if call.get(number) and call[key] is not None]
    assert whole.summary().to_dict()["durations"][key] == spread(known)


def test_audio_pools_the_samples_of_all_calls(log: Log, whole: Analysis) -> None:
    for channel in ("input", "output"):
        found = whole.summary().to_dict()["audio"][channel]
        truths = [call["audio"][channel] for call in log.truth.values()]
        for key in ("intervals", "usable_intervals", "no_media_intervals", "packets_lost", "packets_count"):
            assert found[key] == sum(truth[key] for truth in truths)
        assert found["packet_loss_pct"] == round(100 * found["packets_lost"] / found["packets_count"], 6)
        samples = [
            s for call in log.calls.values() for tick in call.ticks for s in tick.samples if s.channel == channel
        ]
        assert found["rtt_ms"] == spread([sample.rtt for sample in samples if sample.rtt])
        of_calls = sorted(m for call in whole.calls if (m := getattr(call.audio, channel).mos) is not None)
        assert found["mos"] == round(of_calls[(len(of_calls) + 1) // 2 - 1], 6)


def test_the_conversation_is_counted(log: Log, whole: Analysis) -> None:
    found = whole.summary().conversation
    assert found.transcripts == sum(truth["transcripts"] for truth in log.truth.values())
    assert found.notes == sum(truth["notes"] for truth in log.truth.values())
    assert found.flags_raised == sum(truth["flags"] for truth in log.truth.values())
    assert found.flags_raised == found.flags_lowered + found.flags_open
    assert found.flag_lower_ms.count == found.flags_lowered


def test_a_lower_answers_all_flags_raised_before_it() -> None:
    found = (
        analysis(
            [
                message("flagraise", 0, "1", "a"),
                message("flagraise", 10, "2", "b"),
                message("flaglower", 30, "3", None),
                message("flagraise", 40, "4", "c"),
            ]
        )
        .summary()
        .conversation
    )
    assert (found.flags_raised, found.flags_lowered, found.flags_open) == (3, 2, 1)
    assert (found.flag_lower_ms.count, found.flag_lower_ms.mean) == (2, 25_000)


def test_the_poor_are_a_share_of_the_calls_with_a_grade() -> None:
    lost = {"poor": 200, "good": 0, "fair": 20}
    steps = [
        sample(0, lost=lost[grade], call_id=f"{grade}{n}") for n, grade in enumerate(["poor", "good", "fair", "good"])
    ]
    found = analysis([*steps, event("callstarted", 1, "no audio")]).summary().calls
    assert found.by_grade == {"good": 2, "fair": 1, "poor": 1, "unknown": 1}
    assert found.poor_pct == 25


def test_ended_on_hold_and_on_mute_are_shares_of_the_calls_that_ended() -> None:
    def one(call_id: str, *steps: str) -> list[bytes]:
        return [line.replace(b'"c1"', f'"{call_id}"'.encode()) for line in lines_of("0 callstarted A", *steps)]

    found = (
        analysis(
            [
                *one("a", "1 hold A", "9 callended"),
                *one("b", "1 mute", "9 callended"),
                *one("c", "1 mute", "2 unmute", "9 callended", "11 wrapupended"),
                *one("d", "9 callended"),
                *one("e", "1 hold A"),
            ]
        )
        .summary()
        .calls
    )
    assert (found.ended_on_hold_pct, found.ended_on_mute_pct) == (25, 25)


def test_events_by_type_are_canonical_in_the_order_of_the_documentation_with_strangers_last() -> None:
    found = analysis(
        lines_of(
            "0 CALL_STARTED A",
            event("zebra", 1),
            event("aardvark", 2),
            "3 hold A",
            "4 resume A",
            "5 HOLD A",
            "5 hold A",
        )
    ).summary()
    assert list(found.events_by_type.items()) == [
        ("callstarted", 1),
        ("hold", 2),
        ("resume", 1),
        ("aardvark", 1),
        ("zebra", 1),
    ]


def test_the_period_is_from_the_first_to_the_last_event() -> None:
    found = analysis([event("hold", 50, participant="A"), sample(3), event("mute", None), event("x", 70)])
    assert (found.period.first, found.period.last) == (at(3), at(70))
    assert analysis([event("mute", None)]).period.first is None


def test_the_worst_calls_are_five_the_poor_before_the_fair_and_never_a_good_one(whole: Analysis) -> None:
    found = whole.summary().worst_calls
    by_id = {call.call_id: call for call in whole.calls}
    poor = sorted((c for c in whole.calls if c.grade == "poor"), key=lambda c: (c.r_factor or 0, c.call_id))
    assert list(found) == [call.call_id for call in poor[:5]]
    assert {by_id[call_id].grade for call_id in found} == {"poor"}


def test_the_worst_come_by_grade_then_by_r_then_by_id() -> None:
    def one(call_id: str, grade: str, r_factor: float | None) -> Call:
        return values.call(call_id=call_id, grade=grade, r_factor=r_factor)

    calls = [
        one("f", "fair", 40),
        one("c", "poor", 60),
        one("b", "poor", 60),
        one("n", "poor", None),
        one("g", "good", 10),
        one("u", "unknown", None),
    ]
    assert "".join(call.call_id for call in worst(calls)) == "bcnf"


def test_what_was_read_is_told() -> None:
    found = rebuilt({"a": b"\nbad\n" + event("hold", 0, participant="A"), "b": event("hold", 1, None)})
    read = Analysis(found).summary().inputs
    assert (read.files, read.lines, read.blank, read.rejected, read.events, read.unassigned) == (2, 4, 1, 1, 2, 1)
