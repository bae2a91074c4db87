"""`callevents schema`."""

from typing import Annotated

import typer

from callevents.cli.exit import ExitCode
from callevents.cli.options import SurfaceOptions
from callevents.cli.output import opened
from callevents.render.json_text import json_bytes
from callevents.render.schema import DOCUMENTS
from callevents.render.schema import schema as schema_of


def schema(
    *,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]",
            help=f"The document: {', '.join(DOCUMENTS)}. Without it, the names are listed.",
            show_default=False,
            autocompletion=lambda: list(DOCUMENTS),
        ),
    ] = None,
    output: SurfaceOptions,
) -> ExitCode:
    """Print the JSON Schema of an output.

    Example: `callevents schema summary`
    """
    text = "\n".join(DOCUMENTS).encode() if name is None else json_bytes(schema_of(name), indent=True)
    with opened(output) as surface:
        surface.stream.write(text + b"\n")
    return ExitCode.OK
