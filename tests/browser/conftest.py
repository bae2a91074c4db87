"""A real browser, and pages that are watched while they are open."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

import callevents
from cli.harness import run

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# As root, without a screen, and without the connections that a browser makes by itself.
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        assert "CALLEVENTS_BROWSER_NEEDED" not in os.environ, "there is no Chromium"
        pytest.skip("there is no Chromium on this machine")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found, args=SWITCHES)
        yield launched
        launched.close()


@dataclass
class Watched:
    """A page, and all that it did that it should not."""

    page: Page
    messages: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Any]:
    """Open a file; at the end nothing was said on the console and nothing but files like it was asked for."""
    opened: list[Watched] = []
    contexts = []

    def open_page(file: Path, *, hash: str = "", **settings: Any) -> Page:
        context = browser.new_context(**settings)
        contexts.append(context)
        watched = Watched(context.new_page())
        watched.page.on("console", lambda message: watched.messages.append(message.text))
        watched.page.on("pageerror", lambda error: watched.messages.append(str(error)))
        watched.page.add_init_script("window.alert = (text) => console.error(`alert ${text}`)")
        watched.page.on("request", lambda request: watched.requests.append(request.url.partition("#")[0]))
        opened.append(watched)
        watched.page.goto(file.as_uri() + hash)
        return watched.page

    yield open_page
    for context in contexts:
        context.close()
    for watched in opened:
        assert watched.messages == []
        assert set(watched.requests) == {watched.requests[0]}
        assert watched.requests[0].startswith("file://")


@pytest.fixture(scope="package")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("page") / "report.html"
    assert run("report", "sample_logs", "-o", str(file), "--quiet").code == 0
    return file


@pytest.fixture(scope="package")
def analysis() -> callevents.Analysis:
    return callevents.analyze("sample_logs", text="")
