"""What the tests of redaction share: a log written to a file, redacted, and both analyzed."""

from pathlib import Path
from typing import Any

import callevents
from callevents import Reading
from callevents.model.settings import Redacting
from callevents.report.redact.lines import Redaction


def redacted(path: Path, redacting: Redacting = Redacting(), reading: Reading = Reading()) -> bytes:  # noqa: B008
    """The whole redacted log."""
    parts: list[bytes] = []
    Redaction([path], reading, redacting).write(parts.append)
    return b"".join(parts)


def figures(path: Path, reading: Reading = Reading()) -> dict[str, Any]:  # noqa: B008 - frozen
    """What an analysis says, without what says who: the summary, and each call."""
    analysis = callevents.analyze(path, reading=reading)
    summary = analysis.summary().to_dict()
    del summary["inputs"]["bytes"]
    for problem in summary["problems"]:
        del problem["first"]["file"]
    calls = [call.to_dict() for call in analysis.calls]
    for call in calls:
        call["participants"] = len(set(call["participants"]))
        for name in ("participant", "agent"):
            call[name] = call[name] is not None
    return {"summary": summary, "calls": calls}


def unchanged_figures(path: Path, redacting: Redacting = Redacting(), reading: Reading = Reading()) -> bytes:  # noqa: B008
    """Redact a log, find the same figures in the result, and give it."""
    result = redacted(path, redacting, reading)
    safe = path.with_name("safe.ndjson")
    safe.write_bytes(result)
    assert figures(safe, reading) == figures(path, reading)
    return result
