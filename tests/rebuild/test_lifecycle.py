import pytest

from rebuild.little import call, codes, detail, lines_of, message, rebuilt, spans

REPEAT, NOT_OPENED, SEVERAL, SWAP, AFTER_END = "CE202", "CE203", "CE204", "CE205", "CE207"
BEGUN = ("0 callstarted A", "1 callconnected A")


@pytest.mark.parametrize(
    ("steps", "stage"),
    [
        (("0 callstarted",), "started"),
        (("0 callstarted", "1 callconnected"), "connected"),
        (("0 callstarted", "1 callended"), "ended"),
        (("0 callstarted", "1 callended", "2 wrapupended"), "wrapped_up"),
        (("0 wrapupended",), "wrapped_up"),
        (("0 hold A", "1 mute", "2 resume A"), "unknown"),
    ],
)
def test_the_stage_is_the_furthest_that_was_seen(steps: tuple[str, ...], stage: str) -> None:
    assert call(*steps).stage == stage


def test_the_times_of_the_stages_are_those_of_the_first_of_each_kind() -> None:
    of = detail("0 callstarted", "1 callstarted", "2 callconnected", "9 callended", "10 wrapupended", "30 wrapupended")
    document = of.to_dict()
    assert [document[key][17:] for key in ("started", "connected", "ended", "wrap_up_ended")] == [
        "00.000Z",
        "02.000Z",
        "09.000Z",
        "10.000Z",
    ]


def test_an_event_after_the_end_moves_no_stage() -> None:
    late = call(*BEGUN, "9 callended", message("transcript", 40, "m1", "late"))
    assert late.ended == call(*BEGUN, "9 callended").ended
    assert late.connected_ms == 8000


def test_a_second_callended_14_s_later_is_a_repeat() -> None:
    of = call(*BEGUN, "20 callended", "34 callended")
    assert (of.connected_ms, of.events, of.repeats) == (19000, 3, 1)
    assert codes(of) == {REPEAT: 1}


# Holds.


def test_a_hold_is_closed_by_the_resume_of_the_same_participant() -> None:
    assert spans(*BEGUN, "2 hold A", "3 hold B", "5 resume A", "9 resume B") == [
        ("hold", "A", 2, 5),
        ("hold", "B", 3, 9),
    ]


def test_a_resume_without_participant_closes_the_only_open_hold() -> None:
    steps = (*BEGUN, "2 hold A", "5 resume", "9 callended")
    assert spans(*steps) == [("hold", "A", 2, 5)]
    assert codes(call(*steps)) == {"CE106": 1}


def test_a_resume_without_participant_closes_nothing_where_several_holds_are_open() -> None:
    steps = (*BEGUN, "2 hold A", "3 hold B", "5 resume", "9 callended")
    assert spans(*steps) == [("hold", "A", 2, 9), ("hold", "B", 3, 9)]
    assert codes(call(*steps))[SEVERAL] == 1


def test_a_hold_without_participant_is_closed_by_whoever_comes_back() -> None:
    assert spans(*BEGUN, "2 hold", "5 resume A") == [("hold", None, 2, 5)]
    assert call(*BEGUN, "2 hold", "5 resume A", "5.1 resume A").repeats == 1


def test_a_conference_closes_all_holds() -> None:
    assert spans(*BEGUN, "2 hold A", "3 hold B", "5 conference", "9 callended") == [
        ("hold", "A", 2, 5),
        ("hold", "B", 3, 5),
        ("conference", None, 5, 9),
    ]


def test_a_hold_ends_when_its_participant_leaves() -> None:
    steps = (*BEGUN, "2 participantadded B", "3 hold B", "4 hold A", "5 participantremoved B", "9 callended")
    assert spans(*steps) == [("participant", "B", 2, 5), ("hold", "B", 3, 5), ("hold", "A", 4, 9)]


def test_a_hold_ends_with_the_call() -> None:
    assert spans(*BEGUN, "2 hold A", "9 callended", "12 resume A") == [("hold", "A", 2, 9)]


def test_the_hold_of_a_participant_already_held_is_a_repeat() -> None:
    of = call(*BEGUN, "2 hold A", "3 hold A", "5 resume A")
    assert (of.holds, of.hold_ms, of.repeats) == (1, 3000, 1)


def test_a_resume_after_a_resume_is_a_repeat() -> None:
    of = call(*BEGUN, "2 hold A", "3 resume A", "5 resume A")
    assert (of.holds, of.hold_ms, of.repeats, codes(of)) == (1, 1000, 1, {REPEAT: 1})


def test_a_resume_after_a_conference_closed_its_hold_is_a_repeat() -> None:
    of = call(*BEGUN, "2 hold A", "3 conference", "5 resume A")
    assert (of.repeats, codes(of)) == (1, {REPEAT: 1})


# Swaps.


def test_a_swap_exchanges_the_held_and_the_active_party() -> None:
    steps = (*BEGUN, "2 hold A", "3 participantadded B", "4 swap", "6 swap", "9 callended")
    assert [span for span in spans(*steps) if span[0] == "hold"] == [
        ("hold", "A", 2, 4),
        ("hold", "B", 4, 6),
        ("hold", "A", 6, 9),
    ]
    assert codes(call(*steps)) == {}


@pytest.mark.parametrize(
    "before",
    [
        ("2 hold A",),
        ("2 participantadded B",),
        ("2 hold A", "3 participantadded B", "4 hold B"),
        ("2 hold A", "3 participantadded B", "4 participantadded C"),
        ("2 hold C", "3 participantadded B"),
    ],
    ids=["one party", "nobody held", "both held", "three parties", "a stranger held"],
)
def test_a_swap_whose_parties_are_not_clear_is_a_problem_and_changes_no_hold(before: tuple[str, ...]) -> None:
    steps = (*BEGUN, *before, "9 callended")
    with_swap = (*BEGUN, *before, "6 swap", "9 callended")
    assert spans(*with_swap) == spans(*steps)
    assert codes(call(*with_swap)) == {**codes(call(*steps)), SWAP: 1}


# Mute and recording.


@pytest.mark.parametrize(
    ("on", "off", "kind"),
    [
        ("mute", "unmute", "mute"),
        ("pauserecording", "resumerecording", "recording_paused"),
    ],
)
class TestToggles:
    def test_it_lasts_from_one_event_to_the_other(self, on: str, off: str, kind: str) -> None:
        assert spans(*BEGUN, f"2 {on}", f"5 {off}", f"6 {on}", f"7 {off}") == [(kind, None, 2, 5), (kind, None, 6, 7)]

    def test_it_ends_with_the_call(self, on: str, off: str, kind: str) -> None:
        assert spans(*BEGUN, f"2 {on}", "9 callended") == [(kind, None, 2, 9)]

    def test_asking_for_it_again_is_a_repeat(self, on: str, off: str, kind: str) -> None:
        of = call(*BEGUN, f"2 {on}", f"3 {on}", f"5 {off}", f"6 {off}", f"7 {off}")
        assert (of.repeats, codes(of)) == (3, {REPEAT: 3})
        assert spans(*BEGUN, f"2 {on}", f"3 {on}", f"5 {off}", f"6 {off}") == [(kind, None, 2, 5)]

    def test_an_end_without_a_beginning_is_a_problem_and_only_the_next_one_a_repeat(
        self, on: str, off: str, kind: str
    ) -> None:
        of = call(*BEGUN, f"2 {off}", f"3 {off}")
        assert (of.repeats, codes(of)) == (1, {NOT_OPENED: 1, REPEAT: 1})

    def test_it_does_not_begin_after_the_end(self, on: str, off: str, kind: str) -> None:
        steps = (*BEGUN, "9 callended", f"10 {on}")
        assert spans(*steps) == []
        assert codes(call(*steps)) == {AFTER_END: 1}


# Participants and conferences.


def test_a_conference_lasts_to_the_next_participant_who_leaves() -> None:
    steps = (*BEGUN, "2 participantadded B", "3 conference", "5 participantremoved B", "9 callended")
    assert ("conference", None, 3, 5) in spans(*steps)
    assert call(*steps).conference_ms == 2000


def test_a_conference_lasts_to_the_end_where_nobody_leaves() -> None:
    assert spans(*BEGUN, "3 conference", "9 callended") == [("conference", None, 3, 9)]


def test_a_second_conference_is_a_repeat_unless_it_takes_somebody_off_hold() -> None:
    assert call(*BEGUN, "3 conference", "4 conference").repeats == 1
    of = call(*BEGUN, "3 conference", "4 hold A", "6 conference", "9 callended")
    assert (of.repeats, of.hold_ms, of.conference_ms) == (0, 2000, 6000)


def test_a_participant_logged_again_as_leaving_ends_no_later_conference() -> None:
    steps = (*BEGUN, "2 participantadded B", "3 participantremoved B", "4 conference", "5 participantremoved B")
    assert ("conference", None, 4, 9) in spans(*steps, "9 callended")
    assert call(*steps).repeats == 1


def test_participants_stay_from_their_arrival_to_their_leave_or_the_end() -> None:
    steps = (*BEGUN, "2 participantadded B", "3 participantadded C", "5 participantremoved B", "9 callended")
    assert spans(*steps) == [("participant", "B", 2, 5), ("participant", "C", 3, 9)]


def test_the_calls_own_participant_is_there_from_the_start_to_the_end() -> None:
    stays = [span for span in detail(*BEGUN, "9 callended").to_dict()["spans"] if span["kind"] == "participant"]
    assert [(span["participant"], span["start"][17:19], span["end"][17:19]) for span in stays] == [("A", "00", "09")]


def test_a_participant_who_is_already_there_is_a_repeat() -> None:
    assert call(*BEGUN, "2 participantadded B", "3 participantadded B", "4 participantadded A").repeats == 2


def test_a_participant_who_leaves_without_having_come_is_a_problem() -> None:
    assert codes(call(*BEGUN, "5 participantremoved B")) == {NOT_OPENED: 1}


def test_a_leave_that_names_nobody_is_the_only_other_partys() -> None:
    assert spans(*BEGUN, "2 participantadded B", "5 participantremoved", "9 callended") == [("participant", "B", 2, 5)]


def test_a_leave_that_names_nobody_is_the_callers_where_no_other_party_came() -> None:
    of = call(*BEGUN, "2 hold A", "5 participantremoved", "9 callended")
    assert (of.hold_ms, of.repeats) == (3000, 0)
    again = call(
        *BEGUN, "2 participantadded B", "3 hold A", "5 participantremoved", "5.2 participantremoved", "9 callended"
    )
    assert (again.hold_ms, again.repeats) == (6000, 1)


def test_a_leave_that_names_nobody_ends_nothing_where_several_could_have_left() -> None:
    steps = (*BEGUN, "2 participantadded B", "3 participantadded C", "5 participantremoved", "9 callended")
    assert spans(*steps) == [("participant", "B", 2, 9), ("participant", "C", 3, 9)]
    assert codes(call(*steps))[SEVERAL] == 1


# Flags, wrap-up, and calls whose start is not in the log.


def test_a_flag_is_open_from_its_raise_to_the_next_lower() -> None:
    steps = (*BEGUN, message("flagraise", 2, "f1", "help"), message("flaglower", 5, "f2", None))
    assert spans(*steps) == [("flag", None, 2, 5)]


def test_a_flag_that_nobody_lowers_stays_open_past_the_end() -> None:
    steps = (*BEGUN, message("flagraise", 2, "f1", "help"), "9 callended")
    assert spans(*steps) == [("flag", None, 2, None)]
    assert call(*steps).flag_open_ms is None


def test_a_flag_can_be_lowered_after_the_end() -> None:
    assert (
        call(
            *BEGUN, message("flagraise", 2, "f1", "!"), "9 callended", message("flaglower", 12, "f2", None)
        ).flag_open_ms
        == 10000
    )


def test_a_flag_lowered_that_was_never_raised_is_a_problem() -> None:
    assert codes(call(*BEGUN, message("flaglower", 5, "f2", None))) == {NOT_OPENED: 1}


def test_wrap_up_lasts_from_the_end_to_its_own() -> None:
    kinds = [
        (span["kind"], span["start"][17:19], span["end"][17:19])
        for span in detail("0 callstarted", "9 callended", "30 wrapupended").to_dict()["spans"]
    ]
    assert kinds == [("wrap_up", "09", "30")]


@pytest.mark.parametrize(
    ("closing", "key"),
    [("resume A", "hold_ms"), ("unmute", "mute_ms"), ("resumerecording", "recording_paused_ms")],
)
def test_a_total_is_unknown_where_its_beginning_and_the_calls_start_were_not_seen(closing: str, key: str) -> None:
    assert getattr(call(f"2 {closing}", "9 callended"), key) is None
    assert codes(call(f"2 {closing}", "9 callended")) == {NOT_OPENED: 1}
    assert getattr(call(*BEGUN, f"2 {closing}", "9 callended"), key) == 0
    assert getattr(call("1 callconnected A", f"2 {closing}", "9 callended"), key) == 0
    assert codes(call(*BEGUN, f"2 {closing}", "9 callended")) == {NOT_OPENED: 1}


def test_what_ended_while_a_party_was_held_or_the_rep_muted_is_told() -> None:
    def ended(*steps: str) -> tuple[bool, bool]:
        lives = rebuilt(lines_of(*BEGUN, *steps, "9 callended")).lives
        return bool(lives.ended_on_hold[0]), bool(lives.ended_on_mute[0])

    assert ended("2 hold A") == (True, False)
    assert ended("2 mute") == (False, True)
    assert ended("2 hold A", "3 mute", "4 resume A", "5 unmute") == (False, False)
