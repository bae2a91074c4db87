"""What becomes of each text of a log: kept, masked, or replaced by a stand-in."""

import re
import unicodedata
from collections.abc import Callable, Mapping

from callevents.model.event import KIND_OF_NAME, canonical_name
from callevents.model.settings import Redacting
from callevents.read.audiostats import WHOLE_AS_TEXT
from callevents.read.times import NO_TIME, parse_time, times_in
from callevents.report.redact.fields import Holds
from callevents.report.redact.numbers import Numbers
from callevents.report.redact.standins import StandIns

_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.ASCII)
_INTERNATIONAL = re.compile(r"\+[0-9]{7,15}", re.ASCII)
_AROUND_NUMBER = re.compile(r"(?:(?:tel|sips?):)?[\W_]*", re.IGNORECASE)

_PREFIX_WORD = re.compile(r"[A-Za-z][A-Za-z_]*")
_PREFIX_WORDS = frozenset({"trace", "debug", "info", "notice", "warn", "warning", "error", "fatal", "system", "log"})
_PREFIX_WORDS |= {"ontelephonyevent"}


class Words:
    """Changes texts by what they hold. `mask` and `number` treat text of no known field."""

    def __init__(self, redacting: Redacting, numbers: Numbers, stand_ins: StandIns) -> None:
        self._numbers = numbers
        self._stand_ins = stand_ins
        self._by_holds: Mapping[Holds, Callable[[str], str]] = {
            Holds.WORDS_OF_THE_SYSTEM: self._numbers.replaced,
            Holds.NUMBER: lambda text: text if WHOLE_AS_TEXT.fullmatch(text) else self._masked(text),
            Holds.TIME: lambda text: text if parse_time(text) != NO_TIME else self._masked(text),
            Holds.NAME: self._numbers.replaced if redacting.names == "keep" else self._name,
            Holds.PARTICIPANT: self._numbers.replaced if redacting.names == "keep" else self._participant,
            Holds.AGENT: self._numbers.replaced if redacting.agents == "keep" else self._labelled("agent"),
            Holds.SESSION: self._numbers.replaced if redacting.agents == "keep" else self._labelled("session"),
            Holds.ID: self._kept_id if redacting.call_ids == "keep" else self._id,
            Holds.TEXT: {"keep": self._numbers.replaced, "mask": self.mask, "drop": lambda text: ""}[redacting.text],
            Holds.EVENT: self.prefix,
            Holds.UNKNOWN: self.mask,
        }

    def change(self, holds: Holds, text: str) -> str:
        """Give the text that stands in the place of this one; an empty one stays empty."""
        return self._by_holds[holds](text) if text else text

    def mask(self, text: str) -> str:
        """Put stand-ins for numbers, other consonants for letters, and 0 for other digits.

        Words and punctuation stay countable, the same text gives the same, other text other.
        """
        seed = text
        return self._numbers.replaced(text, lambda between: self._masked(between, seed))

    def prefix(self, text: str) -> str:
        """Mask the text before an event, all but times, levels and names of events."""
        parts: list[str] = []
        done = 0
        kept = [*times_in(text), *(word for word in _PREFIX_WORD.finditer(text) if _is_plain(word.group()))]
        for found in sorted(kept, key=lambda found: found.start()):
            if found.start() >= done:
                parts += self._masked_prefix(text[done : found.start()]), found.group()
                done = found.end()
        return "".join(parts) + self._masked_prefix(text[done:])

    def _masked_prefix(self, text: str) -> str:
        # Other than ASCII letters stay such: where a time begins and ends is told by what is beside it.
        masked = self._masked(text)
        return "".join(["ø" if old > "\x7f" and new != old else new for old, new in zip(text, masked, strict=True)])

    def _masked(self, text: str, seed: str | None = None) -> str:
        letters = self._stand_ins.letters(text if seed is None else f"{seed}\0{text}", len(text))
        masked: list[str] = []
        within = False
        for char, letter in zip(text, letters, strict=True):
            # A mark belongs to the letter before it, and would tell of it.
            within = char.isalnum() or (within and unicodedata.category(char).startswith("M"))
            masked.append(("0" if "0" <= char <= "9" else letter) if within else char)
        return "".join(masked)

    def _participant(self, text: str) -> str:
        found = self._numbers.find(text)
        if len(found) == 1:
            before, after = text[: found[0].start], text[found[0].end :]
            if _AROUND_NUMBER.fullmatch(before) and _AROUND_NUMBER.fullmatch(after):
                return self._numbers.replaced(text)
        return self._name(text)

    def _name(self, text: str) -> str:
        return self._stand_ins.tag("name", text)

    def _labelled(self, label: str) -> Callable[[str], str]:
        return lambda text: self._stand_ins.tag(label, text)

    def _id(self, text: str) -> str:
        return self._stand_ins.uuid(text) if _UUID.fullmatch(text) else self._stand_ins.tag("id", text)

    def _kept_id(self, text: str) -> str:
        return _INTERNATIONAL.sub(lambda found: self._numbers.replaced(found.group()), text)


def _is_plain(word: str) -> bool:
    return word.lower() in _PREFIX_WORDS or canonical_name(word) in KIND_OF_NAME
