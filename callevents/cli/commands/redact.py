"""`callevents redact`."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

from callevents.cli.exit import ExitCode
from callevents.cli.options import LineOptions, Logs, SurfaceOptions, option
from callevents.cli.output import opened
from callevents.cli.progress import progress
from callevents.cli.run import conclude, sources, spare_logs, stop_if_unread
from callevents.model.settings import Redacting
from callevents.render.output import Output

PANEL = "What stays"
_KEEP_OR_MAP = ("keep", "map")


def redact(
    *,
    logs: Logs = None,
    text: Annotated[
        str,
        option(
            "--text",
            help="What was said and written: mask (other letters, 0 for digits; words and repeats stay countable), "
            "keep, or drop.",
            panel=PANEL,
            among=("mask", "keep", "drop"),
        ),
    ] = "mask",
    names: Annotated[
        str,
        option(
            "--names",
            help="Display names, and participants that are no phone numbers, such as quick connects.",
            panel=PANEL,
            among=_KEEP_OR_MAP,
        ),
    ] = "map",
    agents: Annotated[
        str,
        option("--agents", help="Agents and sessions of the log's envelope.", panel=PANEL, among=_KEEP_OR_MAP),
    ] = "map",
    call_ids: Annotated[
        str,
        option(
            "--call-ids",
            help="Ids of calls and messages. The vendor finds a call by its id, so they stay by default.",
            panel=PANEL,
            among=_KEEP_OR_MAP,
        ),
    ] = "keep",
    region: Annotated[
        str,
        option(
            "--region",
            help="The country in whose way phone numbers without a country code are written.",
            panel=PANEL,
            metavar="US|GB|...",
        ),
    ] = "US",
    key_file: Annotated[
        Path | None,
        option(
            "--key-file",
            help="The same stand-ins in every run with this file, which is made if it is missing. Keep it secret: who "
            "has it can find out whose stand-ins they are.",
            panel=PANEL,
            metavar="FILE",
        ),
    ] = None,
    reading: LineOptions,
    output: SurfaceOptions,
) -> ExitCode:
    """Make a log safe to hand on: stand-ins for phone numbers and people, and the same figures.

    Phone numbers are replaced wherever they stand, also in what was said, by numbers kept for fiction of the same
    country where it has such, else by numbers of the country code 999, which nobody has. The same number always gets
    the same stand-in, two numbers never the same one. All other runs of seven or more digits in text are replaced
    likewise. Text in fields that callevents does not know is masked, as are long numbers there and lines that are no
    JSON. All else stays as it is, byte for byte, and so do the figures: `summary` of the result equals that of the log
    (with `--text drop`, in all but the words).

    **What it does not find**: names, addresses and digits spelled out in what was said, with `--text keep`; what a call
    id itself may hold, with `--call-ids keep`; numbers below seven digits in fields; names used as names of fields, as
    types or as roles; people who can be told by when and how long they called.

    Several logs become one, in the order of their names. One call: `callevents events LOG --call-id ID | callevents
    redact`

    Example: `callevents redact sample_logs/stories.ndjson -o safe.ndjson`
    """
    paths = sources(logs, "redact")
    from callevents.report.redact.lines import Redaction

    for written in (output.file, key_file):
        spare_logs(paths, None if written is None else str(written))
    redacting = Redacting(text, names, agents, call_ids, region, key_file)
    redaction = Redaction(paths, reading.reading(), redacting)
    with opened(output) as surface, progress(output.quiet) as on_progress:
        redaction.write(_shown(surface), on_progress)
        stop_if_unread(reading, output, redaction)
    return conclude(redaction, reading, output)


def _shown(surface: Output) -> Callable[[bytes], object]:
    """Give the function that writes parts of lines: on a terminal with controls made visible."""
    write = surface.stream.write
    if not surface.is_terminal:
        return write
    return lambda part: write("\n".join(map(surface.shown, part.decode(errors="replace").split("\n"))).encode())
