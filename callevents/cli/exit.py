"""The exit codes, which scripts rely on."""

from enum import IntEnum


class ExitCode(IntEnum):
    """How a command ended."""

    OK = 0
    """Done, also with bad lines: they are counted and named on stderr."""
    FOUND = 1
    """What was asked about is so: `check` found an error, `--fail-if` held, `--strict` met a bad line, no such call."""
    USAGE = 2
    """The request cannot be understood."""
    UNREADABLE = 3
    """An input or output could not be read or written whole, or is no log at all. What could be read is shown."""
    INTERRUPTED = 130
    """Ctrl-C."""


_PRECEDENCE = (ExitCode.INTERRUPTED, ExitCode.USAGE, ExitCode.UNREADABLE, ExitCode.FOUND, ExitCode.OK)


def first_of(*codes: ExitCode) -> ExitCode:
    """Give the code that a command ends with where several hold."""
    return min(codes, key=_PRECEDENCE.index, default=ExitCode.OK)
