from msgspec.structs import replace

from callevents.model.compare import Comparison
from render.values import DOCUMENTS, written


def compared(**changes: object) -> Comparison:
    """Give a comparison of one figure; changes replace what its row tells."""
    document = DOCUMENTS["compare"]
    assert isinstance(document, Comparison)
    return replace(document, rows=(replace(document.rows[0], **changes),))


def cells(document: Comparison) -> dict[str, str]:
    lines = [line for line in written(document, "markdown").decode().splitlines() if line.startswith("|")]
    heads, row = ([cell.strip() for cell in lines[number].strip("|").split("|")] for number in (0, 2))
    assert len(set(heads)) == len(heads)
    return dict(zip(heads, row, strict=True))


def test_a_change_too_small_for_the_usual_decimals_is_not_shown_as_none() -> None:
    row = cells(compared(figure="audio.input.mos", title="MOS, input", change=-0.0034, change_pct=-0.0771))
    assert (row["Change"], row["Change %"]) == ("-0.003", "-0.1")
    row = cells(compared(figure="audio.input.mos", title="MOS, input", change=0.0, change_pct=0.0))
    assert (row["Change"], row["Change %"]) == ("0.00", "0.0")


def test_a_change_of_less_than_json_tells_is_none() -> None:
    assert cells(compared(change=-1e-12, change_pct=1e-12))["Change"] == "0.00"


def test_a_unit_stands_behind_its_figure_as_in_other_headings() -> None:
    assert cells(compared())["Figure"] == "Packet loss %, output"
    assert cells(compared(figure="calls.poor_pct", title="Poor calls"))["Figure"] == "Poor calls %"
