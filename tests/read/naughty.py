"""Strings that programs trip over: in every field that holds text they are nothing but text.

The categories follow the well-known list of naughty strings; the strings were written for this project.
"""

RESERVED = [
    "undefined", "null", "NULL", "nil", "None", "(null)", "true", "FALSE", "NaN", "Infinity", "-Infinity",
    "hasOwnProperty", "constructor", "__proto__", "__class__", "toString", "then", "then()", "\\", "\\\\", "{}",
    "[]", "{", "}", "\"", "'", "''", "\"\"", "`", "-", "--", "-1", "--json", "-h", "--help", "---", "/", "//",
    "/dev/null", "CON", "NUL", ".", "..", "*", "?", "[a-z]", "~", "~root", "$HOME", "${HOME}", "%PATH%", "`id`",
    "$(id)", "; id", "| id", "&& id", "a=b", "#", "!!",
]  # fmt: skip
NUMBERS = [
    "0", "1", "-0", "1.00", "$1.00", "1/2", "1E2", "1e400", "-1", "+1", "0x10", "0b1", "0o7", "1_000",
    "1,000.00", "1.000,00", "1'000", "٣", "௧", "½", "²", "999999999999999999999999999999",
    "-9223372036854775809", "1.7976931348623157e309", "+15550100", "+1 (555) 010-0199", "00000", "2026-03-02",
    "12:34", "1e3", "Ⅷ", "①",
]  # fmt: skip
MARKUP = [
    "<script>alert(1)</script>", "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>", "javascript:alert(1)", "&lt;b&gt;", "&amp;", "&#x3C;", "<!-- x", "-->", "]]>",
    "<![CDATA[x]]>", "<a href='//x.example'>x</a>", "{{7*7}}", "{% raw %}", "${7*7}", "<%= 7*7 %>", "#{7*7}",
    "%s%s%s%n", "%d", "{0}", "{name}", "{x.__class__}", "%00", "%0a", "[red]red[/red]", "[/]", "[/red]",
    "[bold", "\\[x]", "[link=file:///etc/passwd]x[/link]", ":warning:", "[@click=x]y[/]", "**bold**", "_em_",
    "# title", "| a | b |", "![x](http://x.example/x.png)", "[x](javascript:alert(1))", "<http://x.example>",
    "~~~", "```", "1. one", "- item", "> quote", "\\n", "\\u0000", "\\x1b[31m",
]  # fmt: skip
SPREADSHEET = [
    "=1+1", "=cmd|' /C calc'!A0", "+cmd()", "-cmd()", "@SUM(1)", "\t=1+1", "\r=1+1", " =1+1",
    "=HYPERLINK(\"http://x\",\"y\")", "＝1+1", "a,b", "a;b", "a\"b", "\"=1+1\"", "a\tb", "'=1+1", "=", "+", "@",
    "%", "DDE(\"cmd\")",
]  # fmt: skip
CONTROLS = [
    "\x00", "a\x00b", "\x01\x02\x03", "\x07", "\x08\x08\x08", "\t", "\n", "a\nb", "\r", "a\r\nb", "\x0b",
    "\x0c", "\x1b", "\x1b[31mred", "\x1b[2J\x1b[H", "\x1b]0;title\x07",
    "\x1b]8;;http://x.example\x1b\\x\x1b]8;;\x1b\\", "\x1b]52;c;eA==\x07", "\x1bP0;1|x\x1b\\", "\x1b[6n",
    "\x1b[?1049h", "\x1b(0", "\x7f", "\x80", "\x85", "\x9b31m", "\x9d0;x\x9c", "\x90x\x9c", "\u2028",
    "a\u2029b", "\x1c\x1d\x1e\x1f",
]  # fmt: skip
UNICODE = [
    "田中さんにあげて下さい", "찦차를 타고 온 펲시맨", "社會科學院語學研究所", "𠜎𠜱𠝹𠱓", "Ω≈ç√∫˜µ≤≥÷",
    "ÅÍÎÏ˝ÓÔÒÚÆ☃", "ЁЂЃЄЅІЇЈЉЊ", "ﷺ", "ﷻ", "ה\u05b8י\u05b0ת\u05b8הtest", "الصفحات الت\u0651حول",
    "م\u064fن\u064eاق\u064eش\u064eة\u064f", "\u202eabc\u202c", "\u2066abc\u2069", "\u200etest\u200f", "\u061c",
    "\u202a\u202b\u202d", "😍", "👩🏽", "👨\u200d👩\u200d👧\u200d👦", "🏳\ufe0f\u200d🌈", "🇺🇸🇷🇺", "👾 🙇 💁",
    "✋🏿💪🏿", "e\u0301",
    "Z\u032e\u031e\u0320\u0359\u0354\u0345Ḁ\u0317\u031e\u0348\u033b\u0317Ḷ\u0359\u034e\u032f\u0339\u031e\u0353G\u033bO\u032d\u0317\u032e",
    "ℌ𝔢𝔩𝔩𝔬", "𝟎𝟏𝟐", "ﬁ", "ß", "İ", "ı", "ſ", "ŉ", "ǰ", "\u200b", "a\u200bb", "\u200c\u200d", "\ufeff",
    "\ufeffabc", "\xad", "\u034f", "\u180e", "\u2060", "ㅤ", "ᅟ", "\ufff9\ufffa\ufffb", "\xa0", "\u2003",
    "\u3000", "\u2002x\u2002", "�", "\ufffe", "\uffff", "\U0001ffff", "\U0010ffff", "\ue000", "\U000e0001",
    "\U000e0041", "\u0300", "\u20e3", "\ufe0f", "ᚠᛇᚻ",
    "Ṱ\u033a\u033a\u0315o\u035e \u0337i\u0332\u032c\u0347\u032a\u0359", "ⒽⒺⓁⓁⓄ", "¯\\_(ツ)_/¯", "(ﾉಥ益ಥ）ﾉ ┻━┻",
    "జ\u0c4dఞ\u200c\u0c3e", "ﺏ", "\U000e0067",
]  # fmt: skip
WHITE = [" ", "   ", " a", "a ", "  a  b  ", "\u2000\u2001"]
LONG = [
    "x" * 10_000,
    "é" * 5_000,
    "word " * 2_000,
    "😀" * 2_000,
    "a\u0301" * 2_000,
    "[" * 2_000,
    "\\" * 2_000,
    "\x1b" * 2_000,
]

NAUGHTY = sorted({*RESERVED, *NUMBERS, *MARKUP, *SPREADSHEET, *CONTROLS, *UNICODE, *WHITE, *LONG})
