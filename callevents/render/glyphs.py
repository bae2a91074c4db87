"""The characters that pictures are drawn with: of Unicode, and of ASCII where a terminal shows no more."""

from msgspec import Struct


class Glyphs(Struct, frozen=True):
    """One set of characters, each one cell wide.

    rising has a character for each eighth, from the least. good, fair and poor have those of a grade, from the better
    to the worse; where more is better they stand in `more_good` and so on.
    """

    bar: str
    line: str
    held: str
    before: str
    after: str
    flag_up: str
    flag_down: str
    note: str
    tick: str
    guide: str
    no_media: str
    unreported: str
    rising: str
    good: str
    fair: str
    poor: str
    more_good: str
    more_fair: str
    more_poor: str


UNICODE = Glyphs(
    bar="━", line="─", held="░", before="‹", after="›", flag_up="▲", flag_down="▼", note="◆", tick="│", guide="┊",
    no_media="×", unreported="·", rising="▁▂▃▄▅▆▇█",
    good="▁▂", fair="▃▄", poor="▅▆▇", more_good="▇▆", more_fair="▅▄", more_poor="▃▂▁",
)  # fmt: skip

ASCII = Glyphs(
    bar="=", line="-", held="h", before="<", after=">", flag_up="^", flag_down="v", note="*", tick="|", guide=":",
    no_media="x", unreported="?", rising=".:-=+*#@",
    good="_", fair="o", poor="#", more_good="_", more_fair="o", more_poor="#",
)  # fmt: skip


def glyphs(unicode: bool) -> Glyphs:
    """Give the characters for a terminal that shows Unicode, or only ASCII."""
    return UNICODE if unicode else ASCII
