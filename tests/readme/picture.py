"""Draws the README's picture: what `callevents summary sample_logs` shows on a terminal.

Run with PYTHONPATH=tests: python -m readme.picture
"""

import contextlib
import io
import re
from datetime import UTC
from pathlib import Path

from rich.console import Console
from rich.text import Text

import callevents
from callevents.cli.commands.summary import overview
from callevents.render.output import Output
from callevents.render.registry import render

ROOT = Path(__file__).parents[2]
PICTURE = ROOT / ".github" / "summary.svg"
COMMAND = "callevents summary sample_logs/shift.ndjson.gz"
WIDTH = 104


def picture() -> str:
    """Give the picture as SVG."""
    with contextlib.chdir(ROOT):
        analysis = callevents.analyze(COMMAND.rsplit(maxsplit=1)[-1])
    stream = io.BytesIO()
    render(overview(analysis, UTC), "table", Output(stream, is_terminal=True, width=WIDTH, color=True))
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="standard")
    console.print(Text.from_ansi(stream.getvalue().decode()))
    svg = console.export_svg(title=f"$ {COMMAND}", unique_id="callevents")
    # Rich names fonts of a server; the reader's own monospace font does as well, and nothing is fetched.
    return re.sub(r"@font-face \{.*?\}\s*|<!--.*?-->\s*", "", svg, flags=re.DOTALL)


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
