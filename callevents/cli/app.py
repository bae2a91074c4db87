"""The entry point: runs the program, and turns whatever happens into an exit code and at most one plain line."""

import atexit
import gc
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from types import FrameType
from typing import Any, NoReturn

from callevents.cli.exit import ExitCode

_SEARCH_EVERY = 100_000
"""After so many new objects the interpreter looks for reference cycles. Starting makes half as many, and no garbage."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and give its exit code. No exception but SystemExit leaves this function.

    arguments are those after the program's name; None takes those of the process.
    """
    arguments = sys.argv[1:] if arguments is None else arguments
    _spare_effort()
    if signal.getsignal(signal.SIGTERM) == signal.SIG_DFL:
        with suppress(ValueError):  # in a thread, where no handler can be set
            signal.signal(signal.SIGTERM, _end)
    try:
        return _run(arguments)
    except KeyboardInterrupt:
        return _interrupted()
    except Exception as error:
        if "--debug" in arguments:
            import traceback

            from callevents.cli.stderr import say_lines

            say_lines(traceback.format_exc())
        return _explain(error)


def _end(number: int, frame: FrameType | None) -> NoReturn:
    """End at a signal, but let no unfinished file and no process stay behind."""
    raise SystemExit(128 + number)


def _spare_effort() -> None:
    """Leave out what the interpreter and numpy do for long runs: of a short one it takes a sixth of the time."""
    gc.set_threshold(_SEARCH_EVERY)
    # At the end the system takes all memory back at once; without this the interpreter looks through it before.
    atexit.unregister(gc.freeze)
    atexit.register(gc.freeze)
    # numpy's linear algebra, of which nothing is used here, would start a thread a processor.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def _run(arguments: Sequence[str]) -> int:
    # Imported here, so that an interrupt during the imports is met as well.
    from callevents.cli.program import program

    code = program().main(list(arguments), prog_name="callevents", standalone_mode=False)
    if code == ExitCode.INTERRUPTED:
        return _interrupted()
    if sys.stdout is not None:
        sys.stdout.flush()
    return code or ExitCode.OK


def _interrupted() -> int:
    from callevents.cli.stderr import say

    say("interrupted")
    return ExitCode.INTERRUPTED


def _explain(error: Exception) -> int:
    """Say on one line what went wrong, and give the exit code of it."""
    import typer

    from callevents.cli.stderr import say
    from callevents.model.errors import CallEventsError

    match error:
        case CallEventsError():
            say(str(error))
            return error.exit_code
        case typer.TyperException():
            # Without a message it is the help, already printed, of a command line that names no command.
            if message := _message(error):
                context = getattr(error, "ctx", None)
                end = "" if message.endswith((".", "?", ")")) else "."
                say(f"{message}{end} See: {context.command_path} --help" if context else message)
            return ExitCode.USAGE
        case OSError():
            from callevents.cli.output import discard_stdout

            discard_stdout()
            # What cannot be read is told in the result: an error that has no file name comes from writing it.
            say(f"{error.filename or 'cannot write'}: {error.strerror or error}")
            return ExitCode.UNREADABLE
        case _:
            say(f"internal error: {type(error).__name__}: {error} (--debug shows where)")
            return ExitCode.UNREADABLE


def _message(error: Any) -> str:
    from callevents.cli.program import where_else

    # Only an option that does not exist has others that are spelled like it.
    if not hasattr(error, "possibilities"):
        return str(error.format_message())
    hint = where_else(error.option_name, error.possibilities or (), in_command=error.ctx.parent is not None)
    return f"{error.message}: {hint}" if hint else error.format_message()
