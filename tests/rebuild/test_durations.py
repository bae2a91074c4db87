import json

import pytest

from rebuild.little import call, codes, message

BEGUN = ("0 callstarted A", "10 callconnected A")
TOTALS = (
    "hold_ms",
    "customer_hold_ms",
    "longest_hold_ms",
    "mute_ms",
    "recording_paused_ms",
    "conference_ms",
    "flag_open_ms",
)


def test_the_durations_between_the_stages() -> None:
    of = call(*BEGUN, "70 callended", "100 wrapupended")
    assert (of.ring_ms, of.connected_ms, of.talk_ms, of.wrap_up_ms, of.handle_ms) == (
        10_000,
        60_000,
        60_000,
        30_000,
        90_000,
    )


def test_totals_over_no_spans_are_0() -> None:
    of = call(*BEGUN, "70 callended")
    assert {getattr(of, key) for key in TOTALS} == {0}
    assert (of.holds, of.mutes) == (0, 0)


def test_talk_is_the_connected_time_without_the_holds() -> None:
    of = call(*BEGUN, "20 hold A", "35 resume A", "70 callended", "100 wrapupended")
    assert (of.talk_ms, of.hold_ms, of.handle_ms) == (45_000, 15_000, 90_000)


def test_hold_is_the_union_of_its_spans_and_the_longest_is_one_span() -> None:
    of = call(
        *BEGUN, "20 hold A", "25 hold B", "30 resume A", "45 resume B", "50 hold A", "52 resume A", "70 callended"
    )
    assert (of.hold_ms, of.holds, of.longest_hold_ms) == (27_000, 3, 20_000)


def test_hold_counts_only_while_the_call_is_connected() -> None:
    of = call("0 callstarted A", "5 hold A", "10 callconnected", "20 resume A", "70 callended")
    assert (of.hold_ms, of.talk_ms, of.longest_hold_ms) == (10_000, 50_000, 15_000)


def test_hold_never_outlasts_the_call_whatever_the_clocks_say() -> None:
    # The pause has no time, so the order of the lines decides; the resume's clock is ahead.
    of = call(*BEGUN, "20 hold A", "- pauserecording", "300 resume A", "70 callended")
    assert (of.hold_ms, of.talk_ms) == (50_000, 10_000)


def test_customer_hold_is_that_of_the_calls_own_participant() -> None:
    of = call(*BEGUN, "20 hold A", "25 hold B", "30 resume A", "45 resume B", "70 callended")
    assert of.customer_hold_ms == 10_000


def test_customer_hold_is_unknown_where_the_held_or_the_customer_is_not_named() -> None:
    assert call(*BEGUN, "20 hold", "30 resume", "70 callended").customer_hold_ms is None
    assert call("10 callconnected", "20 hold A", "30 resume A", "70 callended").customer_hold_ms is None
    assert call("10 callconnected", "20 hold A", "30 resume A", "70 callended").hold_ms == 10_000


def test_wrap_up_is_unknown_without_its_end_and_handle_time_goes_without_it() -> None:
    of = call(*BEGUN, "70 callended")
    assert (of.wrap_up_ms, of.handle_ms) == (None, 60_000)


def test_handle_time_is_unknown_where_the_length_of_the_wrap_up_is() -> None:
    of = call(*BEGUN, "70 callended", "60 wrapupended")
    assert (of.wrap_up_ms, of.handle_ms) == (None, None)


def test_only_handled_calls_have_a_handle_time() -> None:
    assert call("0 callstarted A", "70 callended", "100 wrapupended").handle_ms is None
    assert call(*BEGUN).handle_ms is None


def test_what_never_connected_has_no_connected_talk_and_handle_time() -> None:
    of = call("0 callstarted A", "20 hold A", "30 resume A", "70 callended", "100 wrapupended")
    assert of.outcome == "handled"
    assert (of.connected_ms, of.talk_ms, of.handle_ms, of.ring_ms) == (None, None, None, None)
    assert (of.hold_ms, of.wrap_up_ms) == (10_000, 30_000)


def test_a_total_with_a_span_that_never_ended_is_unknown_and_its_count_stays() -> None:
    of = call(*BEGUN, "20 hold A", "30 resume A", "40 hold A", "50 mute")
    assert (of.holds, of.hold_ms, of.longest_hold_ms, of.customer_hold_ms) == (2, None, None, None)
    assert (of.mutes, of.mute_ms) == (1, None)


def test_mutes_and_recording_pauses_add_up() -> None:
    of = call(
        *BEGUN,
        "20 mute",
        "21 pauserecording",
        "25 unmute",
        "30 mute",
        "31 resumerecording",
        "37 unmute",
        "70 callended",
    )
    assert (of.mutes, of.mute_ms, of.recording_paused_ms) == (2, 12_000, 10_000)


def test_flags_that_overlap_count_once() -> None:
    of = call(
        *BEGUN,
        message("flagraise", 20, "1", "a"),
        message("flagraise", 30, "2", "b"),
        message("flaglower", 50, "3", None),
        "70 callended",
    )
    assert (of.flags, of.flag_open_ms) == (2, 30_000)


def test_a_duration_below_0_is_unknown_and_a_problem() -> None:
    of = call("10 callstarted A", "4 callconnected A", "70 callended", "60 wrapupended")
    assert (of.ring_ms, of.wrap_up_ms, of.connected_ms) == (None, None, 66_000)
    assert codes(of) == {"CE206": 2}


def test_a_span_that_ends_before_it_began_is_unknown_and_a_problem() -> None:
    of = call(*BEGUN, "20 mute", "- pauserecording", "15 unmute", "70 callended")
    assert (of.mute_ms, of.mutes, codes(of)["CE206"]) == (None, 1, 1)


@pytest.mark.parametrize("key", ["ring_ms", "connected_ms", "talk_ms", "wrap_up_ms", "handle_ms", "hold_ms", "mute_ms"])
def test_without_times_durations_are_unknown_and_counts_are_not(key: str) -> None:
    kinds = ("callstarted A", "callconnected A", "hold A", "resume A", "mute", "unmute", "callended", "wrapupended")
    of = call(*(f"- {kind}" for kind in kinds))
    assert getattr(of, key) is None
    assert (of.holds, of.mutes, of.stage, of.outcome) == (1, 1, "wrapped_up", "handled")
    assert codes(of) == {}  # it is a problem of the log, told once


def test_what_a_log_without_times_has_none_of_is_known_to_be_0() -> None:
    of = call("- callstarted A", "- callconnected A", "- callended")
    assert (of.hold_ms, of.mute_ms, of.flag_open_ms, of.longest_hold_ms) == (0, 0, 0, 0)


def test_the_flags_of_a_log_without_times_have_their_own() -> None:
    def flag(kind: str, message_id: str, received: int) -> bytes:
        detail = {"callId": "c1", "id": message_id, "serverReceivedTimestamp": received, "content": {}, "sender": {}}
        return json.dumps({"type": kind, "detail": detail}).encode()

    raised, lowered = flag("flagraise", "f1", 1_772_442_000_000), flag("flaglower", "f2", 1_772_442_004_500)
    assert call("- callstarted A", raised, lowered, "- callended").flag_open_ms == 4500
