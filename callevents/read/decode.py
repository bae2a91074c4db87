"""From lines to events: the one loop that every line of every log goes through."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import orjson

from callevents.model.problem import LINE_TOO_LONG, NO_DETAIL, NO_TYPE, NOT_AN_OBJECT, NOT_JSON, Code
from callevents.model.settings import Reading
from callevents.read.lines import TooLong
from callevents.read.shapes import Origin, Shapes, label
from callevents.read.times import NO_TIME, find_time, parse_time

Event = tuple[int, int, str, dict[str, Any], Origin]
"""Line number (from 1), time (ms or NO_TIME), type as written, detail, origin. A bare tuple, because one is made per
line."""

OnReject = Callable[[int, Code, str, bytes], None]
"""Takes the line's number, the problem, one sentence on what was found, and the line itself."""

_MAX_WRAPPING = 4


class Rejected(Exception):
    """A line that holds no event: the problem and one sentence on what was found."""

    def __init__(self, code: Code, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Decoder:
    """Reads lines as events, and counts them: `lines` and `blank` so far; rejected lines go to `on_reject`."""

    def __init__(self, reading: Reading, on_reject: OnReject) -> None:
        self.lines = 0
        self.blank = 0
        self._shapes = Shapes(reading)
        self._on_reject = on_reject
        self._max_line = reading.max_line

    def events(self, batches: Iterable[list[bytes]]) -> Iterator[Event]:
        """Give the event of each line that holds one, in order."""
        loads = orjson.loads
        plain = self._shapes.plain
        number = self.lines
        for batch in batches:
            for line in batch:
                number += 1
                try:
                    entry = loads(line)
                except ValueError as error:
                    event = self._unusual(number, line, None, str(error))
                    if event is not None:
                        yield event
                    continue
                shape = plain.get(tuple(entry)) if type(entry) is dict else None
                if shape is not None:
                    type_name, detail_name, time_name, agent_name, session_name = shape
                    name = entry[type_name]
                    detail = entry[detail_name]
                    if type(name) is str and type(detail) is dict:
                        time = parse_time(entry[time_name]) if time_name else _own_time(detail)
                        if time != NO_TIME or time_name is None:
                            agent = label(entry[agent_name]) if agent_name else None
                            session = label(entry[session_name]) if session_name else None
                            yield number, time, name, detail, (agent, session)
                            continue
                event = self._unusual(number, line, entry, "")
                if event is not None:
                    yield event
            self.lines = number

    def _unusual(self, number: int, line: bytes, entry: Any, error: str) -> Event | None:
        """Read a line that is not of a plain shape already known; None (counted) where it holds no event."""
        if not line.strip():
            if isinstance(line, TooLong):
                self._on_reject(number, LINE_TOO_LONG, f"the line has more than {self._max_line:,} bytes", line)
            else:
                self.blank += 1
            return None
        try:
            event = self._after_prefix(line, error) if error else self._event(entry, NO_TIME)
        except Rejected as rejected:
            self._on_reject(number, rejected.code, rejected.message, line)
            return None
        return number, *event

    def _after_prefix(self, line: bytes, error: str) -> tuple[int, str, dict[str, Any], Origin]:
        """Read a line with text before its first `{`. A line without such text is not JSON, for the parser's reason."""
        prefix, brace, _ = line.partition(b"{")
        text = prefix.decode(errors="replace")
        if not brace or not any(character.isalnum() for character in text):
            raise Rejected(NOT_JSON, error)
        try:
            entry = orjson.loads(line[len(prefix) :])
        except ValueError:
            raise Rejected(NOT_JSON, error) from None
        return self._event(entry, find_time(text))

    def _event(self, entry: Any, prefix_time: int) -> tuple[int, str, dict[str, Any], Origin]:
        """Find the event in a parsed line, through its wrappers, and what the envelopes around it say."""
        layers: list[dict[str, Any]] = []
        for _ in range(_MAX_WRAPPING):
            if type(entry) is not dict:
                raise Rejected(NOT_AN_OBJECT, f"found {_json_kind(entry)}")
            layers.append(entry)
            shape = self._shapes.of(entry)
            if shape.wrapper is None:
                break
            entry, prefix_time = self._unwrap(entry, shape.wrapper, prefix_time)
        name = entry.get(shape.type_name)
        if type(name) is not str:
            raise Rejected(NO_TYPE, "the type is missing" if name is None else f"the type is {_json_kind(name)}")
        detail = entry.get(shape.detail_name)
        if type(detail) is not dict:
            raise Rejected(
                NO_DETAIL, "the detail is missing" if detail is None else f"the detail is {_json_kind(detail)}"
            )
        time = next(
            (time for value in self._shapes.times(layers) if (time := parse_time(value)) != NO_TIME), prefix_time
        )
        return _own_time(detail) if time == NO_TIME else time, name, detail, self._shapes.origin(layers)

    def _unwrap(self, entry: dict[str, Any], wrapper: str, prefix_time: int) -> tuple[Any, int]:
        inner = entry[wrapper]
        if type(inner) is str:
            prefix, brace, rest = inner.partition("{")
            try:
                inner = orjson.loads(brace + rest)
            except ValueError:
                inner = None
            if prefix_time == NO_TIME:
                prefix_time = find_time(prefix)
        if type(inner) is not dict:
            missing = NO_DETAIL if "type" in entry else NO_TYPE
            raise Rejected(missing, f"the line has no event: {wrapper} holds none")
        return inner, prefix_time


def _own_time(detail: dict[str, Any]) -> int:
    """Give the time that conversation events carry themselves."""
    time = parse_time(detail.get("serverReceivedTimestamp"))
    return parse_time(detail.get("clientSentTimestamp")) if time == NO_TIME else time


def _json_kind(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, str):
        return "text"
    if isinstance(value, int | float):
        return "a number"
    return "a list" if isinstance(value, list) else "an object"
