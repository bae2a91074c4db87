"""`import callevents` and `callevents --version` are light: heavy modules are imported by what needs them."""

import json
import subprocess
import sys

import callevents

HEAVY = {"rich", "numpy", "jinja2", "jsonschema", "multiprocessing", "asyncio", "pydantic"}


def imported_by(code: str) -> set[str]:
    """Give the top-level modules that a fresh interpreter has imported after the code."""
    script = f"{code}\nimport json, sys; print(json.dumps(sorted({{name.partition('.')[0] for name in sys.modules}})))"
    output = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    return set(json.loads(output.splitlines()[-1]))


def test_importing_the_package_imports_nothing_heavy() -> None:
    modules = imported_by("import callevents")
    assert "callevents" in modules
    assert not modules & (HEAVY | {"typer", "orjson"})


def test_showing_the_version_imports_nothing_heavy_and_no_command() -> None:
    modules = imported_by("from callevents.cli.app import main; assert main(['--version']) == 0")
    assert "typer" in modules
    assert not modules & (HEAVY | {"orjson"})


def test_every_public_name_can_be_had_and_is_listed() -> None:
    for name in callevents.__all__:
        assert getattr(callevents, name) is not None
        assert name in dir(callevents)
