"""Changing the texts of a JSON document and nothing else: white space, the order of keys and all other bytes stay."""

import json
import re
from collections.abc import Callable

import orjson

from callevents.report.redact.fields import UNKNOWN, Field, Fields, Holds

Change = Callable[[Holds, str], str]
"""Takes what a field holds and its text, and gives the text that stands there instead."""

_TOKEN = re.compile(r'("[^"\\]*(?:\\.[^"\\]*)*")(\s*:)?|([{\[])|([}\]])|([^\s,:{}\[\]"]+)')
_STRING, _KEY, _OPEN, _CLOSE = 1, 2, 3, 4

# A name of a field that no person has; all others are masked.
_FIELD_NAME = re.compile(r"[A-Za-z_@$][\w@$.:/-]{0,63}", re.ASCII)
_LONG_NUMBER = re.compile(r"-?\d{7,}", re.ASCII)

_CACHED, _SHORT = 65_536, 256
"""How many texts are remembered with what they became, and of what length at most."""


class Rewriter:
    """Rewrites JSON documents: `change` gives the new texts, and says of what event-bearing text without JSON holds.

    Names of fields stay where they look like such. Numbers of seven or more digits stay where a number, a time or an
    id is due, elsewhere they become a 1 and zeros.
    """

    def __init__(self, change: Change) -> None:
        self._change = change
        self._known: dict[tuple[Holds, str], str] = {}

    def rewrite(self, text: str, fields: Fields) -> str:
        """Rewrite a JSON document that is known to be valid; fields are those at its top."""
        parts: list[str] = []
        done = 0
        outer: list[tuple[Fields, Field]] = []
        field = Field(Holds.UNKNOWN, fields)
        here = fields
        for found in _TOKEN.finditer(text):
            kind, token = found.lastindex, found.group(found.lastindex or 0)
            if kind == _STRING:
                new = self._text(token, field)
            elif kind == _KEY:
                token = found.group(_STRING)
                name = token[1:-1] if "\\" not in token else orjson.loads(token)
                field = here.get(name, UNKNOWN)
                new = token if name in here or _FIELD_NAME.fullmatch(name) else self._text(token, UNKNOWN)
            elif kind == _OPEN:
                outer.append((here, field))
                if token == "{":
                    here = field.inside
                continue
            elif kind == _CLOSE:
                here, field = outer.pop()
                continue
            else:
                new = self._number(token, field)
            if new is not token:
                parts += text[done : found.start()], new
                done = found.start() + len(token)
        parts.append(text[done:])
        return "".join(parts)

    def _text(self, token: str, field: Field) -> str:
        if field.holds is not Holds.EVENT:
            return self._changed(token, field.holds)
        value: str = orjson.loads(token)
        before, brace, rest = value.partition("{")
        try:
            orjson.loads(brace + rest)
        except orjson.JSONDecodeError:
            return self._changed(token, Holds.UNKNOWN)
        new = self._change(Holds.EVENT, before) + self.rewrite(brace + rest, field.inside)
        return token if new == value else json.dumps(new, ensure_ascii=token.isascii())

    def _changed(self, token: str, holds: Holds) -> str:
        try:
            return self._known[holds, token]
        except KeyError:
            value = orjson.loads(token)
        new = self._change(holds, value)
        changed = token if new == value else json.dumps(new, ensure_ascii=token.isascii())
        if len(token) <= _SHORT:
            if len(self._known) >= _CACHED:
                self._known.clear()
            self._known[holds, token] = changed
        return changed

    def _number(self, token: str, field: Field) -> str:
        if field.holds in (Holds.AGENT, Holds.SESSION) and type(orjson.loads(token)) is int:
            # A number names an agent as its digits as text would.
            changed = self._changed(json.dumps(token), field.holds)
            return token if changed[1:-1] == token else changed
        if field.holds in (Holds.NUMBER, Holds.TIME) or (
            field.holds is Holds.ID and self._change(Holds.ID, token) == token
        ):
            return token
        return _LONG_NUMBER.sub(_zeros, token, count=1) if _LONG_NUMBER.match(token) else token


def _zeros(found: re.Match[str]) -> str:
    digits = found.group()
    sign = "-" if digits[0] == "-" else ""
    return sign + "1" + "0" * (len(digits) - len(sign) - 1)
