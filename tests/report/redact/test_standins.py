"""Stand-ins: the same for the same, never the same for two, and the same again with a key file."""

import stat
from pathlib import Path

import phonenumbers
import pytest

from callevents.model.errors import CallEventsError, UsageError
from callevents.report.redact.standins import FICTITIOUS, NOWHERE, Number, StandIns


def test_more_numbers_than_are_kept_for_fiction_still_get_one_each() -> None:
    stand_ins = StandIns()
    numbers = [Number("46", f"70{n:07d}") for n in range(2_000)]
    given = {number: stand_ins.number(number) for number in numbers}
    assert len(set(given.values())) == len(numbers)
    fictitious = [stand_in for stand_in in given.values() if stand_in.country == "46"]
    assert 250 < len(fictitious) <= 300
    assert {stand_in.country for stand_in in given.values()} == {"46", NOWHERE}
    assert all(stand_ins.number(number) == given[number] for number in numbers)


def test_no_country_has_the_code_of_the_stand_ins_for_all_others() -> None:
    assert int(NOWHERE) not in phonenumbers.COUNTRY_CODE_TO_REGION_CODE
    assert StandIns().number(Number("34", "912345678")).country == NOWHERE


def test_each_range_has_a_length_that_the_country_has() -> None:
    for country, patterns in FICTITIOUS.items():
        for pattern in patterns:
            assert phonenumbers.is_possible_number(phonenumbers.parse(f"+{country}{pattern.replace('#', '0')}"))


def test_a_key_file_gives_the_same_stand_ins_whatever_comes_first(tmp_path: Path) -> None:
    numbers = [Number("46", f"70{n:07d}") for n in range(500)]
    first = StandIns(tmp_path / "key")
    before = {number: first.number(number) for number in numbers}
    first.save()
    again = StandIns(tmp_path / "key")
    more = [again.number(Number("46", f"71{n:07d}")) for n in range(500)]
    assert {number: again.number(number) for number in reversed(numbers)} == before
    assert not set(more) & set(before.values())
    assert again.tag("name", "Ana") == first.tag("name", "Ana")
    assert again.uuid("x") == first.uuid("x")
    assert again.letters("x", 5) == first.letters("x", 5)


def test_a_key_file_is_made_for_its_owner_alone_and_holds_no_number(tmp_path: Path) -> None:
    file = tmp_path / "key"
    stand_ins = StandIns(file)
    stand_in = stand_ins.number(Number("1", "2065550143"))
    stand_ins.save()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "2065550143" not in file.read_text()
    assert stand_in.digits in file.read_text()


NO_KEYS = [b"", b"\n", b"short\n", b"\xff" * 64, b"0" * 64 + b"\nx y\n", b"{" * 40 + b"\n1\n"]


@pytest.mark.parametrize("content", NO_KEYS)
def test_a_file_that_is_no_key_file_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(content)
    with pytest.raises(UsageError, match="no key file"):
        StandIns(tmp_path / "key")


def test_a_key_file_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    with pytest.raises(CallEventsError, match="cannot be made"):
        StandIns(tmp_path / "none" / "key")


def test_without_a_key_file_every_run_has_its_own() -> None:
    assert StandIns().tag("name", "Ana") != StandIns().tag("name", "Ana")
