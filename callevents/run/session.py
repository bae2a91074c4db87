"""Starting Spark, or using the Spark that is there."""

import os
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

from callevents.model.errors import CallEventsError, MissingExtraError

if TYPE_CHECKING:
    from pyspark import SparkContext

_DEFAULTS = {
    "spark.app.name": "callevents",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.maxResultSize": "0",  # what was seen of a large log is meant to come to the driver
}
_ALONE = {
    "spark.ui.enabled": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
}
"""What a Spark of this process alone has: nobody else reaches it."""

_COMPLAINT = re.compile(r"error|exception|no such|not found|not set|invalid", re.IGNORECASE)


@contextmanager
def spark_context(
    master: str | None = None, conf: Mapping[str, str] | None = None, *, show_log: bool = False
) -> "Iterator[SparkContext]":
    """Give the Spark that runs already (a notebook's, a submitted job's), or start one for the time of the context.

    master is where, such as `local[4]` (the default: all processors of this machine) or `yarn`. conf has properties of
    Spark. show_log: what Spark logs goes to stderr. Raises MissingExtraError where pyspark is not installed,
    CallEventsError where Spark does not start.
    """
    try:
        from pyspark import SparkConf, SparkContext
    except ImportError:
        raise MissingExtraError("Spark needs pyspark (and Java 17): pip install 'callevents[spark]'") from None
    if SparkContext._active_spark_context is not None:
        yield SparkContext._active_spark_context
        return
    settings = SparkConf()
    settings.setMaster(master or settings.get("spark.master") or "local[*]")
    alone = str(settings.get("spark.master")).startswith("local")
    for name, value in (_DEFAULTS | _ALONE if alone else _DEFAULTS).items():
        settings.setIfMissing(name, value)
    settings.setAll([*(conf or {}).items()])
    if alone:
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    with tempfile.TemporaryFile() as log:
        try:
            context = SparkContext(conf=settings, gateway=_gateway(settings, None if show_log else log))
        except Exception as error:
            raise CallEventsError(
                f"Spark does not start: {_reason(log) or error} (it needs Java 17 or newer)"
            ) from None
        try:
            yield context
        finally:
            context.stop()


def _gateway(settings: Any, log: IO[bytes] | None) -> Any:
    """Give the way to the Java process, started where there is none; its log goes to a file (None: to stderr)."""
    from pyspark import SparkContext
    from pyspark.java_gateway import launch_gateway

    launch: Any = launch_gateway
    return SparkContext._gateway or launch(settings, {} if log is None else {"stderr": log})


def _reason(log: IO[bytes]) -> str:
    """Give the first line of Spark's log that complains of something, or nothing."""
    log.seek(0)
    lines = log.read().decode(errors="replace").splitlines()
    return next((line.strip() for line in lines if _COMPLAINT.search(line)), "")
