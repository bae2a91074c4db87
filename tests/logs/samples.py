"""Write sample_logs/ again, byte for byte: `python -m logs.samples`."""

import gzip
import io
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from logs.events import Event
from logs.generate import Log, Trouble, generate
from logs.invent import SCENARIOS
from logs.shapes import line, time_value
from logs.stories import stories
from logs.troubled import troubled

FOLDER = Path(__file__).parents[2] / "sample_logs"
WHOLE_CALLS = {name: weight for name, weight in SCENARIOS.items() if name not in ("cut_at_start", "in_progress")}


def _ms(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


def _joined(lines: list[bytes]) -> bytes:
    return b"".join(text + b"\n" for text in lines)


def _packed(data: bytes) -> bytes:
    packed = io.BytesIO()
    # No time and no name in the header: the same data gives the same file.
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=packed, mtime=0) as file:
        file.write(data)
    return packed.getvalue()


def _line(rng: Random, event: Event) -> bytes:
    return line(rng, event, "plain", time_value(rng, event.at, "iso"))


def stories_file() -> bytes:
    """Eight readable calls with all 19 types of event."""
    rng = Random("stories/lines")
    return _joined([_line(rng, event) for event in stories()])


def shift() -> Log:
    """A Wednesday of twelve agents; from 14:10 to 14:55 the network of four of them is in trouble."""
    return generate(
        20260304,
        calls=300,
        agents=12,
        start=_ms("2026-03-04T09:00:00"),
        idle_seconds=620,
        scenarios=WHOLE_CALLS,
        edge_calls=3,
        trouble=Trouble(_ms("2026-03-04T14:10:00"), _ms("2026-03-04T14:55:00"), frozenset({1, 4, 6, 9})),
    )


def no_times() -> Log:
    """Seven calls in the shape of the vendor's documentation: a type and a detail, nothing else."""
    return generate(
        722,
        calls=7,
        times=False,
        agent_field=None,
        session_field=None,
        agents=2,
        start=_ms("2026-03-03T10:00:00"),
        scenarios={"handled": 6, "missed": 1, "unanswered": 1},
    )


FILES: Mapping[str, Callable[[], bytes]] = {
    "stories.ndjson": stories_file,
    "shift.ndjson.gz": lambda: _packed(shift().data),
    "no-times.ndjson": lambda: no_times().data,
    "troubled.ndjson": lambda: _joined(troubled()),
}


def main() -> None:
    """Write every sample."""
    FOLDER.mkdir(exist_ok=True)
    for name, make in FILES.items():
        (FOLDER / name).write_bytes(make())


if __name__ == "__main__":
    main()
