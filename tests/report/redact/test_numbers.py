"""Phone numbers in text: which are found, and how their stand-ins are written."""

import re
import sys
import time
from unittest import mock

import phonenumbers
import pytest

from callevents.model.errors import MissingExtraError, UsageError
from callevents.report.redact.numbers import Numbers
from callevents.report.redact.standins import StandIns


def numbers(region: str = "US") -> Numbers:
    return Numbers(region, StandIns())


@pytest.mark.parametrize(
    ("region", "text", "shape"),
    [
        ("US", "+12065550143", r"\+1\d{3}55501\d\d"),
        ("US", "12065550143", r"1\d{3}55501\d\d"),
        ("US", "(206) 555-0143", r"\(\d{3}\) 555-01\d\d"),
        ("US", "206.555.0143", r"\d{3}\.555\.01\d\d"),
        ("US", "2 0 6 5 5 5 0 1 4 3", r"\d \d \d 5 5 5 0 1 \d \d"),
        ("US", "1-800-555-0199 ext 12", r"1-\d{3}-555-01\d\d ext 12"),
        ("US", "+44 20 7946 0123", r"\+44 \d\d \d{4} \d{3,4}"),
        ("US", "0044 20 7946 0123", r"0044 \d\d \d{4} \d{3,4}"),
        ("US", "442079460123", r"44\d{9,10}"),
        ("GB", "020 7946 0123", r"0\d\d \d{4} \d{3,4}"),
        ("DE", "030 1234567", r"0\d\d \d+"),
        ("AU", "0491 570 156", r"0\d{3} \d{3} \d+"),
        ("US", "+34 912 345 678", r"\+99 9\d\d \d{3} \d{7}"),
        ("US", "٢٠٦٥٥٥٠١٤٣", r"\d{3}55501\d\d"),
    ],
)
def test_a_number_is_found_and_its_stand_in_is_written_as_it_is(region: str, text: str, shape: str) -> None:
    finder = numbers(region)
    replaced = finder.replaced(f"it is {text}, yes")
    assert re.fullmatch(f"it is {shape}, yes", replaced)
    assert finder.replaced(f"it is {text}, yes") == replaced


def test_one_number_has_one_stand_in_however_it_is_written() -> None:
    finder = numbers()
    written = ["+1 (206) 555-0143", "1.206.555.0143", "206 555 0143", "0012065550143"]
    assert len({re.sub(r"\D", "", finder.replaced(text))[-10:] for text in written}) == 1
    assert len({finder.replaced(text) for text in written}) == 4


def test_a_stand_in_of_the_same_country_is_a_possible_number_of_it() -> None:
    finder = numbers()
    for country, text in ((1, "+12065550143"), (44, "+447700900123"), (61, "+61491570156"), (33, "+33639981234")):
        stand_in = phonenumbers.parse(finder.replaced(text))
        assert stand_in.country_code == country
        assert phonenumbers.is_possible_number(stand_in)


@pytest.mark.parametrize("text", ["4111 1111 1111 1111", "order 123456789", "123-45-6789 (SSN)", "9" * 40])
def test_other_long_numbers_are_replaced_too(text: str) -> None:
    replaced = numbers().replaced(text)
    assert re.sub(r"\d+", "#", replaced) == re.sub(r"\d+", "#", text)
    assert not set(re.findall(r"\d{4,}", text)) & set(re.findall(r"\d{4,}", replaced))


@pytest.mark.parametrize("text", ["", "at 9:30 on 12/24", "room 555-014", "€ 1,234.50", "v1.2.3"])
def test_short_numbers_stay(text: str) -> None:
    assert numbers().replaced(text) == text


@pytest.mark.parametrize("text", ["1" * 200_000, "1 " * 100_000, "+1 206 " * 20_000, "(1" * 100_000])
def test_very_many_digits_take_no_time(text: str) -> None:
    start = time.process_time()
    assert numbers().replaced(text)
    assert time.process_time() - start < 5


def test_without_the_package_the_extra_is_named() -> None:
    with (
        mock.patch.dict(sys.modules, {"phonenumbers": None}),
        pytest.raises(MissingExtraError, match=re.escape("callevents[redact]")),
    ):
        numbers()


def test_an_unknown_region_is_told() -> None:
    with pytest.raises(UsageError, match="no region"):
        numbers("XX")
