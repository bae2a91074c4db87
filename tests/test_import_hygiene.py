"""`import callevents` and `callevents --version` are light: heavy modules are imported by what needs them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import callevents

HEAVY = {"rich", "numpy", "jinja2", "jsonschema", "multiprocessing", "asyncio", "pydantic"}


def imported_by(code: str) -> set[str]:
    """Give the modules that a fresh interpreter has imported after the code."""
    script = f"{code}\nimport json, sys; print(json.dumps(sorted(sys.modules)))"
    output = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    return set(json.loads(output.splitlines()[-1]))


def imported_by_command(*arguments: str) -> set[str]:
    """Give the modules that a command has imported at its end."""
    return imported_by(f"from callevents.cli.app import main; assert main({arguments!r}) == 0")


@pytest.fixture
def log(tmp_path: Path) -> str:
    """Give the path of a log of one call, all in order."""
    path = tmp_path / "log.ndjson"
    path.write_text(
        "".join(
            f'{{"timestamp": {second}000, "type": "{name}", "detail": {{"callId": "a", "participant": "b"}}}}\n'
            for second, name in ((1, "callstarted"), (2, "callconnected"), (9, "callended"), (10, "wrapupended"))
        )
    )
    return str(path)


def test_importing_the_package_imports_nothing_heavy() -> None:
    modules = imported_by("import callevents")
    assert "callevents" in modules
    assert not modules & (HEAVY | {"typer", "orjson", "msgspec"})


def test_showing_the_version_imports_nothing_heavy_and_no_command() -> None:
    modules = imported_by_command("--version")
    assert "typer" in modules
    assert not modules & (HEAVY | {"orjson", "msgspec"})
    rooms = {name.split(".")[1] for name in modules if name.startswith("callevents.")}
    assert rooms == {"cli"}
    assert not any(name.startswith("callevents.cli.commands") for name in modules)


def test_a_command_imports_no_other_commands_report_or_page(log: str) -> None:
    modules = imported_by_command("summary", log)
    assert {"callevents.report.summary", "callevents.render.pages.summary"} <= modules
    of_others = {
        *(f"callevents.model.{name}" for name in ("compare", "live", "messages", "report", "stats", "tables")),
        *(f"callevents.report.{name}" for name in ("compare", "detail", "page", "stats", "tables", "where")),
        *(f"callevents.render.pages.{name}" for name in ("call", "compare", "lists", "stats")),
    }
    assert not modules & of_others


@pytest.mark.parametrize(
    "arguments", [("summary",), ("summary", "--json"), ("calls",), ("calls", "--json"), ("check",)]
)
def test_a_plain_command_imports_nothing_that_only_some_options_need(log: str, arguments: tuple[str, ...]) -> None:
    needed_by_options = {
        "callevents.cli.upload",
        "callevents.run.spark",
        "csv",
        "numpy.ma",
        "rich",
        "tempfile",
        "tomllib",
    }
    assert not imported_by_command(*arguments, log) & (HEAVY - {"numpy"} | needed_by_options)


def test_every_public_name_can_be_had_and_is_listed() -> None:
    for name in callevents.__all__:
        assert getattr(callevents, name) is not None
        assert name in dir(callevents)
