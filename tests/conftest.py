"""What holds for all tests: nothing of the developer's own surroundings."""

import os

import pytest
from hypothesis import settings

# A slow machine fails no test; and where nobody looks at a finding at once, the same cases are tried every time.
CI = "CI" in os.environ
settings.register_profile("callevents", deadline=None, derandomize=CI, max_examples=50 if CI else 100)
settings.load_profile("callevents")


@pytest.fixture(autouse=True)
def _plain_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away what would change widths, colors and languages."""
    for name in ("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
