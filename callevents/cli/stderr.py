"""What is said on stderr: one safe line at a time, after all that was written to stdout."""

import contextlib
import sys

from callevents.render.safe import visible


def say(sentence: str) -> None:
    """Write one line to stderr. A stderr that is closed takes nothing, and that is no error."""
    _write(f"callevents: {visible(sentence)}\n")


def say_lines(text: str) -> None:
    """Write lines to stderr, each made safe to show. A stderr that is closed takes nothing, and that is no error."""
    _write("".join(f"{visible(line)}\n" for line in text.split("\n") if line))


def _write(text: str) -> None:
    with contextlib.suppress(OSError, ValueError, AttributeError):
        if sys.stdout is not None:
            sys.stdout.flush()
    with contextlib.suppress(OSError, ValueError, AttributeError):
        sys.stderr.write(text)
        sys.stderr.flush()
