import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callevents.render.safe import ascii_text, markdown_text, spreadsheet_text, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", r"\x1b[31mred\x1b[0m"),
        ("\x1b]8;;http://evil\x07link", r"\x1b]8;;http://evil\x07link"),
        ("\x9b31m \x85", r"\x9b31m \x85"),
        ("a\x00b\x7f", r"a\x00b\x7f"),
        ("one\ntwo\r\tthree", r"one\ntwo\r\tthree"),
        ("abc\u202ednopq\u2066x\u061c", r"abc\u202ednopq\u2066x\u061c"),
        ("a\u200bb\ufeffc\u00ad", r"a\u200bb\ufeffc\xad"),
        ("\u2028\u2029", r"\u2028\u2029"),
        ("log\udcff.ndjson", r"log\udcff.ndjson"),
        ("tag\U000e0041", r"tag\U000e0041"),
    ],
)
def test_what_does_not_print_is_shown_as_text(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize("text", ["Grüße, Zoë – 日本語 🎧", "a\u00a0b\u3000c", r"C:\temp", "[red]:warning:[/]", ""])
def test_text_that_prints_stays_as_it_is(text: str) -> None:
    assert visible(text) == text


@given(st.text(st.characters()))
def test_visible_text_holds_no_control_of_any_kind(text: str) -> None:
    assert not {unicodedata.category(char) for char in visible(text)} & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@given(st.text(st.characters()))
def test_ascii_text_can_be_written_where_only_ascii_can(text: str) -> None:
    assert ascii_text(visible(text)).isascii()


@pytest.mark.parametrize(
    "text",
    [
        "=cmd()",
        "=1+1",
        "+SUM(A1)",
        "-2+3+cmd|' /C calc'!A0",
        "@x",
        "  =1",
        "＝1",
        "+1 555 cmd",
        "\u00a0=1",
        "-A1",
        "+1; =x",
    ],
)
def test_a_formula_is_disarmed(text: str) -> None:
    assert spreadsheet_text(text) == f"'{text}"


@pytest.mark.parametrize("text", ["\t=1", "\r=1", "\n=1"])
def test_a_control_before_a_formula_becomes_text_that_no_spreadsheet_runs(text: str) -> None:
    assert spreadsheet_text(text).startswith("\\")


@pytest.mark.parametrize(
    "text", ["+15550100", "+1 (555) 010-0199", "+49.30.1234", "-5", "-0.25", "+7", "+1555; +1556", "a=b", "x@y.z", "–"]
)
def test_numbers_and_phone_numbers_stay_right(text: str) -> None:
    assert spreadsheet_text(text) == text


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("a|b", r"a\|b"),
        ("`code` *b* _i_ ~s~", r"\`code\` \*b\* \_i\_ \~s\~"),
        ("<img src=x onerror=y> &lt;", "&lt;img src=x onerror=y&gt; &amp;lt;"),
        ("[x](http://evil)", r"\[x\](http\://evil)"),
        ("see HTTPS://evil or www.evil", r"see HTTPS\://evil or www\.evil"),
        ("back\\slash", "back\\\\slash"),
        ("09:14:07 +15550100 a-17", "09:14:07 +15550100 a-17"),
        ("two\nlines", r"two\\nlines"),
    ],
)
def test_markdown_and_html_are_escaped(text: str, escaped: str) -> None:
    assert markdown_text(text) == escaped
