"""What stands in for a number, a name or an id: the same for the same, and never the same for two."""

import hmac
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from callevents.model.errors import CallEventsError, UsageError


class Number(NamedTuple):
    """A phone number: the code of its country and its digits within it."""

    country: str
    digits: str


# Numbers that regulators keep for fiction, by country code, with # for any digit. +1: ATIS (555-01xx of each area
# code); 44: Ofcom; 61: ACMA; 353: ComReg; 33: ARCEP; 49: Bundesnetzagentur; 46: PTS. Of the area codes and ranges,
# those that sample logs are full of are left out, so that a stand-in is never taken for a number of such a log.
_AREA_CODES = (
    201, 202, 203, 205, 207, 208, 209, 210, 213, 214, 215, 216, 217, 218, 219, 224, 225, 228, 229, 231, 234, 239,
    240, 248, 251, 252, 253, 254, 256, 260, 262, 267, 269, 270, 276, 281, 301, 302, 304, 305, 307, 308, 309, 310,
    313, 314, 315, 316, 317, 318, 319, 320, 321, 323, 325, 330, 331, 334, 336, 337, 339, 347, 351, 352, 360, 361,
    386, 401, 402, 404, 405, 406, 407, 408, 409, 410, 412, 413, 414, 417, 419, 423, 424, 425, 430, 432, 434, 435,
    440, 443, 458, 469, 470, 475, 478, 479, 480, 484, 501, 502, 504, 505, 507, 508, 509, 510, 512, 513, 515, 516,
    517, 518, 520, 530,
)  # fmt: skip
FICTITIOUS: dict[str, tuple[str, ...]] = {
    "1": tuple(f"{area}55501##" for area in _AREA_CODES),
    "44": (
        *(f"{area}4960###" for area in (113, 114, 115, 116, 117, 118, 121, 131, 141, 151, 161)),
        "1914980###",
        "2920180###",
        "2896496###",
        "1632960###",
    ),
    "61": tuple(f"{area}{start}####" for area in (2, 3, 7, 8) for start in (5550, 7010)),
    "353": ("2091#####",),
    "33": ("19900####", "26191####", "35301####", "46571####", "53649####", "63998####"),
    "49": ("3023125###", "6990009###", "4066969###", "2214710###", "8999998###"),
    "46": ("3139006##", "4062804##", "8465004##"),
}
NOWHERE = "999"
"""A country code that no country has: for countries without such numbers, and where they are used up."""

_NOWHERE_PATTERN = "#" * 12
_TRIES = 32
_KEY_BYTES = 32
_CONSONANTS = "bcdfghjklmnpqrstvwxz"
_SHORTEST_KEY = 16


class StandIns:
    """Makes stand-ins with a key: of this run only, or from a key file, and then the same in every run with that file.

    Names, ids and masks follow from the key alone. There are not enough numbers for fiction for that: a number takes
    the first free one of those that its HMAC picks, and the key file notes which are taken, under the HMAC of whose
    they are. So no two numbers ever share one.
    """

    def __init__(self, key_file: Path | None = None) -> None:
        """Take the key from the file, or make one. Raises UsageError for a file that is no key file, OSError."""
        self._file = key_file
        self._numbers: dict[str, Number] = {}
        self._new: list[str] = []
        self._key = secrets.token_bytes(_KEY_BYTES) if key_file is None else self._from_file(key_file)
        self._taken = set(self._numbers.values())

    def number(self, number: Number) -> Number:
        """Give the number that stands in for this one: a fictitious one of the same country, where it has such."""
        tag = self._digest("taken", "+".join(number)).hex()[:20]
        if tag not in self._numbers:
            stand_in = next(free for free in self._candidates(number) if free not in self._taken)
            self._numbers[tag] = stand_in
            self._taken.add(stand_in)
            self._new.append(f"{tag} {stand_in.country} {stand_in.digits}\n")
        return self._numbers[tag]

    def tag(self, label: str, text: str) -> str:
        """Give a label with 12 hexadecimal digits of the text's HMAC."""
        return f"{label}-{self._digest('tag', text).hex()[:12]}"

    def uuid(self, text: str) -> str:
        """Give a UUID (version 4 by its looks) that stands for the text."""
        digits = self._digest("uuid", text).hex()
        return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:32]}"

    def letters(self, text: str, count: int) -> str:
        """Give so many consonants that follow from the text: other texts give others, and none makes words."""
        from hashlib import shake_256

        return "".join([_CONSONANTS[byte % 20] for byte in shake_256(self._digest("mask", text)).digest(count)])

    def save(self) -> None:
        """Add to the key file which numbers have been taken since it was read. Raises OSError."""
        if self._file and self._new:
            with self._file.open("a", encoding="ascii") as file:
                file.writelines(self._new)
            self._new.clear()

    def _candidates(self, number: Number) -> Iterator[Number]:
        patterns = FICTITIOUS.get(number.country, ())
        sizes = [10 ** pattern.count("#") for pattern in patterns]
        for attempt in range(_TRIES if patterns else 0):
            pick = self._pick(number, attempt) % sum(sizes)
            for pattern, size in zip(patterns, sizes, strict=True):
                if pick < size:
                    yield Number(number.country, _filled(pattern, pick))
                    break
                pick -= size
        attempt = _TRIES
        while True:
            yield Number(NOWHERE, _filled(_NOWHERE_PATTERN, self._pick(number, attempt) % 10**12))
            attempt += 1

    def _pick(self, number: Number, attempt: int) -> int:
        return int.from_bytes(self._digest(f"number {attempt}", "+".join(number)), "big")

    def _digest(self, use: str, text: str) -> bytes:
        return hmac.digest(self._key, f"{use}\0{text}".encode(errors="surrogatepass"), "sha256")

    def _from_file(self, file: Path) -> bytes:
        try:
            lines = file.read_text(encoding="ascii").splitlines()
        except FileNotFoundError:
            return _new_key(file)
        except UnicodeDecodeError:
            lines = []
        try:
            for tag, country, digits in map(str.split, lines[1:]):
                self._numbers[tag] = Number(country, digits)
        except ValueError:
            lines = []
        if not lines or len(lines[0]) < _SHORTEST_KEY:
            raise UsageError(f"{file} is no key file: name one that does not exist, and it is made")
        return lines[0].encode()


def _filled(pattern: str, digits: int) -> str:
    """Put digits in the place of the # of a pattern, which stand together at its end."""
    free = pattern.count("#")
    return pattern[:-free] + str(digits).zfill(free)


def _new_key(file: Path) -> bytes:
    key = secrets.token_hex(_KEY_BYTES)
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise CallEventsError(f"{file}: the key file cannot be made: {error.strerror or error}") from None
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write(key + "\n")
    return key.encode()
