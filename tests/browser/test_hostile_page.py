"""What a log cannot do to the reader of its page."""

from pathlib import Path
from typing import Any

import orjson
from playwright.sync_api import Browser, expect

from callevents.render.safe import visible
from cli.harness import run

# The text that would run if any place took it for HTML, end a script, or turn the text around it.
EVIL = "</script><img src=x onerror=alert(1)>\u2028\u202eevil\x1b[31m'\"&amp;{{7*7}}"


def hostile_log(tmp_path: Path) -> Path:
    at, who = "2026-03-02T09:00:%02dZ", {"callId": f"c1{EVIL}"}

    def said(role: str, called: str | None, text: str) -> dict[str, Any]:
        return {**who, "sender": {"role": role, "displayName": called}, "content": {"text": text}}

    events = [
        ("callstarted", {**who, "callType": "Inbound", "participant": f"p{EVIL}"}),
        ("callconnected", {**who, "participant": f"p{EVIL}"}),
        ("hold", {**who, "participant": f"h{EVIL}"}),
        ("transcript", said("Agent", None, f"said{EVIL}\nand more")),
        ("transcript", said(f"r{EVIL}", None, "something")),
        ("note", said("Agent", f"n{EVIL}", f"noted{EVIL}")),
        ("flagraise", said("Agent", f"f{EVIL}", f"flagged{EVIL}")),
        (f"odd{EVIL}", who),
        ("callended", {**who, "participant": f"p{EVIL}"}),
    ]
    file = tmp_path / "evil<img src=x onerror=alert(2)>.ndjson"
    file.write_bytes(
        b"".join(
            orjson.dumps({"type": kind, "detail": detail, "timestamp": at % n, "agent": f"a{EVIL}"}) + b"\n"
            for n, (kind, detail) in enumerate(events)
        )
        + b"{broken}\n"
    )
    return file


def test_hostile_text_is_shown_and_does_nothing(open_page: Any, tmp_path: Path) -> None:
    out = tmp_path / "evil.html"
    run("report", str(hostile_log(tmp_path)), "-o", str(out), "--title", f"Title{EVIL}")
    page = open_page(out)
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Title{visible(EVIL)}")
    assert page.locator("#call-table tbody th").inner_text() == f"c1{visible(EVIL)}"
    page.get_by_label("Search").fill("IMG SRC")
    page.locator("#call-table tbody th a").click()
    shown = page.locator("#call").inner_text()
    for text in ("c1", "p", "h", "r", "noted", "n", "flagged", "f", "a"):
        assert text + visible(EVIL) in shown
    assert f"said{visible(EVIL)}\nand more" in shown
    page.get_by_role("group", name="Timeline and charts").press("ArrowRight")
    for view in ("#call=nobody", "#call=%E0%A4%A", "#call="):
        page.goto(out.as_uri() + view)
    assert page.locator("img, [onerror], a[href]:not([href^='#'])").count() == 0
    assert "\u202e" not in page.content()


def test_the_policy_forbids_scripts_styles_and_markup_that_come_later(browser: Browser, samples: Path) -> None:
    page = browser.new_page()
    page.goto(samples.as_uri())
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    assert (
        page.evaluate("try { document.body.innerHTML = '<b>x</b>'; 'done' } catch (error) { error.name }")
        == "TypeError"
    )
    page.evaluate(
        "const s = document.createElementNS('http://www.w3.org/2000/svg', 'image');"
        "s.setAttribute('href', 'https://example.com/x.png'); document.querySelector('svg').append(s)"
    )
    assert page.evaluate("fetch('https://example.com/').then(() => 'loaded', () => 'refused')") == "refused"
    assert any("Content Security Policy" in text for text in refused)
    page.close()
