"""The program and its commands, each imported only when it is used."""

from collections.abc import Iterator, MutableMapping, Sequence
from importlib import import_module
from shlex import quote
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from callevents import __version__
from callevents.cli.complete import tell_the_whole_line

COMMANDS = (
    "summary",
    "calls",
    "call",
    "stats",
    "compare",
    "transcript",
    "notes",
    "flags",
    "events",
    "check",
    "redact",
    "report",
    "follow",
    "export",
    "schema",
)
"""The commands in the order that the help lists them; each is the function of that name in `commands/`."""

MANY = 5
"""An option that more commands have is one of all that read logs."""


def program() -> Any:
    """Make the program: a Click command whose `main` takes arguments."""
    app = typer.Typer(
        cls=_Group,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode="markdown",
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_root)
    tell_the_whole_line()
    return typer.main.get_command(app)


def where_else(option: str, near: Sequence[str], *, in_command: bool) -> str:
    """Say where an option belongs that was given to a command without it, or to the program itself. Empty: nowhere
    else, or where it was given, but for its spelling. near are the options there that are spelled like it."""
    if any(option.startswith(name) or name.startswith(option) for name in near):
        return ""
    commands = _LazyCommands()
    having = [name for name in COMMANDS if any(option in one.opts for one in commands[name].params)]
    if not in_command and len(having) > MANY:
        return f"it stands after a command that reads logs, as in callevents {having[0]} LOG {option}"
    return f"it is an option of {', '.join(having)}" if 0 < len(having) <= MANY else ""


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"callevents {__version__}")
        raise typer.Exit


def _root(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", is_eager=True, callback=_show_version)
    ] = False,
) -> None:
    """Analyze logs of Salesforce Service Cloud Voice telephony events.

    A log holds one JSON event a line, compressed or not. Start with: `callevents summary LOG...`
    """


class _Group(TyperGroup):
    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = _LazyCommands()

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args[0] not in COMMANDS:
            from callevents.model.errors import UsageError
            from callevents.read.sources import exists

            if exists(args[0]):
                raise UsageError(f"a command stands before LOG: did you mean callevents summary {quote(args[0])}?")
        return super().resolve_command(ctx, args)


class _LazyCommands(MutableMapping[str, Any]):
    """The commands by name, made when first looked up: `--version` needs none of them, a command only itself."""

    def __init__(self) -> None:
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in COMMANDS:
            raise KeyError(name)
        if name not in self._made:
            from callevents.cli.expand import expand

            function = getattr(import_module(f"callevents.cli.commands.{name}"), name)
            app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode="markdown")
            app.command(name, context_settings={"help_option_names": ["-h", "--help"]})(expand(function))
            self._made[name] = typer.main.get_command(app)
        return self._made[name]

    def __setitem__(self, name: str, command: Any) -> None:
        self._made[name] = command

    def __delitem__(self, name: str) -> None:
        del self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)
