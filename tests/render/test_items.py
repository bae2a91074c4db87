import pytest

from callevents.model.errors import UsageError
from callevents.model.paths import values_at
from callevents.render.items import CALL_COLUMNS, call_columns
from render.values import POOR


def test_a_path_to_an_object_stands_for_all_below_it() -> None:
    assert call_columns("mos, audio.input.rtt_ms") == (
        "mos",
        *(f"audio.input.rtt_ms.{name}" for name in ("count", "mean", "min", "p50", "p95", "p99", "max")),
    )


def test_a_key_of_an_open_object_stands_for_itself() -> None:
    assert call_columns("words_by_role,words_by_role.Agent") == ("words_by_role", "words_by_role.Agent")


@pytest.mark.parametrize(("wrong", "nearest"), [("ringms", "ring_ms"), ("audio.input.mosx", "audio.input.mos")])
def test_an_unknown_column_suggests_the_nearest(wrong: str, nearest: str) -> None:
    with pytest.raises(UsageError, match=nearest):
        call_columns(f"mos,{wrong}")


def test_the_usual_columns_are_keys_of_a_call() -> None:
    assert call_columns(",".join(CALL_COLUMNS)) == CALL_COLUMNS
    plain = POOR.to_dict()
    assert all(values_at(plain, path) != [None] for path in CALL_COLUMNS)
