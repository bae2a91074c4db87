"""The README's list of problems is the catalogue."""

import re

from callevents.model.problem import CATALOGUE
from readme.test_readme import README


def test_the_readme_lists_every_problem_as_the_catalogue_has_it() -> None:
    found = re.search(r"<!-- problems -->\n\n(.*?)\n\n<!-- /problems -->", README, re.DOTALL)
    assert found
    rows = [f"| {code.code} | {code.severity} | {code.title} |" for code in CATALOGUE.values()]
    assert found[1].splitlines() == ["| code | severity | problem |", "| --- | --- | --- |", *rows]
