"""The README's list of problems is the catalogue."""

import re

from callevents.model.problem import CATALOGUE, catalogue_table
from readme.test_readme import README


def test_the_readme_lists_every_problem_as_the_catalogue_has_it() -> None:
    found = re.search(r"<!-- problems -->\n\n(.*?)\n\n<!-- /problems -->", README, re.DOTALL)
    assert found
    assert found[1] == catalogue_table()
    assert len(found[1].splitlines()) == len(CATALOGUE) + 2
