from msgspec.structs import replace

from callevents.model.detail import CallDetail, Interval
from callevents.model.value import Time
from render import values
from render.values import written


def samples(*places: tuple[str, int | None]) -> CallDetail:
    """Give a call with audio samples at these seconds after its start, told apart by their loss: 0, 1, 2 ... %."""
    start = values.POOR.started or 0
    intervals = tuple(
        Interval(channel, None if at is None else Time(start + at * 1000), 0, 50, float(loss), None, None, None)
        for loss, (channel, at) in enumerate(places)
    )
    return replace(values.DETAIL, intervals=intervals, spans=(), conversation=(), timeline=())


def losses(document: CallDetail) -> list[list[str]]:
    """Give time, loss of input and loss of output of each row of the table over time."""
    lines = written(document, "markdown").decode().split("## Quality over time")[1].split("##")[0].splitlines()[4:]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line]
    return [[row[0], row[1], row[5]] for row in rows]


def test_samples_of_the_same_time_stand_side_by_side() -> None:
    document = samples(("input", 0), ("input", 30), ("output", 30), ("output", 60))
    assert losses(document) == [["0:00", "0.00", ""], ["0:30", "1.00", "2.00"], ["1:00", "", "3.00"]]


def test_several_samples_of_one_time_keep_their_order() -> None:
    document = samples(("input", 0), ("input", 0), ("output", 0), ("output", 0))
    assert losses(document) == [["0:00", "0.00", "2.00"], ["0:00", "1.00", "3.00"]]


def test_samples_without_times_stand_side_by_side_by_their_place() -> None:
    document = samples(("input", None), ("output", None), ("input", None), ("output", None))
    assert losses(document) == [["–", "0.00", "1.00"], ["–", "2.00", "3.00"]]


def test_on_a_terminal_a_picture_stands_for_the_samples_which_a_pipe_and_markdown_list() -> None:
    document = samples(*(("input", second) for second in range(0, 3000, 30)))
    on_terminal = written(document, "table", width=80).decode()
    assert "Timeline (" in on_terminal
    assert "Quality over time" not in on_terminal
    for text in (written(document, "table"), written(document, "markdown", width=80)):
        assert "48:00" in text.decode().split("Quality over time")[1]


def test_a_picture_is_as_wide_as_the_terminal_and_in_a_pipe_100_cells() -> None:
    for width, cells in ((40, 40), (80, 80), (250, 250), (1000, 250), (None, 100)):
        page = written(values.DETAIL, "table", width=width).decode()
        picture = page.split("Timeline (")[1].split("\n\n")[0].splitlines()[1:-1]
        assert cells - 12 < max(map(len, picture)) <= cells


def test_a_call_that_was_never_held_or_muted_says_none() -> None:
    page = written(replace(values.DETAIL, call=values.GOOD), "markdown").decode()
    assert "- **Hold**: none" in page
    assert "- **Mute**: none" in page
