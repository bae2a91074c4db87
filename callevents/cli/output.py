"""Where a result goes: stdout, or a file that is complete or not there."""

import os
import re
import shutil
import stat
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast

import typer

from callevents.cli.exit import ExitCode
from callevents.cli.options import SurfaceOptions
from callevents.render.output import Output


@contextmanager
def opened(options: SurfaceOptions, environ: Mapping[str, str] = os.environ) -> Iterator[Output]:
    """Open the surface that the options choose. The same bytes go to `-o FILE` as to `>`.

    A file is written beside its place and put there at the end, unless the body raised. Raises OSError.
    """
    if options.file is None or options.file == "-":
        if sys.stdout is None:
            raise OSError("stdout is closed")
        try:
            yield surface_of(sys.stdout.buffer, sys.stdout.isatty(), options, environ)
            sys.stdout.flush()
        except BrokenPipeError:
            # Nobody reads on: that is no error, and there is nothing more to do.
            discard_stdout()
            raise typer.Exit(ExitCode.OK) from None
    else:
        from callevents.read.remote import is_remote

        with _uploading(options.file) if is_remote(options.file) else _replacing(Path(options.file)) as stream:
            yield surface_of(stream, False, options, environ)


def surface_of(
    stream: Any, is_terminal: bool, options: SurfaceOptions, environ: Mapping[str, str] = os.environ
) -> Output:
    """Describe a binary stream as the options and the environment have it."""
    return Output(
        stream,
        is_terminal=is_terminal,
        width=options.width or _width(is_terminal, environ),
        color=options.color == "always" or (options.color == "auto" and _wants_color(is_terminal, environ)),
        tz=options.zone,
        unicode=_encoding().startswith("utf") and not _is_c_locale(environ),
    )


def _width(is_terminal: bool, environ: Mapping[str, str]) -> int | None:
    columns = environ.get("COLUMNS", "")
    if re.fullmatch(r"[0-9]{1,9}", columns) and int(columns) > 0:
        return int(columns)
    return shutil.get_terminal_size().columns if is_terminal else None


def _wants_color(is_terminal: bool, environ: Mapping[str, str]) -> bool:
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR"):
        return environ["FORCE_COLOR"] != "0"
    return is_terminal and environ.get("TERM") != "dumb"


def _encoding() -> str:
    """Give the encoding that readers of this program's output expect, also where a file takes it."""
    return (getattr(sys.stdout, "encoding", None) or "utf-8").lower()


def _is_c_locale(environ: Mapping[str, str]) -> bool:
    """Tell whether the locale asks for ASCII: Python writes UTF-8 even then."""
    chosen = next((environ[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if environ.get(name)), "")
    return chosen in ("C", "POSIX")


@contextmanager
def _replacing(file: Path) -> Iterator[BinaryIO]:
    """Open a file that takes its place when all is written. What exists and is no regular file is written directly."""
    import tempfile

    place = Path(os.path.realpath(file))  # a link stays a link
    try:
        mode = place.stat().st_mode
    except FileNotFoundError:
        mode = None
    if mode is not None and not stat.S_ISREG(mode):
        with file.open("wb") as stream:
            yield stream
        return
    if mode is not None and not os.access(place, os.W_OK):
        raise PermissionError(13, "Permission denied", str(file))
    try:
        handle, name = tempfile.mkstemp(prefix=f".{place.name[:100]}.", dir=place.parent)
    except OSError as error:
        raise type(error)(error.errno, error.strerror, str(file)) from None
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
        draft.chmod(stat.S_IMODE(mode) if mode is not None else 0o666 & ~_umask())
        draft.replace(place)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


@contextmanager
def _uploading(url: str) -> Iterator[BinaryIO]:
    """Open a file that goes to an object store when all is written."""
    import tempfile

    from callevents.cli.upload import check_place, upload

    check_place(url)
    with tempfile.NamedTemporaryFile(prefix="callevents-") as draft:
        yield cast(BinaryIO, draft)
        draft.flush()
        upload(Path(draft.name), url)


def discard_stdout() -> None:
    """Send what is still buffered for a broken stdout nowhere: the interpreter would fail on it at its end."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    except (OSError, ValueError, AttributeError):
        return


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
