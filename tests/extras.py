"""Tests of what an extra installs: where it is missing they are skipped, and where it must be there they fail."""

import os
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import pytest

REQUIRED = "CALLEVENTS_EXTRAS"
"""Set in an environment that has every extra, so that no test is skipped there."""


def needs(*names: str) -> Any:
    """Import modules, the first of which is given; the test (or the test file) is skipped where one is missing."""
    if REQUIRED not in os.environ:
        for name in names:
            if find_spec(name.partition(".")[0]) is None:
                pytest.skip(f"{name} is not installed", allow_module_level=True)
    modules = [import_module(name) for name in names]
    return modules[0]
