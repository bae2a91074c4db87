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
