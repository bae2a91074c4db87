"""What was said across calls: utterances, notes and flags."""

from typing import Annotated, ClassVar

from callevents.model.value import Time, Value


class TextItem(Value, frozen=True):
    """An utterance or a note of a call."""

    call_id: str
    time: Time | None
    id: str | None
    role: str | None
    name: str | None
    text: str | None


class Transcript(Value, frozen=True):
    """The utterances, in the order of calls and within each call in its order."""

    KIND: ClassVar[str] = "transcript"

    items: tuple[TextItem, ...]


class Notes(Value, frozen=True):
    """The notes, in the order of calls and within each call in its order."""

    KIND: ClassVar[str] = "notes"

    items: tuple[TextItem, ...]


class Flag(Value, frozen=True):
    """A raised flag and how it was answered."""

    call_id: str
    raised: Time | None
    raised_by: str | None
    raised_role: str | None
    text: str | None
    lowered: Time | None
    lowered_by: str | None
    lowered_role: str | None
    open_ms: int | None
    still_open: Annotated[bool, "no flaglower followed"]


class Flags(Value, frozen=True):
    """The flags, in the order of calls and within each call in its order."""

    KIND: ClassVar[str] = "flags"

    items: tuple[Flag, ...]
