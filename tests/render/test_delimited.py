import csv
import io

from callevents.model.paths import values_at
from callevents.render.documents import Calls, Rows
from callevents.render.items import CALL_COLUMNS, call_columns
from render import values
from render.values import call, written


def read(content: bytes, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline=""), delimiter=delimiter))


def test_a_cell_holds_what_json_holds_under_the_same_key() -> None:
    for row, one in zip(read(written(Calls(values.CALLS), "csv")), values.CALLS, strict=True):
        for path in CALL_COLUMNS:
            (value,) = values_at(one.to_dict(), path)
            assert row[path] == ("" if value is None else str(value)), path


def test_csv_and_tsv_hold_the_same() -> None:
    assert read(written(values.FLAGS, "csv")) == read(written(values.FLAGS, "tsv"), "\t")


def test_lists_are_joined_and_truth_is_written_as_in_json() -> None:
    columns = call_columns("participants,cqd_poor,words_by_role,words_by_role.Agent,problems.code")
    one = call(participants=("Billing desk", "+15550100"))
    (row,) = read(written(Calls((one,), columns), "csv"))
    assert list(row.values()) == ["Billing desk; +15550100", "true", "Agent=24 EndUser=16", "24", "CE202; CE305"]


def test_separators_and_quotes_in_a_text_do_not_break_the_table() -> None:
    for format, delimiter in (("csv", ","), ("tsv", "\t")):
        (row,) = read(written(Calls((call(agent='a,"b";\tc\nd'),), ("agent",)), format), delimiter)
        assert row == {"agent": r'a,"b";\tc\nd'}


def test_one_thing_is_a_row_a_key() -> None:
    rows = {row["key"]: row["value"] for row in read(written(values.SUMMARY, "csv"))}
    assert rows["audio.output.packet_loss_pct"] == "4.2"
    assert rows["problems.0.first.line"] == "812"
    assert rows["worst_calls"] == f"{values.POOR.call_id}; {values.GOOD.call_id}"


def test_rows_without_an_item_have_an_empty_header() -> None:
    assert written(Rows("nothing", ()), "csv") == b"\n"


def test_no_item_leaves_the_header() -> None:
    assert written(Calls(()), "csv").decode() == ",".join(CALL_COLUMNS) + "\n"
