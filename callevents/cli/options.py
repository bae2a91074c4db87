"""The options that commands share, each described once. `expand` makes a command's signature of these classes."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, tzinfo
from pathlib import Path
from typing import Annotated, Any

import typer
from msgspec import Struct
from msgspec.structs import replace

from callevents.cli import complete, parse
from callevents.cli.config import KEYS, NAME, apply_config
from callevents.model.call import Grade, Outcome
from callevents.model.errors import UsageError
from callevents.model.event import canonical_name
from callevents.model.settings import DEFAULT_THRESHOLDS, MAX_LINE, Filters, Judging, Reading
from callevents.quality.codecs import CODECS
from callevents.quality.thresholds import Thresholds, parse_thresholds, thresholds_text
from callevents.render.registry import FORMATS

FILTERS = "Filters"
READING = "Reading"
OUTPUT = "Output"

Logs = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[LOG]...",
        help="Files, directories, quoted globs, URLs (s3://, https:// ...), or - for standard input (the default where "
        "input is piped).",
        show_default=False,
    ),
]


def option(
    *names: str,
    help: str,
    panel: str | None = None,
    among: Iterable[str] | None = None,
    parser: Callable[[str], Any] | None = None,
    **settings: Any,
) -> Any:
    """Describe an option. `among`: the values it takes, if they are few. `parser`: reads text, or raises UsageError."""
    if among is not None:
        values = tuple(among)
        parser = parse.one_of(values)
        settings = {"metavar": "|".join(values), "autocompletion": lambda: list(values)} | settings
    if parser is not None:
        settings["parser"] = _checked(parser)
    return typer.Option(*names, help=help, rich_help_panel=panel, **settings)


def format_option(names: Iterable[str]) -> Any:
    """Describe the option --format of a command that writes the named formats."""
    names = tuple(names)
    help = f"The format of the result: {', '.join(names)}."
    return option("--format", help=help, panel=OUTPUT, among=names, metavar="FORMAT")


def _checked(parser: Callable[[str], Any]) -> Callable[[str], Any]:
    def checked(text: str) -> Any:
        try:
            return parser(text)
        except UsageError as error:
            # Typer adds the name of the option.
            raise typer.BadParameter(str(error)) from None

    return checked


class EventFilters(Struct, frozen=True, kw_only=True):
    """Which calls, and in `events` and `check` which events, are taken."""

    call_id: Annotated[
        list[str] | None,
        option(
            "--call-id",
            help="Only the call with this id, given in full. Repeatable.",
            panel=FILTERS,
            metavar="ID",
            autocompletion=complete.call_ids,
        ),
    ] = None
    call_type: Annotated[
        list[str] | None,
        option(
            "--call-type", help="Only calls of this type, such as inbound. Repeatable.", panel=FILTERS, metavar="TYPE"
        ),
    ] = None
    participant: Annotated[
        list[str] | None,
        option("--participant", help="Only calls with this participant. Repeatable.", panel=FILTERS, metavar="NAME"),
    ] = None
    agent: Annotated[
        list[str] | None,
        option("--agent", help="Only calls of this agent. Repeatable.", panel=FILTERS, metavar="AGENT"),
    ] = None
    since: Annotated[
        str | None,
        option(
            "--since",
            help="Only calls that began at this time or later; in check and events, only such events. ISO 8601, or "
            "relative to the log's last event (-2h, -30m, -1d).",
            panel=FILTERS,
            metavar="TIME",
        ),
    ] = None
    until: Annotated[
        str | None,
        option(
            "--until",
            help="Only calls that began by this time (in check and events, such events), written as for --since.",
            panel=FILTERS,
            metavar="TIME",
        ),
    ] = None
    type: Annotated[
        list[str] | None,
        option(
            "--type",
            help="Only events of this type, in either spelling: limits what is counted and shown, never the stages and "
            "times of calls. Repeatable.",
            panel=FILTERS,
            metavar="TYPE",
            autocompletion=complete.event_types,
        ),
    ] = None

    def chosen(self, tz: tzinfo) -> Filters:
        """Give the filters; tz is the zone of bounds without an offset. Raises UsageError."""
        since, until = (None if text is None else parse.bound(text, tz) for text in (self.since, self.until))
        if since is not None and until is not None and (since < 0) == (until < 0) and since > until:
            raise UsageError(f"no time lies between --since {self.since} and --until {self.until}: swap them")
        return Filters(
            call_ids=tuple(self.call_id or ()),
            call_types=tuple(call_type.lower() for call_type in self.call_type or ()),
            participants=tuple(self.participant or ()),
            agents=tuple(self.agent or ()),
            since=since,
            until=until,
            types=tuple(map(canonical_name, self.type or ())),
        )


class CallFilters(EventFilters, frozen=True, kw_only=True):
    """Which calls are taken, also by what became of them."""

    outcome: Annotated[
        list[str] | None,
        option("--outcome", help="Only calls with this outcome. Repeatable.", panel=FILTERS, among=Outcome),
    ] = None
    grade: Annotated[
        list[str] | None, option("--grade", help="Only calls with this grade. Repeatable.", panel=FILTERS, among=Grade)
    ] = None
    has: Annotated[
        list[str] | None,
        option(
            "--has",
            help="Only calls with an event of this type. Repeatable.",
            panel=FILTERS,
            metavar="TYPE",
            autocompletion=complete.event_types,
        ),
    ] = None
    where: Annotated[
        str | None,
        option(
            "--where",
            help="Only calls for which this holds: keys of a call's JSON compared with numbers or text, joined by and, "
            "or, not. Example: 'mos < 3.5 and hold_ms > 60000'",
            panel=FILTERS,
            metavar="EXPR",
        ),
    ] = None

    def chosen(self, tz: tzinfo) -> Filters:
        """Give the filters; tz is the zone of bounds without an offset. Raises UsageError."""
        return replace(
            super().chosen(tz),
            outcomes=tuple(self.outcome or ()),
            grades=tuple(self.grade or ()),
            has=tuple(map(canonical_name, self.has or ())),
            where=self.where,
        )


class LineOptions(Struct, frozen=True, kw_only=True):
    """How lines are read."""

    time_field: Annotated[
        str | None,
        option(
            "--time-field",
            help="Dotted path of an event's time. Default: the usual names.",
            panel=READING,
            metavar="PATH",
        ),
    ] = None
    agent_field: Annotated[
        str | None,
        option(
            "--agent-field",
            help="Dotted path of the agent. Default: agent, agentId, user ...",
            panel=READING,
            metavar="PATH",
        ),
    ] = None
    session_field: Annotated[
        str | None,
        option(
            "--session-field",
            help="Dotted path of the session. Default: session, tabId ...",
            panel=READING,
            metavar="PATH",
        ),
    ] = None
    max_line: Annotated[
        int | None,
        option(
            "--max-line",
            help="Lines longer than this are left out. Default: 16MiB.",
            panel=READING,
            metavar="SIZE",
            parser=parse.size,
        ),
    ] = None
    config: Annotated[
        Path | None,
        option(
            "--config",
            help=f"Take options from this TOML file: {', '.join(KEYS)}. Options given here win. "
            f"Default: the nearest {NAME} here or in a folder above.",
            panel=READING,
            metavar="FILE",
            callback=apply_config,
            is_eager=True,
        ),
    ] = None
    strict: Annotated[
        bool,
        option("--strict", help="End with exit code 1 if a line was no event (all is read and shown).", panel=READING),
    ] = False

    def reading(self) -> Reading:
        """Give how lines are read."""
        return Reading(
            time_field=self.time_field,
            agent_field=self.agent_field,
            session_field=self.session_field,
            max_line=self.max_line or MAX_LINE,
        )


class ReadingOptions(LineOptions, frozen=True, kw_only=True):
    """How lines are read and audio is judged."""

    counters: Annotated[
        str,
        option(
            "--counters",
            help="How packet counts are read: told from the data, per interval, or running totals.",
            panel=READING,
            among=("auto", "delta", "cumulative"),
        ),
    ] = "auto"
    codec: Annotated[
        str, option("--codec", help="The codec that MOS assumes; the log names none.", panel=READING, among=CODECS)
    ] = "g711-plc"
    thresholds: Annotated[
        Thresholds | None,
        option(
            "--thresholds",
            help="The edges good/fair and fair/poor; name only what differs. "
            f"Default: {thresholds_text(DEFAULT_THRESHOLDS).replace(',', ', ')}",
            panel=READING,
            metavar="METRIC=EDGE/EDGE,...",
            parser=parse_thresholds,
        ),
    ] = None
    rejects: Annotated[
        Path | None,
        option(
            "--rejects",
            help="Write the lines that are no events to this file, byte for byte.",
            panel=READING,
            metavar="FILE",
        ),
    ] = None
    jobs: Annotated[
        int | None,
        option(
            "--jobs",
            help="Processes that read side by side; auto: one a processor, where the log is large enough to pay.",
            panel=READING,
            metavar="N|auto",
            parser=parse.jobs,
        ),
    ] = None
    stats: Annotated[
        bool,
        option(
            "--stats",
            help="Say on stderr, as a line of JSON, what was read and what it took: seconds, memory, processes.",
            panel=READING,
        ),
    ] = False

    def reading(self) -> Reading:
        """Give how lines are read."""
        return replace(super().reading(), rejects=self.rejects)

    def find(self, wanted: Sequence[str] | None) -> Sequence[str] | None:
        """Give the `find` of `callevents.analyze`: what is wanted; every line where each bad one matters."""
        return () if self.strict or self.rejects else wanted

    def spark(self, *, show_log: bool) -> AbstractContextManager[Any]:
        """Give what reads on a cluster, for as long as the context lasts: nothing, unless `cli.engine` says so."""
        return nullcontext()

    def judging(self) -> Judging:
        """Give how audio is judged."""
        return Judging(self.counters, self.codec, self.thresholds or DEFAULT_THRESHOLDS)


class PlaceOptions(Struct, frozen=True, kw_only=True):
    """Where the result goes, and what is said beside it."""

    file: Annotated[
        str | None,
        option(
            "-o", "--output", help="Write to this file or URL what would go to stdout.", panel=OUTPUT, metavar="FILE"
        ),
    ] = None
    tz: Annotated[
        tzinfo | None,
        option(
            "--tz",
            help="Time zone of the times shown to people, and of bounds without an offset. Default: UTC, as in JSON.",
            panel=OUTPUT,
            metavar="ZONE",
            parser=parse.zone,
        ),
    ] = None
    quiet: Annotated[bool, option("--quiet", help="No progress, notes and warnings on stderr.", panel=OUTPUT)] = False
    debug: Annotated[
        bool, option("--debug", help="Where an error ends the command, show where it arose.", panel=OUTPUT)
    ] = False

    @property
    def zone(self) -> tzinfo:
        """The time zone of the times shown to people."""
        return self.tz or UTC


class SurfaceOptions(PlaceOptions, frozen=True, kw_only=True):
    """How a result that may be shown on a terminal looks there."""

    color: Annotated[
        str,
        option(
            "--color", help="Colors: on a terminal, always, or never.", panel=OUTPUT, among=("auto", "always", "never")
        ),
    ] = "auto"
    width: Annotated[
        int | None,
        option(
            "--width",
            help="Fit tables into so many columns. Default: COLUMNS, else the terminal's; piped as wide as need be.",
            panel=OUTPUT,
            metavar="N",
            min=20,
        ),
    ] = None


class OutputOptions(SurfaceOptions, frozen=True, kw_only=True):
    """In which format the result goes where."""

    format: Annotated[str, format_option(FORMATS)] = "table"
    json: Annotated[bool, option("--json", help="The same as --format json.", panel=OUTPUT)] = False

    def chosen_format(self) -> str:
        """Give the name of the format. Raises UsageError where --json and --format disagree."""
        if self.json and self.format not in ("table", "json"):
            raise UsageError(f"--json and --format {self.format} cannot both hold")
        return "json" if self.json else self.format
