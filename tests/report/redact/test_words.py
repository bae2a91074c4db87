"""What becomes of a text, by what it holds and by choice."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callevents.model.settings import Redacting
from callevents.read.times import find_time
from callevents.report.redact.fields import Holds
from callevents.report.redact.numbers import Numbers
from callevents.report.redact.standins import StandIns
from callevents.report.redact.words import Words


def words(**choices: str) -> Words:
    stand_ins = StandIns()
    return Words(Redacting(**choices), Numbers("US", stand_ins), stand_ins)  # type: ignore[arg-type]


WORDS = words()


@given(st.text())
def test_a_masked_text_has_as_many_words_and_characters_that_split_it(text: str) -> None:
    masked = WORDS.change(Holds.TEXT, text)
    assert len(masked.split()) == len(text.split())
    assert WORDS.change(Holds.TEXT, text) == masked


def test_a_masked_text_keeps_no_letter_and_no_digit() -> None:
    text = "Héllo, I'm Ana (45) — שָׁלוֹם 日本語 naïve हिन्दी"
    masked = WORDS.mask(text)
    assert re.fullmatch(r"[b-z]{5}, [b-z]'[b-z] [b-z]{3} \(00\) — \w+ \w{3} \w{5} \w+", masked)
    assert not re.search(r"[aeiou\u0590-\u05ff\u0900-\u097f日本語éï]", masked)


def test_a_number_in_a_masked_text_is_the_stand_in_that_the_participant_gets() -> None:
    participant = WORDS.change(Holds.PARTICIPANT, "+12065550143")
    masked = WORDS.mask("call me at (206) 555-0143, or 1 206 555 0143")
    digits = re.sub(r"\D", "", masked)
    assert digits == participant[2:] + participant[1:]


@pytest.mark.parametrize(
    ("choice", "holds", "text"),
    [
        ({"text": "keep"}, Holds.TEXT, "Hello Ana, it is 45 $."),
        ({"names": "keep"}, Holds.NAME, "Ana Duarte"),
        ({"names": "keep"}, Holds.PARTICIPANT, "Billing Quick Connect"),
        ({"agents": "keep"}, Holds.AGENT, "ana.duarte"),
        ({"agents": "keep"}, Holds.SESSION, "ana.duarte#1"),
        ({"call_ids": "keep"}, Holds.ID, "ead04727-e388-4a02-ae25-3a64497baaa1"),
    ],
)
def test_what_is_to_be_kept_stays_and_is_replaced_otherwise(choice: dict[str, str], holds: Holds, text: str) -> None:
    other = {name: {"text": "mask"}.get(name, "map") for name in choice}
    assert words(**choice).change(holds, text) == text
    changed = words(**other).change(holds, text)
    assert changed != text
    assert not set(re.findall(r"[A-Za-z]{3,}", text)) & set(re.findall(r"[A-Za-z]{3,}", changed))


@pytest.mark.parametrize(
    ("choice", "holds"),
    [({"text": "keep"}, Holds.TEXT), ({"names": "keep"}, Holds.NAME), ({"names": "keep"}, Holds.PARTICIPANT),
     ({"agents": "keep"}, Holds.AGENT), ({"call_ids": "keep"}, Holds.ID)],
)  # fmt: skip
def test_a_number_is_replaced_in_what_is_kept(choice: dict[str, str], holds: Holds) -> None:
    kept = words(**choice).change(holds, "sip:+12065550143@host")
    assert re.fullmatch(r"sip:\+1\d{3}55501\d\d@host", kept)
    assert "2065550143" not in kept


def test_a_dropped_text_is_empty() -> None:
    assert words(text="drop").change(Holds.TEXT, "Hello") == ""


def test_a_mapped_uuid_is_a_uuid_and_other_ids_are_told_apart() -> None:
    mapped = words(call_ids="map")
    assert re.fullmatch(
        r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}",
        mapped.change(Holds.ID, "ead04727-e388-4a02-ae25-3a64497baaa1"),
    )
    assert len({mapped.change(Holds.ID, f"call {n}") for n in range(1000)}) == 1000


@given(st.text() | st.from_regex(r"[a-zé ]{0,3}(2026-03-02[T ]09:1\d:07(\.\d{3})?Z?|1[0-9]{9}([0-9]{3})?)\W\w*"))
def test_the_text_before_an_event_keeps_its_time(prefix: str) -> None:
    changed = WORDS.change(Holds.EVENT, prefix)
    assert find_time(changed) == find_time(prefix)
    assert any(map(str.isalnum, changed)) == any(map(str.isalnum, prefix))


def test_the_text_before_an_event_keeps_levels_and_names_of_events_and_nothing_else() -> None:
    prefix = "2026-03-02 09:14:07,120 +0100 [WARN] onTelephonyEvent CALL_STARTED of Zelda from 206-555-0143: "
    changed = WORDS.change(Holds.EVENT, prefix)
    kept = "2026-03-02 09:14:07,120 +0100 [WARN] onTelephonyEvent CALL_STARTED "
    assert changed.startswith(kept)
    assert re.fullmatch(r"[b-z]{2} [b-z]{5} [b-z]{4} 000-000-0000: ", changed.removeprefix(kept))


def test_a_participant_that_is_no_number_becomes_a_name() -> None:
    for party in ("Billing Quick Connect", "sip:ana@host", "4021", "Desk 206-555-0143"):
        assert re.fullmatch(r"name-[0-9a-f]{12}", WORDS.change(Holds.PARTICIPANT, party))
