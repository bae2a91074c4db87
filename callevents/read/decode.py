"""From lines to events: the one loop that every line of every log goes through."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import orjson

from callevents.model.problem import LINE_TOO_LONG, NO_DETAIL, NO_TYPE, NOT_AN_OBJECT, NOT_JSON, Code
from callevents.model.settings import Reading
from callevents.read.lines import BOM, TooLong
from callevents.read.plain import Events, plain_batch
from callevents.read.search import PASSED_OVER
from callevents.read.shapes import BODIES, WRAPPERS, Layer, Origin, Shape, Shapes, label
from callevents.read.times import NO_TIME, find_time, first_time, own_time, parse_time, parse_times
from callevents.read.typed import Typed, TypedDetail, TypedEvent, typed_columns

Event = tuple[int, int, str, dict[str, Any], Origin]
"""Line number (from 1), time (ms or NO_TIME), type as written, detail, origin. A bare tuple, because one is made per
line."""

OnReject = Callable[[int, Code, str, bytes], None]
"""Takes the line's number, the problem, one sentence on what was found, and the line itself."""

Found = tuple[int, str, dict[str, Any], Origin]
"""An event without its line number."""

PART = 512
"""Lines that are read at once. What they become is many times as large, and fits a processor's cache."""

LEARNED_FROM = 8
"""Lines of a part that are looked into, of those that were not as expected."""

MANY_REFUSED, PASSING = 4, 31
"""Where more than one line in four is no typed value, so many parts are read the general way before the next try."""

_MAX_WRAPPING = 4


class TypedEvents(NamedTuple):
    """Events of which the details are typed values (see `read.typed`), in columns of equal length: line numbers (from
    1), times (ms or NO_TIME), agents and sessions ("" or None: none is named), details."""

    lines: Sequence[int]
    times: Sequence[int]
    agents: Sequence[str | None]
    sessions: Sequence[str | None]
    details: Sequence[TypedDetail]


class Rejected(Exception):
    """A line that holds no event: the problem and one sentence on what was found."""

    def __init__(self, code: Code, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Decoder:
    """Reads lines as events, and counts them: `lines`, `blank` and `skipped` so far; rejected lines go to `on_reject`.

    searched tells that PASSED_OVER may stand for lines.
    """

    def __init__(self, reading: Reading, on_reject: OnReject, *, searched: bool = False) -> None:
        self.begin()
        self._shapes = Shapes(reading)
        self._typed = Typed(self._shapes)
        self._passing = 0
        self._on_reject = on_reject
        self._max_line = reading.max_line
        self._searched = searched

    def begin(self) -> None:
        """Begin another piece: its lines are counted, and numbered, from the first."""
        self.lines = self.blank = self.skipped = 0

    def batches(self, batches: Iterable[Sequence[bytes]]) -> Iterator[Events | TypedEvents]:
        """Give the events of the lines in columns: plain lines as typed values, others as the parser gives them."""
        for batch in batches:
            for numbers, lines in self._parts(batch):
                if self._passing > 0:
                    self._passing -= 1
                    yield from self._general(numbers, lines)
                elif (events := self._typed.read(lines)) is not None:
                    yield from self._timed(numbers, lines, events)
                else:
                    yield from self._mixed(numbers, lines)

    def _mixed(self, numbers: Sequence[int], lines: Sequence[bytes]) -> Iterator[Events | TypedEvents]:
        """Read lines of which some are not as expected, and expect lines like these from now on."""
        typed = list(map(self._typed.read_line, lines))
        expected = [n for n, event in enumerate(typed) if event is not None]
        others = [n for n, event in enumerate(typed) if event is None]
        yield from self._timed(
            [numbers[n] for n in expected], [lines[n] for n in expected], [typed[n] for n in expected]
        )
        yield from self._general([numbers[n] for n in others], [lines[n] for n in others])
        learned = self._typed.learn([lines[n] for n in others[:LEARNED_FROM]])
        # Where many lines are refused and nothing can be learned of them, trying costs more than it gains.
        if not learned and MANY_REFUSED * len(others) > len(lines):
            self._passing = PASSING

    def _timed(
        self, numbers: Sequence[int], lines: Sequence[bytes], events: Sequence[TypedEvent]
    ) -> Iterator[Events | TypedEvents]:
        """Tell the times of typed events. Where a time cannot be read, another may be meant: that is no plain line."""
        if not events:
            return
        stamps, agents, sessions, details, *_ = typed_columns(events)
        times = parse_times(stamps)
        if NO_TIME in times:
            for n, detail in enumerate(details):
                if stamps[n] is None:
                    times[n] = first_time(detail.serverReceivedTimestamp, detail.clientSentTimestamp)
            odd = [n for n, stamp in enumerate(stamps) if times[n] == NO_TIME and stamp is not None]
            if odd:
                yield from self._general([numbers[n] for n in odd], [lines[n] for n in odd])
                even = sorted(set(range(len(events))).difference(odd))
                yield from self._timed([numbers[n] for n in even], [lines[n] for n in even], [events[n] for n in even])
                return
        yield TypedEvents(numbers, times, agents, sessions, details)

    def _general(self, numbers: Sequence[int], lines: Sequence[bytes]) -> Iterator[Events]:
        if (columns := plain_batch(numbers, lines, self._shapes)) is not None:
            yield columns
        elif events := list(self._one_by_one(numbers, lines)):
            read, times, names, details, origins = zip(*events, strict=True)
            yield Events(read, times, names, details, origins)

    def events(self, batches: Iterable[list[bytes]]) -> Iterator[Event]:
        """Give the event of each line that holds one, in order, line by line."""
        for batch in batches:
            for numbers, lines in self._parts(batch):
                yield from self._one_by_one(numbers, lines)

    def _parts(self, batch: Sequence[bytes]) -> Iterator[tuple[Sequence[int], Sequence[bytes]]]:
        """Number the lines, and give those that are to be read in parts that are read at once."""
        numbers: Sequence[int] = range(self.lines + 1, self.lines + 1 + len(batch))
        self.lines += len(batch)
        if self._searched:
            kept = [n for n, line in enumerate(batch) if line is not PASSED_OVER]
            self.skipped += len(batch) - len(kept)
            numbers, batch = [numbers[n] for n in kept], [batch[n] for n in kept]
        for start in range(0, len(batch), PART):
            yield numbers[start : start + PART], batch[start : start + PART]

    def _one_by_one(self, numbers: Sequence[int], lines: Sequence[bytes]) -> Iterator[Event]:
        loads = orjson.loads
        plain = self._shapes.plain
        for number, line in zip(numbers, lines, strict=True):
            try:
                entry = loads(line)
            except orjson.JSONDecodeError as error:
                event = self._unusual(number, line, None, error)
                if event is not None:
                    yield event
                continue
            shape = plain.get(tuple(entry)) if type(entry) is dict else None
            if shape is not None:
                type_name, detail_name, time_name, agent_name, session_name = shape
                name = entry[type_name]
                detail = entry[detail_name]
                if type(name) is str and type(detail) is dict:
                    time = parse_time(entry[time_name]) if time_name else own_time(detail)
                    if time != NO_TIME or time_name is None:
                        agent = label(entry[agent_name]) if agent_name else None
                        session = label(entry[session_name]) if session_name else None
                        yield number, time, name, detail, (agent, session)
                        continue
            event = self._unusual(number, line, entry, None)
            if event is not None:
                yield event

    def _unusual(self, number: int, line: bytes, entry: Any, error: orjson.JSONDecodeError | None) -> Event | None:
        """Read a line that is not of a plain shape already known; None (counted) where it holds no event."""
        if not line.strip():
            if isinstance(line, TooLong):
                self._on_reject(number, LINE_TOO_LONG, f"the line has more than {self._max_line:,} bytes", line.rest)
            else:
                self.blank += 1
            return None
        try:
            event = self._after_prefix(line, error) if error else self._event(entry)
        except Rejected as rejected:
            self._on_reject(number, rejected.code, rejected.message, line)
            return None
        return number, *event

    def _after_prefix(self, line: bytes, error: orjson.JSONDecodeError) -> Found:
        """Read a line with text before its first `{`. A line without such text is not JSON, for the parser's reason.

        A BOM counts as such text: files that have one get joined.
        """
        prefix, brace, _ = line.partition(b"{")
        text = prefix.decode(errors="replace") if brace else ""
        if prefix != BOM and not any(map(str.isalnum, text)):
            raise Rejected(NOT_JSON, _reason(error, line))
        rest = line[len(prefix) :]
        try:
            entry = orjson.loads(rest)
        except orjson.JSONDecodeError as inner:
            raise Rejected(NOT_JSON, f"after the text before the first {{: {_reason(inner, rest)}") from None
        return self._event(entry, text)

    def _event(self, entry: Any, before: str = "") -> Found:
        """Find the event in a parsed line, through its wrappers, and what the envelopes and the text before it say."""
        if type(entry) is not dict:
            raise Rejected(NOT_AN_OBJECT, f"found {_json_kind(entry)}")
        layers: list[Layer] = [(entry, self._shapes.of(entry))]
        texts = [before]
        while len(layers) <= _MAX_WRAPPING and (unwrapped := self._unwrapped(*layers[-1])):
            layer, text = unwrapped
            layers.append(layer)
            texts.append(text)
        entry, shape = layers[-1]
        if shape.body is None:
            raise _without_body(entry)
        name, detail = entry[shape.body[0]], entry[shape.body[1]]
        if type(name) is not str:
            raise Rejected(NO_TYPE, f"the type is {_json_kind(name)}")
        if type(detail) is not dict:
            raise Rejected(NO_DETAIL, f"the detail is {_json_kind(detail)}")
        time = self._shapes.time(layers)
        while time == NO_TIME and texts:
            time = find_time(texts.pop(0))
        return own_time(detail) if time == NO_TIME else time, name, detail, self._shapes.origin(layers)

    def _unwrapped(self, entry: dict[str, Any], shape: Shape) -> tuple[Layer, str] | None:
        """Give the object inside an envelope and the text before it; of several, the first that leads to an event."""
        first = None
        for name in shape.wrappers:
            value, text = entry[name], ""
            if type(value) is str:
                text, brace, rest = value.partition("{")
                try:
                    # Put back as an object, so that dotted paths lead through it.
                    value = entry[name] = orjson.loads(brace + rest)
                except orjson.JSONDecodeError:
                    continue
            if type(value) is dict:
                inner = self._shapes.of(value)
                first = first or ((value, inner), text)
                if inner.body or inner.wrappers:
                    return (value, inner), text
        return first


def _without_body(entry: dict[str, Any]) -> Rejected:
    """Say what an object lacks to be an event."""
    for type_name, _ in BODIES:
        if type_name in entry:
            if type(entry[type_name]) is not str:
                return Rejected(NO_TYPE, f"the type is {_json_kind(entry[type_name])}")
            return Rejected(NO_DETAIL, "the detail is missing")
    wrapper = next((name for name in WRAPPERS if name in entry), None)
    return Rejected(NO_TYPE, "the type is missing" + (f", and {wrapper} holds no event" if wrapper else ""))


def _reason(error: orjson.JSONDecodeError, line: bytes) -> str:
    try:
        line.decode()
    except UnicodeDecodeError as wrong:
        # Of this the parser tells no place.
        return f"byte 0x{line[wrong.start]:02X} is not UTF-8 (column {wrong.start + 1})"
    return f"{error.msg} (column {error.colno})"


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
