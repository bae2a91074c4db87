"""Where a result is written to, and what that place can show."""

from datetime import UTC, tzinfo
from typing import BinaryIO

from msgspec import Struct

from callevents.render.safe import shown


class Output(Struct, frozen=True):
    """A binary stream, and what is known of the surface behind it.

    Only the format `table` looks at width (in terminal cells; None where lines may be as long as they like: a pipe, a
    file), color and unicode (False where only ASCII can be shown). tz is the zone of the times shown to people.
    """

    stream: BinaryIO
    is_terminal: bool = False
    width: int | None = None
    color: bool = False
    tz: tzinfo = UTC
    unicode: bool = True

    def shown(self, text: str) -> str:
        """Give text as it can be shown here: visible, and in ASCII where nothing else can be."""
        return shown(text, self.unicode)
