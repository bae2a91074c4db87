"""Shell completion: the values of options and arguments that depend on more than the option itself.

Completion must never wait or fail: logs are read for about a second, and whatever cannot be read is passed over.
"""

import os
import re
import shlex
import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

MOST_SECONDS = 1.0
MOST_BYTES = 50_000_000
"""So much of the logs, decompressed, is looked through."""
MOST_IDS = 1000

# A shell may evaluate what it is offered, and log text is hostile: only ids of harmless characters are offered.
_CALL_ID = re.compile(rb"""\\?"callId\\?"\s*:\s*\\?"([A-Za-z0-9._@+=/-]{1,120})\\?\"""")

_WRITTEN = frozenset({"-o", "--output", "--rejects"})
"""The options whose value is a file that is written."""

_AFTER = "_CALLEVENTS_AFTER"


def event_types() -> list[tuple[str, str]]:
    """Give the canonical names of the event types, and when each is sent."""
    from callevents.model.event import EVENT_TYPES

    return [(event_type.name, event_type.sent_when) for event_type in EVENT_TYPES]


def problem_codes() -> list[tuple[str, str]]:
    """Give the codes of problems, each with its title."""
    from callevents.model.problem import CATALOGUE

    return [("all", "every code"), *((code.code, code.title) for code in CATALOGUE.values())]


def columns(incomplete: str) -> list[str]:
    """Give the key paths of a call after those that are already chosen, between commas."""
    before, comma, _ = incomplete.rpartition(",")
    chosen = set(before.split(","))
    return [f"{before}{comma}{path}" for path in keys() if path not in chosen]


def keys() -> list[str]:
    """Give the key paths of a call."""
    from callevents.model.call import Call
    from callevents.model.paths import ANY_KEY, paths_of

    return [path.removesuffix(f".{ANY_KEY}") for path in paths_of(Call)]


def call_ids(incomplete: str) -> list[str]:
    """Give the ids of calls in the logs on the command line, in the order in which they are met."""
    ids: dict[bytes, None] = {}
    with _at_most(MOST_SECONDS):
        _find(logs_on_the_line(), incomplete.encode(), ids)
    return [found.decode() for found in ids][:MOST_IDS]


class _TimeIsUp(Exception):
    pass


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Leave the body after so many seconds, whatever it is waiting for; where there are no timers, when it ends."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def leave(*_: object) -> None:
        raise _TimeIsUp

    before = signal.signal(signal.SIGALRM, leave)
    try:
        signal.setitimer(signal.ITIMER_REAL, seconds)
        yield
    except _TimeIsUp:
        pass
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def logs_on_the_line() -> list[str]:
    """Give the words of the command line, before and after the cursor, that are files, directories or globs."""
    line = " ".join(os.environ.get(name, "") for name in ("COMP_WORDS", "_TYPER_COMPLETE_ARGS", _AFTER))
    try:
        words = shlex.split(line)[1:]
    except ValueError:  # a quote that is still open
        words = line.split()[1:]
    before = ["", *words]
    paths = (
        _may_be_log(word)
        for previous, word in zip(before, words, strict=False)
        if not word.startswith("-") and "://" not in word and previous not in _WRITTEN
    )
    return list(dict.fromkeys(path for path in paths if path))


def _may_be_log(word: str) -> str | None:
    """Give the path that a word may be, with `~` for home as the shell would read it."""
    try:
        path = Path(word).expanduser()
        return str(path) if path.exists() or any(char in word for char in "*?[") else None
    except (OSError, ValueError, RuntimeError):
        return None


def _find(paths: Iterable[str], begins: bytes, ids: dict[bytes, None]) -> None:
    """Put the ids that begin so into `ids` as they are met."""
    for block in _blocks(paths):
        ids |= dict.fromkeys(found for found in _CALL_ID.findall(block) if found.startswith(begins))
        if len(ids) >= MOST_IDS:
            break


def _blocks(paths: Iterable[str]) -> Iterator[bytes]:
    """Give the decompressed bytes of files in turn, until enough was read."""
    from callevents.read.lines import BLOCK, SourceError
    from callevents.read.sources import find_sources
    from callevents.read.streams import Stream

    left = MOST_BYTES
    for source in find_sources(paths)[0]:
        if source.passes:
            continue
        try:
            with source.opened() as raw:
                stream = Stream(raw)
                while left > 0 and (block := stream.read1(BLOCK)):
                    left -= len(block)
                    yield block
        except SourceError:
            continue


_WHOLE_LINE = {
    # Of the whole line Typer would lose an empty word, and take the one after it for the one at the cursor.
    "bash": (
        'env COMP_WORDS="${COMP_WORDS[*]}"',
        f'env {_AFTER}="${{COMP_WORDS[*]:$((COMP_CWORD+1))}}" COMP_WORDS="${{COMP_WORDS[*]:0:$((COMP_CWORD+1))}}"',
    ),
    "zsh": ('env _TYPER_COMPLETE_ARGS="', f'env {_AFTER}="${{words[CURRENT+1,-1]}}" _TYPER_COMPLETE_ARGS="'),
    "fish": ("_TYPER_COMPLETE_ARGS=(", f"{_AFTER}=(commandline -p) _TYPER_COMPLETE_ARGS=("),
}


def tell_the_whole_line() -> None:
    """Let the scripts for the shells tell what stands after the cursor, apart: `call <TAB> LOG` needs it.

    Typer keeps its scripts to itself. Where it has others, they stay as they are: then ids are found in logs before
    the cursor only.
    """
    from typer import _completion_shared

    scripts = getattr(_completion_shared, "_completion_scripts", {})
    for shell, (theirs, ours) in _WHOLE_LINE.items():
        if ours not in scripts.get(shell, ours):
            scripts[shell] = scripts[shell].replace(theirs, ours)
