from typing import Any

import pytest

from callevents.model.detail import Mark, Message
from callevents.model.errors import NotFoundError, UsageError
from callevents.report.analysis import Analysis
from callevents.report.detail import find_call
from logs.calls import Call, Span
from logs.generate import Log, generate
from logs.truth import iso
from rebuild.little import analysis, event, message, rebuilt, sample

IDS = ["call", "call-1", "call-10", "call-2", "other"]


@pytest.mark.parametrize(
    ("wanted", "found"), [("call-1", "call-1"), ("call", "call"), ("call-10", "call-10"), ("o", "other")]
)
def test_a_call_is_found_by_its_id_or_an_unambiguous_prefix(wanted: str, found: str) -> None:
    assert IDS[find_call(IDS, wanted)] == found


def test_an_ambiguous_prefix_lists_the_candidates() -> None:
    with pytest.raises(UsageError, match=r'^"call-" fits 3 calls: call-1, call-10, call-2$'):
        find_call(IDS, "call-")


def test_no_more_than_ten_candidates_are_named_and_the_rest_counted() -> None:
    with pytest.raises(UsageError, match=r"fits 25 calls: (c\d+, ){9}c\d+ and 15 more$"):
        find_call([f"c{n}" for n in range(25)], "c")


@pytest.mark.parametrize("wanted", ["nosuch", "all", "call-11", "CALL-1"])
def test_another_id_is_not_found(wanted: str) -> None:
    with pytest.raises(NotFoundError, match=f'no call "{wanted}"'):
        find_call(IDS, wanted)


KINDS = {
    "hold": "hold",
    "mute": "mute",
    "recording": "recording_paused",
    "conference": "conference",
    "stay": "participant",
}


def invented_spans(call: Call) -> set[tuple[str, str | None, str | None, str | None]]:
    """The spans of an invented call as its JSON has them; without the flags', which are in the list of flags."""

    def plain(span: Span) -> tuple[str, str | None, str | None, str | None]:
        named = span.kind in ("hold", "stay")
        return KINDS.get(span.kind, span.kind), span.participant if named else None, iso(span.start), iso(span.end)

    found = {plain(span) for span in call.spans}
    began = call.connected if call.started is None else call.started
    if call.participant is not None:
        found.add(("participant", call.participant, iso(began), iso(call.ended)))
    if call.ended is not None and call.wrap_up_ended is not None:
        found.add(("wrap_up", None, iso(call.ended), iso(call.wrap_up_ended)))
    return found


@pytest.fixture(scope="module")
def log() -> Log:
    return generate(35, 150, repeats=0.2, shuffle_seconds=3)


@pytest.fixture(scope="module")
def whole(log: Log) -> Analysis:
    return Analysis(rebuilt(log.lines))


def test_the_spans_are_those_that_were_invented(log: Log, whole: Analysis) -> None:
    for call_id, call in log.calls.items():
        spans = whole.call(call_id).to_dict()["spans"]
        found = [
            (span["kind"], span["participant"], span["start"], span["end"]) for span in spans if span["kind"] != "flag"
        ]
        assert len(found) == len(set(found))
        assert set(found) == invented_spans(call), call.scenario


def test_the_intervals_are_the_samples_that_were_invented(log: Log, whole: Analysis) -> None:
    for call_id, call in log.calls.items():
        expected: list[tuple[Any, ...]] = [
            (iso(tick.at), one.channel, one.lost, one.count) for tick in call.ticks for one in tick.samples
        ]
        found = whole.call(call_id).to_dict()["intervals"]
        # Lines of one moment may come in either order.
        got = [(one["time"], one["channel"], one["packets_lost"], one["packets_count"]) for one in found]
        assert sorted(got) == sorted(expected)


def test_a_call_in_full_begins_with_what_its_row_has(whole: Analysis) -> None:
    for call in whole.calls[:20]:
        row, full = call.to_dict(), whole.call(call.call_id).to_dict()
        assert list(full)[: len(row)] == list(row)
        assert {key: full[key] for key in row} == row


def test_the_timeline_is_in_the_order_of_time(log: Log, whole: Analysis) -> None:
    for call_id, call in log.calls.items():
        timeline = whole.call(call_id).timeline
        times = [item.time or 0 for item in timeline]
        assert times == sorted(times)
        marks = [item.kind for item in timeline if isinstance(item, Mark)]
        assert marks == [kind for _, kind, _ in call.lifecycle()]
        assert len([item for item in timeline if isinstance(item, Message)]) == len(call.messages)


def test_a_mark_names_its_participant() -> None:
    timeline = analysis([event("hold", 0, participant="Sales"), event("mute", 1)]).call("c1").timeline
    assert [(mark.kind, mark.participant) for mark in timeline if isinstance(mark, Mark)] == [
        ("hold", "Sales"),
        ("mute", None),
    ]


def test_an_interval_shows_what_counted_after_cleaning() -> None:
    found = (
        analysis(
            [
                sample(0, lost=-4, count=100, jitter=12.5, rtt=0),
                sample(30, lost=200, count=100, jitter=99_999, rtt=80),
                sample(60, lost="x", count=100, jitter=None, rtt=None),
                sample(90, lost=0, count=0),
            ]
        )
        .call("c1")
        .to_dict()["intervals"]
    )
    keys = ("packets_lost", "packets_count", "packet_loss_pct", "jitter_ms", "rtt_ms")
    assert [[one[key] for key in keys] for one in found] == [
        [0, 100, 0, 12.5, None],
        [200, 100, 100, None, 80],
        [None, 100, None, None, None],
        [0, 0, None, 10, 90],
    ]
    assert [one["mos"] is None for one in found] == [False, False, True, True]


def test_a_call_without_times_keeps_its_spans_and_their_order() -> None:
    found = analysis(
        [event("callstarted", None, participant="A"), event("mute", None), message("note", None, "n", "x")]
    )
    assert [(span.kind, span.start, span.end) for span in found.call("c").spans] == [
        ("participant", None, None),
        ("mute", None, None),
    ]
    assert [item.kind for item in found.call("c").timeline] == ["callstarted", "mute", "note"]
