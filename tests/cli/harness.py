"""Runs the command line in this process, with streams of its own."""

import io
import sys
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Any
from unittest import mock

from msgspec.structs import replace

import callevents
from callevents import Filters, Judging, Reading
from callevents.cli.app import main
from callevents.model.call import Call, Grade
from callevents.model.check import Check
from callevents.model.columnar import Columnar
from callevents.model.detail import CallDetail
from callevents.model.errors import NotFoundError
from callevents.model.messages import Flags, Notes, Transcript
from callevents.model.over_time import Bucket
from callevents.model.stats import Stats
from callevents.model.summary import Inputs, Summary
from render import values


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it wrote."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode()


class _Terminal(io.BytesIO):
    def isatty(self) -> bool:
        return True


def run(*arguments: str, stdin: bytes | None = None, terminal: bool = False) -> Ended:
    """Run a command. Without stdin its standard input is a terminal; `terminal` says whether stdout is one."""
    given = _Terminal() if stdin is None else io.BytesIO(stdin)
    out, err = _Terminal() if terminal else io.BytesIO(), io.BytesIO()
    stdout = io.TextIOWrapper(out, encoding="utf-8")
    stderr = io.TextIOWrapper(err, encoding="utf-8", errors="backslashreplace")
    with (
        mock.patch.object(sys, "stdin", io.TextIOWrapper(given, encoding="utf-8")),
        mock.patch.object(sys, "stdout", stdout),
        mock.patch.object(sys, "stderr", stderr),
    ):
        code = main(arguments)
        stdout.flush()
        stderr.flush()
        return Ended(code, out.getvalue(), err.getvalue().decode())


WITHOUT_REJECTS = replace(values.SUMMARY.inputs, rejected=0)


@dataclass
class FakeAnalysis:
    """An analysis of a log that was never read. It notes the arguments it was asked for in `asked`."""

    calls: Columnar[Call] = field(default_factory=lambda: Columnar.of(Call, values.CALLS))
    inputs: Inputs = WITHOUT_REJECTS
    damaged: bool = False
    warnings: tuple[str, ...] = ()
    result: Check = values.CHECK

    def __post_init__(self) -> None:
        self.asked: dict[str, Any] = {}

    def summary(self) -> Summary:
        return values.SUMMARY

    def calls_over_time(self, tz: tzinfo) -> tuple[Bucket, ...]:
        return ()

    def strips(self) -> dict[str, tuple[Grade, ...]]:
        return {}

    def stats(self, by: str) -> Stats:
        self.asked["by"] = by
        return values.STATS

    def call(self, call_id: str) -> CallDetail:
        if not values.POOR.call_id.startswith(call_id):
            raise NotFoundError(f'there is no call "{call_id}"')
        return values.DETAIL

    def transcript(self) -> Transcript:
        return values.TRANSCRIPT

    def notes(self) -> Notes:
        return values.NOTES

    def flags(self) -> Flags:
        return values.FLAGS

    def check(self, limit: int) -> Check:
        self.asked["limit"] = limit
        return self.result

    @property
    def paths(self) -> list[str]:
        paths: list[str] = self.asked["paths"]
        return paths

    @property
    def reading(self) -> Reading:
        reading: Reading = self.asked["reading"]
        return reading

    @property
    def judging(self) -> Judging:
        judging: Judging = self.asked["judging"]
        return judging

    @property
    def filters(self) -> Filters:
        filters: Filters = self.asked["filters"]
        return filters


def run_with(analysis: FakeAnalysis, *arguments: str, stdin: bytes | None = None, terminal: bool = False) -> Ended:
    """Run a command that finds this analysis whatever it reads."""

    def analyze(paths: list[str], **settings: Any) -> FakeAnalysis:
        analysis.asked |= {"paths": paths, **settings}
        return analysis

    with mock.patch.object(callevents, "analyze", analyze):
        return run(*arguments, stdin=stdin, terminal=terminal)
