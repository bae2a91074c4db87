import re

from render.values import DOCUMENTS, written


def test_the_loss_of_all_samples_and_that_of_the_worst_one_have_headings_of_their_own() -> None:
    page = written(DOCUMENTS["stats-by-agent"], "table").decode()
    heads = [head for line in page.splitlines() for head in re.split("  +", line)]
    assert [heads.count(head) for head in ("Loss %", "Worst %", "Its loss %")] == [1, 1, 1]
