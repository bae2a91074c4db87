"""The page of `report`, opened in a real browser from the file system."""

import re
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from playwright.sync_api import Page, expect

import callevents
from callevents.model.call import Call, Grade
from callevents.model.detail import Message
from callevents.model.report import Report
from callevents.render.html.page import write_report
from callevents.render.output import Output
from callevents.report.order import call_order
from cli.harness import run
from logs.generate import generate


def rows(page: Page) -> list[str]:
    """Give the ids of the listed calls, all pieces built."""
    # In one go: the button also goes when the reader comes near the end.
    page.evaluate("() => { const more = document.getElementById('more'); while (!more.hidden) more.click(); }")
    return page.locator("#call-table tbody th").all_inner_texts()


def a_call(analysis: callevents.Analysis, where: Any) -> Call:
    return next(call for call in analysis.calls if where(call))


def test_the_page_shows_the_figures_of_the_summary(
    open_page: Any, samples: Path, analysis: callevents.Analysis
) -> None:
    page = open_page(samples)
    summary = analysis.summary()
    cards = dict(
        zip(page.locator(".cards dt").all_inner_texts(), page.locator(".cards b").all_inner_texts(), strict=True)
    )
    assert cards["Calls"] == str(summary.calls.total)
    assert cards["Poor calls"] == f"{summary.calls.poor_pct:.1f} %"
    assert cards["Flags raised"] == str(summary.conversation.flags_raised)
    assert page.locator(".grade-bar rect").count() == sum(map(bool, summary.calls.by_grade.values()))
    for figure in page.locator("figure").all():
        assert figure.locator("svg[role=img]").count() == 1
        assert figure.locator("rect[fill], path[d], .line circle").count()


def test_the_calls_are_listed_in_their_order_and_each_column_sorts(
    open_page: Any, samples: Path, analysis: callevents.Analysis
) -> None:
    page = open_page(samples)
    assert rows(page) == [call.call_id for call in analysis.calls]
    talk = page.get_by_role("columnheader", name="Talk")
    for key, said in (("-talk_ms", "descending"), ("talk_ms", "ascending")):
        talk.get_by_role("button").click()
        assert rows(page) == [call.call_id for call in call_order(key)(analysis.calls)]
        assert talk.get_attribute("aria-sort") == said
    page.get_by_role("columnheader", name="Grade").get_by_role("button").press("Enter")
    assert rows(page) == [call.call_id for call in call_order("grade")(analysis.calls)]
    assert talk.get_attribute("aria-sort") is None


def test_calls_are_filtered_and_searched(open_page: Any, samples: Path, analysis: callevents.Analysis) -> None:
    page = open_page(samples)
    total = len(analysis.calls)
    poor = [call for call in analysis.calls if call.grade == Grade.POOR]
    page.get_by_role("button", name="poor").click()
    assert rows(page) == [call.call_id for call in poor]
    expect(page.get_by_role("status").first).to_have_text(f"{len(poor)} of {total} calls")
    agent = poor[0].agent
    page.get_by_label("Agent").select_option(f'"{agent}"')
    assert rows(page) == [call.call_id for call in poor if call.agent == agent]
    page.get_by_role("button", name="Clear").click()
    expect(page.get_by_role("status").first).to_have_text(f"{total} calls")
    call = poor[-1]
    page.get_by_label("Search").fill(f"{call.call_id[:6].upper()} {call.outcome}")
    assert rows(page) == [call.call_id]
    page.get_by_label("Search").fill("nobody has this")
    assert rows(page) == []


def test_a_stretch_of_time_lists_the_calls_begun_in_it(
    open_page: Any, samples: Path, analysis: callevents.Analysis
) -> None:
    page = open_page(samples)
    bucket = max(analysis.report().over_time, key=lambda one: one.calls)
    bars = page.locator("#chart-calls .choice")
    busiest = max(bars.all(), key=lambda bar: _calls_in(bar.text_content() or ""))
    busiest.click()
    assert rows(page) == [
        c.call_id for c in analysis.calls if c.first_event and bucket.start <= c.first_event < bucket.end
    ]
    page.get_by_role("button", name="Begun").click()
    assert len(rows(page)) == len(analysis.calls)


def _calls_in(title: str) -> int:
    return sum(int(count.replace(",", "")) for count in re.findall(r"([\d,]+) (?:good|fair|poor|unknown)", title))


def test_a_call_opens_with_its_timeline_charts_and_conversation(
    open_page: Any, samples: Path, analysis: callevents.Analysis
) -> None:
    call = a_call(analysis, lambda call: call.holds and call.flags and call.notes and call.transcripts > 3 and call.mos)
    detail = analysis.call(call.call_id)
    page = open_page(samples)
    page.get_by_label("Search").fill(call.call_id)
    page.get_by_role("link", name=call.call_id).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Call {call.call_id}")
    expect(page.locator("#call .charts svg")).to_have_count(5)
    lanes = page.locator("#call .charts svg").first.get_attribute("aria-label") or ""
    assert "Hold" in lanes
    assert "Flag open" in lanes
    assert page.locator("#call .line.input circle").count() >= call.audio.input.usable_intervals
    said = [message.text or "" for message in detail.conversation]
    assert page.locator(".message p").all_inner_texts() == said
    assert page.locator(".conversation li").count() == len(detail.timeline)
    page.get_by_role("link", name="All calls").click()
    expect(page.get_by_label("Search")).to_be_visible()


def test_the_arrow_keys_read_the_charts_sample_by_sample(
    open_page: Any, samples: Path, analysis: callevents.Analysis
) -> None:
    call = a_call(analysis, lambda call: call.audio.input.usable_intervals > 5 and call.transcripts > 5)
    first, second = [one for one in analysis.call(call.call_id).intervals if one.channel == "input"][:2]
    page = open_page(samples, hash=f"#call={call.call_id}")
    page.get_by_role("group", name="Timeline and charts").press("ArrowRight")
    for interval in (first, second):
        shown = page.locator(".readout").inner_text().replace("\xa0", " ")
        assert f"heard: {interval.grade}. Loss {interval.packet_loss_pct:.2f} %" in shown
        page.keyboard.press("ArrowRight")
    expect(page.locator(".conversation .now")).to_have_count(1)


def test_words_spoken_over_a_poor_line_are_marked(open_page: Any, samples: Path, analysis: callevents.Analysis) -> None:
    call = a_call(analysis, lambda call: call.grade == Grade.POOR and call.transcripts > 5 and call.first_event)
    page = open_page(samples, hash=f"#call={call.call_id}")
    expect(page.locator(".message.bad .line-note").first).to_contain_text("Poor line: ")


def test_samples_without_times_are_numbered(open_page: Any, samples: Path, analysis: callevents.Analysis) -> None:
    call = a_call(analysis, lambda call: call.started is None and call.stage == "wrapped_up" and call.mos)
    page = open_page(samples, hash=f"#call={call.call_id}")
    expect(page.get_by_text("The log does not tell when")).to_be_visible()
    expect(page.locator("#call .charts svg")).to_have_count(4)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("hash", ["", "#call="])
def test_on_a_phone_only_tables_scroll_sideways(
    open_page: Any, samples: Path, analysis: callevents.Analysis, scheme: str, hash: str
) -> None:
    call = a_call(analysis, lambda call: call.grade == Grade.POOR)
    page = open_page(
        samples, hash=hash and hash + call.call_id, viewport={"width": 390, "height": 800}, color_scheme=scheme
    )
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_timeout(100)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(16, 20, 24)"
    assert dark == (scheme == "dark")


SORTED_IN = """() => {
    const heads = [...document.querySelectorAll("#call-table thead button")];
    const head = heads.find((one) => one.textContent.startsWith("%s"));
    const start = performance.now();
    head.click();
    document.body.offsetHeight;
    return performance.now() - start;
}"""


def copies(report: Report, times: int) -> Report:
    """List the calls so many times, each with an id of its own: what is packed together stays as different as it is."""

    def renamed(call: Call, n: int) -> Call:
        return replace(call, call_id=f"{n:04x}{call.call_id[4:]}")

    return replace(
        report,
        calls=tuple(renamed(call, n) for n in range(times) for call in report.calls),
        details=(replace(one, call=renamed(one.call, n)) for n in range(times) for one in report.details),
    )


def test_10_000_calls_take_less_than_10_megabytes_and_sort_without_a_wait(open_page: Any, tmp_path: Path) -> None:
    log, out = tmp_path / "log.ndjson", tmp_path / "report.html"
    log.write_bytes(generate(3, calls=1000).data)
    with out.open("wb") as stream:
        write_report(copies(callevents.analyze(log, text="").report(), 10), Output(stream), "1.2.3")
    assert out.stat().st_size < 10_000_000
    page = open_page(out)
    expect(page.get_by_role("status").first).to_have_text("10,000 calls")
    for head in ("MOS", "Agent", "Started"):
        click = SORTED_IN % head
        assert page.evaluate(click) < 1000
    page.locator("#call-table tbody th a").first.click()
    expect(page.locator("#call .charts svg").first).to_be_visible(timeout=2000)


def test_without_text_the_page_holds_no_word_of_the_conversation(open_page: Any, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    run("report", "sample_logs/stories.ndjson", "-o", str(out), "--no-text")
    analysis = callevents.analyze("sample_logs/stories.ndjson")
    call = a_call(analysis, lambda call: call.transcripts)
    page = open_page(out, hash=f"#call={call.call_id}")
    expect(page.get_by_text("The words were left out of this page.")).to_be_visible()
    assert page.locator(".conversation .event").count()
    assert page.locator(".message").count() == 0


def test_a_conversation_is_printed_whole(open_page: Any, samples: Path, analysis: callevents.Analysis) -> None:
    call = max(analysis.calls, key=lambda call: call.transcripts)
    assert any(isinstance(one, Message) for one in analysis.call(call.call_id).timeline)
    page = open_page(samples, hash=f"#call={call.call_id}")
    talk = page.locator(".spoken")
    expect(talk).to_be_visible()
    assert talk.evaluate("one => one.scrollHeight > one.clientHeight")
    page.emulate_media(media="print")
    assert talk.evaluate("one => one.scrollHeight <= one.clientHeight + 1")
