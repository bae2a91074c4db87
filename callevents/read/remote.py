"""Files elsewhere, in object stores and on web servers, through fsspec. Only what a user names by URL is asked for."""

import io
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from callevents.model.errors import MissingExtraError
from callevents.model.problem import NO_LOGS, UNREADABLE
from callevents.read.lines import SourceError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

BLOCK = 8 << 20
"""Bytes that are asked for at a time."""

PIECE = 1 << 16
"""Bytes that are taken at a time of what has come."""

_SCHEME = re.compile(r"([a-z][a-z0-9+.\-]*)://", re.IGNORECASE)
_WEB = ("http", "https")
_SECRET = re.compile(
    r"(?i)([?&](?:[a-z\-]*signature|[a-z\-]*credential|[a-z\-]*token|sig|key)=)[^&#]+|(?<=://)[^/@]+(?=@)"
)


def is_remote(path: str) -> bool:
    """Tell whether a path is a URL: `s3://bucket/log.gz`, `https://host/log`."""
    return _SCHEME.match(path) is not None


def shown(url: str) -> str:
    """Give a URL as it may be shown: without what a signed one or one with a password would give away."""
    return _SECRET.sub(lambda found: f"{found[1] or ''}...", url)


def remote_files(url: str, endings: Sequence[str]) -> list[str]:
    """Give the URLs of the files that a URL names: itself, all that match a glob, or all logs below a directory.

    endings has the ends of a log's name. On a web server a URL is one file. Raises SourceError, MissingExtraError.
    """
    if is_web(url):
        return [url]
    try:
        fs, path = filesystem(url)
        if any(char in path for char in "*?["):
            found = [name for name in fs.glob(path) if not fs.isdir(name)]
            missing = SourceError(UNREADABLE, "no file matches this pattern")
        elif fs.isdir(path) and not fs.isfile(path):
            found = [name for name in fs.find(path) if name.lower().endswith(tuple(endings))]
            missing = SourceError(NO_LOGS, "no log in this directory")
        else:
            return [url]
    except Exception as error:
        raise _told(error, "cannot be listed") from None
    if not found:
        raise missing
    return [fs.unstrip_protocol(name) for name in found]


def remote_size(url: str) -> int | None:
    """Give the size of a file in bytes, or None where it can only be read from its start. Raises SourceError."""
    try:
        fs, path = filesystem(url)
        facts = fs.info(path)
    except Exception as error:
        raise _told(error, "cannot be read") from None
    if is_web(url) and not facts.get("partial"):
        return None
    return cast("int | None", facts["size"])


def open_remote(url: str, *, seekable: bool) -> BinaryIO:
    """Open a file. seekable: it is read in blocks from anywhere in it, else in one go. Raises SourceError."""
    try:
        fs, path = filesystem(url)
        file = fs.open(path, "rb", block_size=BLOCK if seekable or not is_web(url) else 0)
    except Exception as error:
        raise _told(error, "cannot be opened") from None
    return io.BufferedReader(_Raw(file, seekable), 1 << 20)


def filesystem(url: str) -> tuple[Any, str]:
    """Give the file system (of fsspec) of a URL and the path in it.

    Raises MissingExtraError where what it needs is not installed, and whatever the file system raises.
    """
    scheme = url.partition("://")[0]
    try:
        import fsspec

        options: dict[str, Any] = {"auto_mkdir": True} if scheme in ("file", "local") else {}
        if is_web(url):
            import aiohttp

            # No limit to the whole: a large log takes as long as it takes.
            timeout = aiohttp.ClientTimeout(total=None, sock_connect=30, sock_read=60)
            options["client_kwargs"] = {"timeout": timeout}
        fs, path = fsspec.url_to_fs(url, **options)
    except ImportError as error:
        extra = error.name == "fsspec" or scheme in (*_WEB, "s3", "s3a")
        advice = "pip install 'callevents[remote]'" if extra else f"{error}"
        raise MissingExtraError(f"{scheme}:// needs a package that is not installed: {advice}") from None
    return fs, path


def reason(error: Exception) -> str:
    """Say in few words what a file system complains of."""
    if isinstance(error, FileNotFoundError):
        # That is also what is raised for a server that is not there.
        cause = error.__cause__
        if not isinstance(cause, OSError) or isinstance(cause, FileNotFoundError):
            return "there is no such file"
        error = cause
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    inner = re.search(r"message='([^']+?)\.?'", text)
    return shown(" ".join((inner[1] if inner else text).split()))[:300]


class _Raw(io.RawIOBase):
    """A file of fsspec, with no other error than OSError."""

    def __init__(self, file: Any, seekable: bool) -> None:
        self._file = file
        self._seekable = seekable

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._seekable

    def readinto(self, buffer: "WriteableBuffer") -> int:
        # No more than that at once: where the connection breaks, what was asked for is lost.
        view = memoryview(buffer).cast("B")[:PIECE]
        try:
            data = self._file.read(len(view))
        except Exception as error:
            raise OSError(reason(error)) from None
        view[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if not self._seekable:
            raise io.UnsupportedOperation("this can only be read from its start")
        return cast(int, self._file.seek(offset, whence))

    def tell(self) -> int:
        return cast(int, self._file.tell())

    def close(self) -> None:
        if not self.closed:
            self._file.close()
        super().close()


def _told(error: Exception, what: str) -> Exception:
    if isinstance(error, MissingExtraError):
        return error
    return SourceError(UNREADABLE, f"{what}: {reason(error)}")


def is_web(url: str) -> bool:
    """Tell whether a URL is of a web server: it can only be read, and is no directory."""
    return url.partition("://")[0].lower() in _WEB
