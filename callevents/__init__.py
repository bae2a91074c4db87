"""Analyze logs of Salesforce Service Cloud Voice telephony events: the same results as the `callevents` command.

    >>> import callevents
    >>> analysis = callevents.analyze("sample_logs")
    >>> analysis.summary().to_dict()["calls"]["total"]
    >>> for call in analysis.calls:
    ...     print(call.call_id, call.talk_ms, call.mos, call.grade)

`analyze` reads the logs once and gives an `Analysis`. Its methods (`summary`, `stats`, `compare`, `call`, `transcript`,
`notes`, `flags`, `check`) give frozen values, whose `to_dict()` is the JSON document that the command of that name
prints. Durations are integer milliseconds, shares percent, times milliseconds since the Unix epoch (ISO 8601 text in
`to_dict()`), and None is "unknown".

`Reading` says how lines are read, `Judging` how audio is judged, `Filters` which calls are taken. What cannot be done
is raised as a `CallEventsError`; a bad line or a damaged source is no error, but counted and told in the result.
"""

from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from os import PathLike
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from callevents.model.call import Call
    from callevents.model.check import Check
    from callevents.model.compare import Comparison
    from callevents.model.detail import CallDetail
    from callevents.model.errors import CallEventsError, NotFoundError, UsageError
    from callevents.model.messages import Flags, Notes, Transcript
    from callevents.model.settings import Filters, Judging, Reading
    from callevents.model.stats import Stats
    from callevents.model.summary import Summary
    from callevents.report.analysis import Analysis

__version__ = "0.1.0"

__all__ = [
    "Analysis",
    "Call",
    "CallDetail",
    "CallEventsError",
    "Check",
    "Comparison",
    "Filters",
    "Flags",
    "Judging",
    "NotFoundError",
    "Notes",
    "Reading",
    "Stats",
    "Summary",
    "Transcript",
    "UsageError",
    "analyze",
]

_MODULES = {
    "Analysis": "report.analysis",
    "Call": "model.call",
    "Comparison": "model.compare",
    "CallDetail": "model.detail",
    **dict.fromkeys(("CallEventsError", "NotFoundError", "UsageError"), "model.errors"),
    "Check": "model.check",
    "Stats": "model.stats",
    "Summary": "model.summary",
    **dict.fromkeys(("Flags", "Notes", "Transcript"), "model.messages"),
    **dict.fromkeys(("Filters", "Judging", "Reading"), "model.settings"),
}


def analyze(
    paths: str | PathLike[str] | Iterable[str | PathLike[str]],
    *,
    reading: "Reading | None" = None,
    judging: "Judging | None" = None,
    filters: "Filters | None" = None,
    text: str | None = None,
    on_progress: Callable[[int, int | None], None] | None = None,
    on_workers: Callable[[int], None] | None = None,
    jobs: int = 0,
    find: Sequence[str] | None = None,
    spark: Any = None,
) -> "Analysis":
    """Read logs and rebuild their calls.

    paths are files, directories, globs, or "-" for standard input. Without reading, judging or filters their defaults
    hold. text says for which calls the words of the conversation are kept: None for no call, "" for all, else for calls
    whose id starts with it. on_progress is called now and then with the bytes read so far and the bytes there are, None
    where that cannot be known; on_workers with the number of processes that read. jobs is the number of processes that
    may read side by side (0: one a processor); small logs are read in one. find has texts that the ids of the wanted
    calls contain: lines of other calls are passed over unparsed and counted as skipped (None: the ids of `filters`;
    `()` reads every line). spark is a SparkSession or SparkContext whose cluster does the reading (needs
    `callevents[spark]`).

    Raises UsageError for settings that cannot be understood. Sources that cannot be read do not raise: see
    `Analysis.damaged` and `Analysis.warnings`.
    """
    from callevents.model.settings import Filters, Judging, Reading
    from callevents.read.sources import find_sources
    from callevents.report.analysis import Analysis
    from callevents.run.analyze import analyze_sources

    reading, judging, filters = reading or Reading(), judging or Judging(), filters or Filters()
    chosen = [paths] if isinstance(paths, str | PathLike) else paths
    context = getattr(spark, "sparkContext", spark)
    sources, missing = find_sources(chosen)
    wanted = filters.needed_ids(find)
    log = analyze_sources(sources, missing, reading, judging, text, on_progress, on_workers, jobs, wanted, context)
    return Analysis(log, filters)


def __getattr__(name: str) -> Any:
    """Import the other public names when they are first used: `import callevents` stays light."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"callevents.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
