"""The options of the commands that can run on a cluster."""

from contextlib import AbstractContextManager, nullcontext
from typing import Annotated, Any

from callevents.cli.options import ReadingOptions, option
from callevents.model.errors import UsageError

ENGINE = "Engine"


def _property(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not name or not equals:
        raise UsageError(f'"{text}" is no property of Spark; write it as spark.executor.memory=4g')
    return name, value


class EngineOptions(ReadingOptions, frozen=True, kw_only=True):
    """How lines are read and audio is judged, and by what."""

    engine: Annotated[
        str,
        option(
            "--engine",
            help="Read on this machine, or on a Spark cluster. The results are the same.",
            panel=ENGINE,
            among=("local", "spark"),
        ),
    ] = "local"
    master: Annotated[
        str | None,
        option(
            "--master",
            help="Where Spark runs, such as yarn or spark://host:7077. Default: this machine, or where spark-submit "
            "says.",
            panel=ENGINE,
            metavar="URL",
        ),
    ] = None
    conf: Annotated[
        list[Any] | None,
        option(
            "--conf",
            help="A property of Spark, such as spark.executor.memory=4g. Repeatable.",
            panel=ENGINE,
            metavar="NAME=VALUE",
            parser=_property,
        ),
    ] = None

    def spark(self, *, show_log: bool) -> AbstractContextManager[Any]:
        """Give the context of Spark, started where there is none; without Spark, None."""
        if self.engine == "local":
            if self.master or self.conf:
                raise UsageError("--master and --conf are of Spark: give --engine spark as well")
            return nullcontext()
        from callevents.run.session import spark_context

        return spark_context(self.master, dict(self.conf or ()), show_log=show_log)
