"""The settings file: options that are the same every day, so that nobody has to type them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typer

from callevents.model.errors import UsageError

NAME = "callevents.toml"
"""What the file is called where no other is named."""

KEYS: tuple[str, ...] = (
    "thresholds",
    "codec",
    "counters",
    "time_field",
    "agent_field",
    "session_field",
    "max_line",
    "tz",
)
"""The options that a settings file can set. A key has the name and takes the values of the option: `time_field` is
`--time-field`. What would write a file or change an exit code is not among them: a file that is merely found must not.
"""


def apply_config(context: typer.Context, path: Path | None) -> Path | None:
    """Let a settings file give the defaults of a command's options: the callback of `--config`.

    Without a path it is the nearest callevents.toml, if there is one, of the working directory and those above it.
    Raises UsageError where the file cannot be read, is not TOML, or has a key or a value that is none.
    """
    chosen = path or _nearest(Path.cwd())
    if chosen is not None:
        context.default_map = _defaults(chosen, context)
    return path


def _nearest(directory: Path) -> Path | None:
    places = (folder / NAME for folder in (directory, *directory.parents))
    return next((place for place in places if place.is_file()), None)


def _defaults(path: Path, context: typer.Context) -> dict[str, str]:
    """Give the texts that stand for options not given, by the option's name, each checked by the option itself."""
    from difflib import get_close_matches

    options = {option.name: option for option in context.command.params}
    defaults = {}
    for key, value in _settings(path).items():
        if key not in KEYS:
            near = get_close_matches(key, KEYS, n=1, cutoff=0.0)
            raise UsageError(f'{path}: there is no key "{key}"; did you mean "{near[0]}"?')
        if not isinstance(value, str | int) or isinstance(value, bool):
            raise UsageError(f"{path}: {key} takes text in quotes, as the option --{key.replace('_', '-')} does")
        if key in options:
            try:
                options[key].type_cast_value(context, str(value))
            except typer.BadParameter as error:
                raise UsageError(f"{path}: {key}: {error.message}") from None
            defaults[key] = str(value)
    return defaults


def _settings(path: Path) -> Mapping[str, Any]:
    """Read the keys of a file: at its top or under [callevents]; in a pyproject.toml those under [tool.callevents]."""
    import tomllib

    try:
        document = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} is not TOML: {error}") from None
    if "tool" in document:
        document = {"callevents": _table(document["tool"]).get("callevents", {})}
    own = _table(document.pop("callevents", {}))
    return {**document, **own}


def _table(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
