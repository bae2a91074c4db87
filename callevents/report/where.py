"""Expressions over the keys of a document: `mos < 3.5 and not (hold_ms = 0 or outcome = missed)`.

    expression  = conjunction { "or" conjunction }
    conjunction = negation { "and" negation }
    negation    = "not" negation | "(" expression ")" | comparison
    comparison  = KEY ( "=" | "==" | "!=" | "<" | "<=" | ">" | ">=" ) VALUE

A key is a dotted path into the document's JSON. A value is a number, true, false, or text: a bare word, or quoted where
it holds spaces, parentheses or operators. Text compares without regard to case, times as times. A key whose value is
null makes its comparison false. Over a list a comparison holds where it holds for any item, != where no item is equal.
"""

import operator
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, NoReturn

from msgspec import Struct

from callevents.model.errors import UsageError
from callevents.model.paths import KeyPath, find_path, values_at
from callevents.model.value import Time, iso_time
from callevents.read.times import NO_TIME, parse_time

Predicate = Callable[[Mapping[str, Any]], bool]
"""Whether an expression holds for a document, given as the dict that its JSON holds."""

_MAX_DEPTH = 100
_OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_TOKEN = re.compile(
    r"""\s*(?:
        (?P<operator> [=!<>]=|[=<>] ) | (?P<bracket> [()] ) | (?P<quoted> "[^"]*"|'[^']*' ) | (?P<word> [^\s()=!<>"']+ )
    )""",
    re.VERBOSE,
)


class _Token(NamedTuple):
    """A word, a quoted text, an operator, a bracket, or the end; `at` counts characters from 1."""

    kind: str
    text: str
    at: int

    def is_word(self, word: str) -> bool:
        return self.kind == "word" and self.text.lower() == word


class Condition(Struct, frozen=True):
    """An expression, whether it holds for a document, and the keys that it looks at."""

    text: str
    holds: Predicate
    keys: tuple[str, ...]

    def values(self, document: Mapping[str, Any]) -> str:
        """Say what the document has at these keys: `mos = 3.41, grade = poor`."""
        found = ((key, [_shown(value) for value in values_at(document, key)]) for key in self.keys)
        return ", ".join(f"{key} = {'; '.join(values) or 'none'}" for key, values in found)


def compile_condition(expression: str, document: type) -> Condition:
    """Make a condition of an expression over the keys of a document class (`Call`, `Summary`).

    Raises UsageError, with the place in the expression or the nearest key, where it cannot be understood.
    """
    parser = _Parser(expression, document)
    return Condition(expression, parser.parse(), tuple(parser.keys))


class _Parser:
    """Recursive descent over the tokens; each method reads one rule of the grammar and gives its predicate."""

    def __init__(self, expression: str, document: type) -> None:
        self._expression = expression
        self._document = document
        self._tokens = self._scan()
        self._next = 0
        self._depth = 0
        self.keys: dict[str, None] = {}

    def parse(self) -> Predicate:
        predicate = self._any_of()
        if self._peek().kind != "end":
            self._fail(self._peek(), 'expected "and", "or" or the end')
        return predicate

    def _any_of(self) -> Predicate:
        choices = [self._all_of()]
        while self._take_word("or"):
            choices.append(self._all_of())
        return choices[0] if len(choices) == 1 else lambda document: any(holds(document) for holds in choices)

    def _all_of(self) -> Predicate:
        needs = [self._negation()]
        while self._take_word("and"):
            needs.append(self._negation())
        return needs[0] if len(needs) == 1 else lambda document: all(holds(document) for holds in needs)

    def _negation(self) -> Predicate:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            self._fail(self._peek(), f"nested more than {_MAX_DEPTH} deep")
        if self._take_word("not"):
            predicate = _not(self._negation())
        elif self._peek().text == "(" and self._peek().kind == "bracket":
            self._take()
            predicate = self._any_of()
            closing = self._take()
            if closing.kind != "bracket" or closing.text != ")":
                self._fail(closing, 'expected ")"')
        else:
            predicate = self._comparison()
        self._depth -= 1
        return predicate

    def _comparison(self) -> Predicate:
        key = self._take()
        if key.kind != "word":
            self._fail(key, "expected a field, such as mos or audio.input.packet_loss_pct")
        field = find_path(self._document, key.text)
        self.keys[key.text] = None
        sign = self._take()
        if sign.kind != "operator":
            self._fail(sign, f'expected a comparison of "{key.text}": = != < <= > >=')
        value = self._take()
        if value.kind not in ("word", "quoted"):
            self._fail(value, f'expected a number or text to compare "{key.text}" with')
        return _comparison(key.text, field, sign.text, self._literal(field, value, sign))

    def _literal(self, field: KeyPath, value: _Token, sign: _Token) -> Any:
        """Give the value to compare with, in the kind of the field."""
        path, text = field.path, value.text
        if value.is_word("null"):
            self._fail(value, f"a comparison with null never holds. Unknown values: not ({_always(field)})")
        if field.kind is bool:
            if text.lower() not in ("true", "false") or sign.text not in ("=", "==", "!="):
                self._fail(value, f"{path} is either = true or = false")
            return text.lower() == "true"
        if field.is_number:
            return self._number(field, value)
        if field.kind is Time:
            time = parse_time(text)
            if time == NO_TIME:
                self._fail(value, f"{path} is a time, such as 2026-03-02T09:14:07Z")
            return iso_time(time).casefold()
        if field.choices and text.lower() not in field.choices:
            self._fail(value, f"{path} is one of {', '.join(field.choices)}")
        return text.casefold()

    def _number(self, field: KeyPath, value: _Token) -> float:
        if value.kind == "word" and re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", value.text, re.ASCII):
            return float(value.text)
        return self._fail(value, f"{field.path} is a number")

    def _scan(self) -> list[_Token]:
        tokens, at, end = [], 0, len(self._expression.rstrip())
        while at < end:
            found = _TOKEN.match(self._expression, at)
            if found is None:
                self._fail(_Token("", self._expression[at:].strip()[:1], at + 1), "cannot be understood")
            kind = found.lastgroup or ""
            text = found.group(kind)
            tokens.append(_Token(kind, text[1:-1] if kind == "quoted" else text, found.start(kind) + 1))
            at = found.end()
        return [*tokens, _Token("end", "", end + 1)]

    def _peek(self) -> _Token:
        return self._tokens[self._next]

    def _take(self) -> _Token:
        token = self._tokens[self._next]
        self._next = min(self._next + 1, len(self._tokens) - 1)
        return token

    def _take_word(self, word: str) -> bool:
        taken = self._peek().is_word(word)
        self._next += taken
        return taken

    def _fail(self, token: _Token, reason: str) -> NoReturn:
        place = "at the end" if token.kind == "end" else f'at "{token.text}" (character {token.at})'
        raise UsageError(f"expression {self._expression!r}, {place}: {reason}")


def _not(holds: Predicate) -> Predicate:
    return lambda document: not holds(document)


def _comparison(path: str, field: KeyPath, sign: str, wanted: Any) -> Predicate:
    compare = _OPERATORS[sign]
    fold = field.kind in (str, Time)

    def holds(document: Mapping[str, Any]) -> bool:
        known = (value for value in values_at(document, path) if value is not None)
        values = [value.casefold() for value in known] if fold else list(known)
        if compare is operator.ne:
            return bool(values) and wanted not in values
        return any(compare(value, wanted) for value in values)

    return holds


def _shown(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return str(value)


def _always(field: KeyPath) -> str:
    """Write a condition that holds for every value but null."""
    usual = {bool: "true", str: "''", Time: "2026-01-01"}.get(field.kind, "0")
    value = field.choices[0] if field.choices else usual
    return f"{field.path} = {value} or {field.path} != {value}"
