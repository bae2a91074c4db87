import io
import subprocess
import sys

import pytest

from callevents.model.errors import UsageError
from callevents.render.output import Output
from callevents.render.registry import FORMATS, render
from render import values
from render.values import written


def test_the_formats_are_those_of_the_command_line() -> None:
    assert list(FORMATS) == ["table", "json", "ndjson", "csv", "tsv", "markdown"]


def test_an_unknown_format_names_those_there_are() -> None:
    with pytest.raises(UsageError, match="choose one of table, json"):
        render(values.SUMMARY, "xml", Output(io.BytesIO()))


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_ends_its_last_line(format: str) -> None:
    assert written(values.DETAIL, format).endswith(b"\n")


def test_importing_the_formats_imports_neither_rich_nor_numpy() -> None:
    code = "import sys, callevents.render.registry; print({'rich', 'numpy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
