"""`--fail-if`: expressions over a result that end the command with exit code 1 and one line that says which held."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

from callevents.cli.options import option
from callevents.cli.stderr import say

if TYPE_CHECKING:
    from callevents.report.where import Condition

FailIf = Annotated[
    list[str] | None,
    option(
        "--fail-if",
        help="End with exit code 1 if this holds for the result's JSON: keys compared with numbers or text, joined by "
        "and, or, not; of stats and compare for a row of it. Repeatable. Examples: 'calls.poor_pct > 5'; "
        "for stats 'packet_loss_pct > 2', for compare 'verdict = worse'",
        metavar="EXPR",
    ),
]

Alarm = Callable[[Iterable[tuple[str, Mapping[str, Any]]]], bool]
"""Tells, of dicts and what to call each, whether an expression holds for any; says so on stderr."""


def alarm(expressions: Sequence[str] | None, document: type, *, quiet: bool) -> Alarm:
    """Make the alarm over the keys of a document class. Raises UsageError for one that cannot be understood."""
    if not expressions:
        return lambda documents: False
    from callevents.report.where import compile_condition

    conditions = [compile_condition(expression, document) for expression in expressions]

    def rings(documents: Iterable[tuple[str, Mapping[str, Any]]]) -> bool:
        named = list(documents)
        found = [sentence for condition in conditions for sentence in _held(condition, named)]
        if found and not quiet:
            say("; ".join(found))
        return bool(found)

    return rings


def _held(condition: "Condition", named: Sequence[tuple[str, Mapping[str, Any]]]) -> Iterable[str]:
    held = [(name, document) for name, document in named if condition.holds(document)]
    if held:
        name, document = held[0]
        of = f" for {name}" if name else ""
        more = f" and {len(held) - 1} more" if len(held) > 1 else ""
        yield f"--fail-if {condition.text!r} holds{of}{more}: {condition.values(document)}"
