import pytest

from callevents.model.call import Call
from callevents.model.paths import ANY_KEY, paths_of
from callevents.model.tables import TABLES, Column, Table


def column(table: str, name: str) -> Column:
    return next(column for column in TABLES[table].columns if column.name == name)


def test_every_figure_of_a_call_is_a_column_and_its_problems_are_a_table() -> None:
    figures = [path.removesuffix(f".{ANY_KEY}") for path in paths_of(Call) if not path.startswith("problems.")]
    assert [column.name for column in TABLES["calls"].columns] == [path.replace(".", "_") for path in figures]


@pytest.mark.parametrize("table", TABLES.values(), ids=str)
def test_every_column_says_what_it_is_and_no_two_have_one_name(table: Table) -> None:
    assert all(column.description for column in table.columns)
    assert len({column.name.lower() for column in table.columns}) == len(table.columns)


@pytest.mark.parametrize("table", [table for table in TABLES.values() if table.name != "calls"], ids=str)
def test_every_table_has_the_id_of_the_call(table: Table) -> None:
    assert column(table.name, "call_id").type == "text"


@pytest.mark.parametrize(
    ("table", "name", "kind", "unit"),
    [
        ("calls", "hold_ms", "integer", "milliseconds"),
        ("calls", "holds", "integer", None),
        ("calls", "audio_input_packet_loss_pct", "number", "percent"),
        ("calls", "audio_output_jitter_ms_p95", "number", "milliseconds"),
        ("calls", "audio_output_jitter_ms_count", "integer", None),
        ("calls", "cqd_poor", "boolean", None),
        ("calls", "participants", "list of text", None),
        ("calls", "words_by_role", "integers by name", None),
        ("calls", "grade", "text", None),
        ("intervals", "time", "time", "UTC, to the millisecond"),
        ("problems", "line", "integer", None),
    ],
)
def test_a_column_has_the_type_and_the_unit_of_its_field(table: str, name: str, kind: str, unit: str | None) -> None:
    assert (column(table, name).type, column(table, name).unit) == (kind, unit)


def test_a_column_of_few_values_names_them() -> None:
    assert column("calls", "outcome").description.endswith(": handled, missed, unanswered, in_progress, unknown")
