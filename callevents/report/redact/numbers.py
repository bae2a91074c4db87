"""Phone numbers in running text: found, and replaced by stand-ins written in the same way."""

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from callevents.model.errors import MissingExtraError, UsageError
from callevents.report.redact.standins import Number, StandIns

# Fewer than 7 digits are no phone number that could be dialled from anywhere.
_MAYBE = re.compile(r"(?:\d\D{0,3}){6}\d")
# What is left when the library has found all it knows: digits with little between them.
_RUN = re.compile(r"\+?\(?\d(?:[ .\-/()\u00a0\u2010-\u2015]{0,3}\d){6,}")


class Found(NamedTuple):
    """A number in a text: from where to where it stands, and how many digits before its own are no part of it."""

    start: int
    end: int
    number: Number
    before: int


class Numbers:
    """Finds phone numbers in texts and puts stand-ins in their place.

    region is the country (two letters) whose way of writing numbers without a country code is understood.
    """

    def __init__(self, region: str, stand_ins: StandIns) -> None:
        """Raises MissingExtraError without the package phonenumbers, UsageError for an unknown region."""
        try:
            import phonenumbers
        except ImportError:
            raise MissingExtraError("redact needs the package phonenumbers: pip install 'callevents[redact]'") from None
        self._library: Any = phonenumbers
        self._stand_ins = stand_ins
        self._region = region.upper()
        if self._region not in phonenumbers.SUPPORTED_REGIONS:
            raise UsageError(f'there is no region "{region}"; write it as US, GB or DE')

    def replaced(self, text: str, between: Callable[[str], str] = lambda text: text) -> str:
        """Put stand-ins in the place of all numbers; `between` gives what becomes of the text between them."""
        if not _MAYBE.search(text):
            return between(text)
        parts: list[str] = []
        done = 0
        for found in self.find(text):
            parts += between(text[done : found.start]), self.written(text, found)
            done = found.end
        return "".join(parts) + between(text[done:])

    def find(self, text: str) -> list[Found]:
        """Find the numbers in a text, in order: phone numbers, and other runs of seven or more digits."""
        if not _MAYBE.search(text):
            return []
        library = self._library
        matches = library.PhoneNumberMatcher(text, self._region, library.Leniency.POSSIBLE)
        found: list[Found] = []
        done = 0
        for match in matches:
            found += self._runs(text, done, match.start)
            found.append(self._number(text, match.start, match.end, match.number))
            done = match.end
        return [*found, *self._runs(text, done, len(text))]

    def _number(self, text: str, start: int, end: int, number: Any) -> Found:
        own = self._library.national_significant_number(number)
        country = str(number.country_code)
        for _ in number.extension or "":
            # Where the extension's digits begin, the number ends.
            end = next(at for at in range(end - 1, start, -1) if text[at].isdecimal())
        digits = _digits(text[start:end])
        if not digits.endswith(own):
            return Found(start, end, Number(country, own), 0)
        before = len(digits) - len(own)
        if digits[:before].endswith(country):
            before -= len(country)
        return Found(start, end, Number(country, own), before)

    def _runs(self, text: str, start: int, end: int) -> Iterator[Found]:
        for run in _RUN.finditer(text, start, end):
            digits = _digits(run.group())
            zeros = 2 if digits.startswith("00") else 0
            yield self._international(run, digits[zeros:], zeros) or Found(*run.span(), Number("", digits), 0)

    def _international(self, run: re.Match[str], digits: str, before: int) -> Found | None:
        """Read digits as a number with its country's code, after 00 or after nothing, as some systems log it."""
        library = self._library
        try:
            number = library.parse(f"+{digits}")
        except library.NumberParseException:
            return None
        if not library.is_valid_number(number):
            return None
        return Found(*run.span(), Number(str(number.country_code), library.national_significant_number(number)), before)

    def written(self, text: str, found: Found) -> str:
        """Write the stand-in of a number as the number itself is written."""
        raw = text[found.start : found.end]
        stand_in = self._stand_ins.number(found.number)
        shown = _digits(raw)[found.before :]
        same_country = stand_in.country == found.number.country
        digits = stand_in.digits if same_country and shown == found.number.digits else "".join(stand_in)
        return _filled(raw, found.before, digits)


def _digits(text: str) -> str:
    """Give the digits of a text, of whatever script, as ASCII."""
    return "".join([str(int(char)) for char in text if char.isdecimal()])


def _filled(raw: str, kept: int, digits: str) -> str:
    """Put digits in the place of those of a number, after the first `kept`.

    All else stays, and so does each group of digits: where there are more they go to the end of the last group, where
    there are fewer the groups get shorter, from the last one on.
    """
    places = [at for at, char in enumerate(raw) if char.isdecimal()][kept:]
    surplus = len(places) - len(digits)
    dropped: set[int] = set()
    for at in reversed(places):
        if len(dropped) < surplus and raw[at - 1 : at].isdecimal():
            dropped.add(at)
    places = [at for at in places if at not in dropped]
    digits = digits.ljust(len(places), "0")
    chars = list(raw)
    for at, digit in zip(places[:-1], digits, strict=False):
        chars[at] = digit
    chars[places[-1]] = digits[len(places) - 1 :]
    return "".join([char for at, char in enumerate(chars) if at not in dropped])
