"""Results that go to an object store: a file is there when it is complete, and not before."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from callevents.model.errors import CallEventsError, UsageError
from callevents.read.remote import filesystem, is_web, reason, shown

T = TypeVar("T")


def check_place(url: str) -> None:
    """Raise UsageError where nothing can be written to a URL, MissingExtraError where that needs what is not there."""
    if is_web(url):
        raise UsageError(f"{shown(url)}: a web server can be read from, not written to")
    _in_store(url, lambda fs, path: None)


def upload(file: Path, url: str) -> None:
    """Put a file into an object store. Raises CallEventsError."""
    _in_store(url, lambda fs, path: fs.put_file(str(file), path))


def remove(urls: list[str]) -> None:
    """Remove files. Raises CallEventsError."""
    for url in urls:
        _in_store(url, lambda fs, path: fs.rm_file(path))


def files_below(url: str) -> list[str]:
    """Give the URLs of all files below a URL. Raises CallEventsError."""
    return _in_store(url, lambda fs, path: [fs.unstrip_protocol(name) for name in fs.find(path)])


def _in_store(url: str, do: Callable[[Any, str], T]) -> T:
    try:
        return do(*filesystem(url))
    except CallEventsError:
        raise
    except Exception as error:
        raise CallEventsError(f"{shown(url)}: cannot be written to: {reason(error)}") from None
