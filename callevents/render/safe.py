"""The one place where untrusted text is made safe to show.

Ids, names, utterances and file names may hold terminal escapes, bidi controls, spreadsheet formulas or markup.
"""

import re
import unicodedata


class _Shown(dict[int, str | int]):
    """How each character is shown, worked out once per character."""

    def __missing__(self, code: int) -> str | int:
        char = chr(code)
        shows = char.isprintable() or unicodedata.category(char) == "Zs"
        self[code] = code if shows else char.encode("unicode_escape").decode("ascii")
        return self[code]


_SHOWN = _Shown()


def visible(text: str) -> str:
    r"""Show every character that does not print as text: `\x1b`, `\n`, `\u202e`, `\udc80`.

    That is controls (C0, DEL, C1), bidi controls, zero-width and other format characters, line and paragraph
    separators, lone surrogates, and code points that are private or not assigned. Spaces of any width stay.
    """
    return text if text.isprintable() else text.translate(_SHOWN)


def ascii_text(text: str) -> str:
    r"""Show visible text where only ASCII can be written: drawing characters as their like, others as `\xe9`."""
    return text if text.isascii() else text.translate(_LIKE).encode("ascii", "backslashreplace").decode("ascii")


def shown(text: str, unicode: bool) -> str:
    """Make text visible, and ASCII where nothing else can be shown."""
    return visible(text) if unicode else ascii_text(visible(text))


_LIKE = str.maketrans(
    {"–": "-", "…": "...", "─": "-", "█": "#", "▒": "=", "░": "."}
    | dict.fromkeys("▏▎▍", ".")
    | dict.fromkeys("▌▋▊▉", "#")
)

# A spreadsheet may run what begins with one of these, also in full width and after white space.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?|\+\d[\d ().\-]*(; \+?\d[\d ().\-]*)*")


def spreadsheet_text(text: str) -> str:
    """Make a text cell visible, and disarm it with a leading apostrophe where a spreadsheet would run it as a formula.

    Numbers and phone numbers such as +15550100 or +1 (555) 010-0199, and lists of them, stay as they are.
    """
    text = visible(text)
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


_MARKDOWN = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;"} | {char: f"\\{char}" for char in "\\`*_[]|~$"}  # ! and () need a [
)
_LINK = re.compile(r"(?i)(?<=[a-z])(:)(?=//)|(?<=www)(\.)")


def markdown_text(text: str) -> str:
    """Make text visible, and escape what Markdown or HTML would read as markup, a table's edge, or a link."""
    return _LINK.sub(r"\\\g<0>", visible(text).translate(_MARKDOWN))
