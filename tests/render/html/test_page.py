import io
import re
import unicodedata
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import orjson
import pytest
from msgspec.structs import replace

from callevents.model.report import Report
from callevents.render.html.data import ROW_KEYS
from callevents.render.html.page import write_report
from callevents.render.output import Output
from render import values
from render.test_hostile import poisoned

DETAILS = tuple(replace(values.DETAIL, call=call) for call in values.CALLS)
REPORT = Report("Call report", values.SUMMARY, values.CALLS, DETAILS, (), (), True)


def page_of(report: Report) -> str:
    stream = io.BytesIO()
    write_report(report, Output(stream), "1.2.3")
    return stream.getvalue().decode()


def data_of(page: str, id: str) -> Any:
    return orjson.loads(re.findall(rf'<script type="application/json" id="{id}">(.*?)</script>', page, re.S)[0])


def unpacked(page: str) -> list[Any]:
    lots = data_of(page, "packed")
    return [one for lot in lots for one in orjson.loads(zlib.decompress(b64decode(lot), -zlib.MAX_WBITS))]


def texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for item in [*value, *value.values()] if isinstance(value, dict) else value:
            yield from texts_in(item)


@pytest.fixture(scope="module")
def page() -> str:
    return page_of(REPORT)


def test_the_policy_allows_only_the_pages_own_style_and_script(page: str) -> None:
    policy = re.findall(r'Content-Security-Policy" content="(.*?)"', page)[0].replace("&#39;", "'")
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for tag, directive in (("style", "style-src"), ("script", "script-src")):
        (content,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.S)
        digest = b64encode(sha256(content.encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}'" in policy


def test_the_page_names_nothing_outside_itself(page: str) -> None:
    assert not re.search(r"(src|href|action|data)\s*=\s*[\"']?(?!#|data:,)[a-z/]", page.partition("<script>")[0])
    addresses = set(re.findall(r"https?://[^\"'<\s]+", page))
    assert addresses == {"http://www.w3.org/2000/svg"}  # a name of elements, never loaded
    assert "@import" not in page
    assert not re.search(r"\s(style|on\w+)=", page.partition("<script>")[0])


def test_the_rows_are_the_calls_json_in_columns(page: str) -> None:
    calls = data_of(page, "data")["calls"]
    assert list(calls) == list(ROW_KEYS)
    for place, call in enumerate(values.CALLS):
        plain = call.to_dict()
        for key, column in calls.items():
            value: Any = plain
            for part in key.split("."):
                value = value[part]
            if key in ("started", "first_event"):
                value = getattr(call, key)
            assert column[place] == (round(value, 2) if isinstance(value, float) else value)


def test_each_call_is_packed_in_full(page: str) -> None:
    calls = unpacked(page)
    assert len(calls) == len(values.CALLS)
    zero = values.POOR.first_event or 0
    messages = [text for text in calls[0]["timeline"]["text"] if text is not None]
    assert messages == [one.text for one in values.DETAIL.conversation if one.text is not None]
    times, at = calls[0]["timeline"]["time"], 0
    for step, one in zip(times, values.DETAIL.timeline, strict=True):
        at += step
        assert at == (one.time or 0) - zero
    assert calls[0]["intervals"]["packet_loss_pct"] == [0.8, 0.0, 18.25, None]
    assert calls[0]["connected"] == (values.POOR.connected or 0) - zero


def test_without_text_only_lifecycle_marks_are_left() -> None:
    for call in unpacked(page_of(replace(REPORT, with_text=False))):
        assert {"transcript", "note", "flagraise", "flaglower"}.isdisjoint(call["timeline"]["kind"])
        assert set(call["timeline"]["text"]) <= {None}
        assert "callconnected" in call["timeline"]["kind"]


def test_hostile_text_reaches_the_page_only_as_visible_text() -> None:
    summary = poisoned(values.SUMMARY)
    # The names of grades and metrics are this package's own.
    calls = replace(summary.calls, by_grade=values.SUMMARY.calls.by_grade)
    report = replace(
        REPORT,
        title=poisoned("title"),
        summary=replace(summary, calls=calls, assumptions=values.SUMMARY.assumptions),
        calls=poisoned(values.CALLS),
        details=poisoned(DETAILS),
    )
    page = page_of(report)
    for text in (page, *texts_in(data_of(page, "data")), *texts_in(unpacked(page))):
        assert not {char for char in text if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")} - {"\n"}
    assert "<img" not in page
    assert page.count("</script>") == 3


def test_an_empty_log_makes_a_page() -> None:
    counts = replace(
        values.SUMMARY.calls, total=0, by_grade=dict.fromkeys(("good", "fair", "poor", "unknown"), 0), by_outcome={}
    )
    empty = replace(values.SUMMARY, calls=counts, problems=(), worst_calls=())
    page = page_of(Report("Empty", empty, (), (), (), (), True))
    assert "<dt>Calls</dt><dd><b>0</b><small>none</small>" in page
    assert data_of(page, "packed") == []


def test_the_same_report_makes_the_same_bytes(page: str) -> None:
    assert page_of(REPORT) == page
