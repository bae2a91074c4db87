import os
import subprocess
import sys
from pathlib import Path
from unittest import mock

import pytest

import callevents
from callevents.model.errors import MissingExtraError, UsageError
from callevents.run.session import spark_context
from extras import needs

SAMPLE = Path(__file__).parents[2] / "sample_logs" / "stories.ndjson"


def test_without_pyspark_the_error_names_the_extra() -> None:
    with (
        mock.patch.dict(sys.modules, {"pyspark": None}),
        pytest.raises(MissingExtraError, match=r"callevents\[spark\]"),
    ):
        spark_context().__enter__()


def test_a_spark_that_does_not_start_is_told_in_a_line() -> None:
    needs("pyspark")
    environment = {
        **os.environ,
        "JAVA_HOME": "/nonexistent",
        "PYTHONPATH": str(Path(callevents.__file__).parents[1]),
    }
    command = [sys.executable, "-m", "callevents", "summary", str(SAMPLE), "--engine", "spark"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (3, "", 1)
    assert done.stderr.startswith("callevents: Spark does not start: ")
    assert "/nonexistent" in done.stderr


def test_a_session_that_has_no_context_is_refused() -> None:
    needs("py4j")
    with pytest.raises(UsageError, match="Spark Connect"):
        callevents.analyze(SAMPLE, spark=object())
