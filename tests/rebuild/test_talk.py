import pytest

from rebuild.little import call, detail, message


@pytest.mark.parametrize("role", ["EndUser", "END_USER", "enduser", "Customer"])
def test_the_end_user_is_shown_as_the_customer(role: str) -> None:
    of = detail(message("transcript", 0, "m", "hello there", role=role))
    assert of.call.words_by_role == {"Customer": 2}
    assert of.conversation[0].role == "Customer"


@pytest.mark.parametrize("role", ["Agent", "Supervisor", "VIRTUAL_AGENT", "[red]"])
def test_every_other_role_is_shown_as_logged(role: str) -> None:
    assert call(message("transcript", 0, "m", "hello", role=role)).words_by_role == {role: 1}


def test_words_are_those_of_the_utterances_by_role() -> None:
    of = call(
        message("transcript", 0, "1", "good  morning\tto\nyou", role="Agent"),
        message("transcript", 1, "2", "hello", role="END_USER"),
        message("transcript", 2, "3", "one more thing", role="Agent"),
        message("transcript", 3, "4", None, role="EndUser"),
        message("note", 4, "5", "not spoken at all", role="Agent"),
    )
    assert of.words_by_role == {"Agent": 7, "Customer": 1}
    assert (of.transcripts, of.notes) == (4, 1)


def test_an_utterance_of_nobody_counts_as_of_an_unknown_role() -> None:
    of = call(
        message("transcript", 0, "1", "one", role=None), message("transcript", 1, "2", "two three", role="Unknown")
    )
    assert of.words_by_role == {"Unknown": 3}


def test_the_name_of_the_speaker_is_shown_where_one_is_known() -> None:
    of = detail(message("note", 0, "1", "x", displayName="Ana"), message("note", 1, "2", "y"))
    assert [said.name for said in of.conversation] == ["Ana", None]


def test_the_conversation_is_one_order_with_the_marks_of_the_lifecycle_between() -> None:
    of = detail(
        message("flaglower", 9, "4", None),
        "0 callstarted A",
        message("transcript", 3, "1", "hello"),
        "5 hold A",
        "5.2 hold A",
        message("note", 6, "2", "x"),
        message("flagraise", 7, "3", "help"),
        "20 callended",
    )
    assert [item.kind for item in of.timeline] == [
        "callstarted",
        "transcript",
        "hold",
        "note",
        "flagraise",
        "flaglower",
        "callended",
    ]
    assert [item.kind for item in of.conversation] == ["transcript", "note", "flagraise", "flaglower"]
    assert [(item.text, item.id) for item in of.conversation] == [
        ("hello", "1"),
        ("x", "2"),
        ("help", "3"),
        (None, "4"),
    ]
