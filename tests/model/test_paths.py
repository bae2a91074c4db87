import pytest

from callevents.model.call import Call
from callevents.model.errors import UsageError
from callevents.model.paths import find_path, paths_of, values_at
from callevents.model.summary import Summary
from callevents.model.value import Time


def test_the_leaves_of_a_call_are_listed_with_kind_choices_and_description() -> None:
    paths = paths_of(Call)
    assert paths["mos"].kind is float
    assert paths["holds"].is_number
    assert paths["started"].kind is Time
    assert paths["audio.input.jitter_ms.p95"].is_number
    assert paths["audio.input.packet_loss_pct"].description == "100 · lost / packets, sum over sum"
    assert paths["grade"].choices == ("good", "fair", "poor", "unknown")
    assert paths["words_by_role.*"].kind is int
    assert "audio" not in paths


def test_a_key_of_a_mapping_is_a_path_whatever_its_name() -> None:
    assert find_path(Summary, "calls.by_grade.poor").kind is int


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("tlak_ms", "talk_ms"),
        ("audio.input.los", "audio.input.mos"),
        ("loss", "audio.input.packet_loss_pct"),
        ("jitter", "audio.input.jitter_ms.mean"),
        ("a", "agent"),
    ],
)
def test_an_unknown_path_suggests_the_nearest(path: str, near: str) -> None:
    with pytest.raises(UsageError, match=f'no field "{path}"; did you mean "{near}"'):
        find_path(Call, path)


def test_a_path_like_no_other_suggests_nothing() -> None:
    for path in ("zzzzzz", "x"):
        with pytest.raises(UsageError, match=f'^there is no field "{path}"$'):
            find_path(Call, path)


def test_values_are_found_in_dicts_and_through_lists() -> None:
    document = {"a": {"b": 1}, "list": [{"c": 2}, {"c": 3}], "none": None}
    assert values_at(document, "a.b") == [1]
    assert values_at(document, "list.c") == [2, 3]
    assert values_at(document, "none.x") == [None]
