"""Each page and format as its exact bytes. UPDATE_GOLDEN=1 in the environment writes them anew: then read the diff."""

import os
from pathlib import Path

import pytest

from render.values import DOCUMENTS, written

GOLDEN = Path(__file__).parent / "golden"

EXTENSIONS = {"markdown": "md", "json": "json", "ndjson": "ndjson", "csv": "csv", "tsv": "tsv"}


def check(name: str, content: bytes) -> None:
    path = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_bytes(content)
    assert content.decode() == path.read_bytes().decode()


@pytest.mark.parametrize("width", [40, 80, 160])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_page_on_a_terminal(name: str, width: int) -> None:
    check(f"{name}.{width}.txt", written(DOCUMENTS[name], "table", width=width))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_page_in_a_pipe(name: str) -> None:
    check(f"{name}.piped.txt", written(DOCUMENTS[name], "table"))


@pytest.mark.parametrize("format", EXTENSIONS)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_in_each_format(name: str, format: str) -> None:
    check(f"{name}.{EXTENSIONS[format]}", written(DOCUMENTS[name], format))


def test_a_page_in_colour() -> None:
    check("call.color.txt", written(DOCUMENTS["call"], "table", width=80, color=True))


def test_a_page_in_ascii() -> None:
    content = written(DOCUMENTS["summary"], "table", width=80, unicode=False)
    assert content.isascii()
    check("summary.ascii.txt", content)
