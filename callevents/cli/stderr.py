"""What is said on stderr: one safe line at a time, after all that was written to stdout."""

import contextlib
import sys

from callevents.render.safe import visible


def say(sentence: str) -> None:
    """Write one line to stderr. A stderr that is closed takes nothing, and that is no error."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        if sys.stdout is not None:
            sys.stdout.flush()
    with contextlib.suppress(OSError, ValueError, AttributeError):
        sys.stderr.write(f"callevents: {visible(sentence)}\n")
        sys.stderr.flush()


def say_lines(text: str) -> None:
    """Write lines to stderr as they stand, each made safe to show."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        sys.stderr.write("".join(f"{visible(line)}\n" for line in text.split("\n") if line))
        sys.stderr.flush()
