import pytest

from rebuild.little import call, event, message, rebuilt, sample, spans, step


def test_events_of_a_call_are_in_the_order_of_their_times() -> None:
    assert spans("9 callended", "5 resume A", "2 hold A", "0 callstarted A") == [("hold", "A", 2, 5)]


def test_equal_times_keep_the_order_of_the_lines() -> None:
    assert call("0 callstarted A", "5 mute", "5 unmute", "9 callended").mutes == 1
    assert call("0 callstarted A", "5 unmute", "5 mute", "9 callended").mute_ms == 4000


def test_where_one_lifecycle_event_has_no_time_the_order_of_the_lines_counts() -> None:
    assert spans("0 callstarted A", "- callconnected A", "5 mute", "2 unmute", "9 mute")[0] == ("mute", None, 5, 2)


def test_other_events_without_a_time_do_not_change_the_order() -> None:
    steps = ("9 callended", sample(None), "0 callstarted A", message("note", None, "n", "x"), "2 hold A", "5 resume A")
    assert spans(*steps) == [("hold", "A", 2, 5)]


def test_equal_times_in_two_sources_go_by_the_sources_names() -> None:
    muted, unmuted = step("5 mute"), step("5 unmute")
    begun = step("0 callstarted A") + b"\n"
    assert rebuilt({"a": begun + muted, "b": unmuted}).calls[0].mute_ms == 0
    assert rebuilt({"a": begun + unmuted, "b": muted}).calls[0].mute_ms is None


def test_calls_are_in_the_order_of_their_first_event_with_ties_by_id_and_those_without_times_last() -> None:
    log = rebuilt(
        [
            event("callstarted", None, "a"),
            event("callstarted", 5, "e"),
            event("callstarted", 9, "b"),
            event("callstarted", 5, "d"),
            event("note", 1, "b"),
        ]
    )
    assert [call.call_id for call in log.calls] == ["b", "d", "e", "a"]


def test_a_place_is_the_source_and_the_line_that_counts_blank_and_bad_ones() -> None:
    log = rebuilt({"a": b"\n\nbad\n" + step("0 callstarted A"), "b": b"\n" + step("1 callended")})
    places = sorted(log.events.place(index) for index in range(len(log.events.call)))
    assert places == [("a", 4), ("b", 2)]


@pytest.mark.parametrize("sources", [{}, {"a": b""}, {"a": b"\n \n"}, {"a": b"bad"}])
def test_a_log_without_events_has_no_calls(sources: dict[str, bytes]) -> None:
    log = rebuilt(sources)
    assert (len(log.calls), log.inputs.events, log.inputs.files) == (0, 0, len(sources))
