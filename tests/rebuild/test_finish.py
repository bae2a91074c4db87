"""What finishing a log costs."""

import tracemalloc

import pytest

from callevents.model.settings import Judging
from callevents.rebuild import audio
from callevents.rebuild.finish import finish
from callevents.rebuild.seen import Seen
from logs.generate import generate
from rebuild.little import see


def test_finishing_takes_little_more_memory_than_what_was_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audio, "SAMPLES_AT_ONCE", 1000)  # few beside those of so small a log
    data = b"\n".join(generate(5, 400).lines)
    tracemalloc.start()
    try:
        seen = see(Seen(), "log", 0, data)
        read = tracemalloc.get_traced_memory()[0]
        tracemalloc.reset_peak()
        finish(seen, Judging())
        assert tracemalloc.get_traced_memory()[1] < 1.5 * read
    finally:
        tracemalloc.stop()
