import csv
import math
from pathlib import Path

import numpy as np
import pytest

from callevents.quality.codecs import CODECS, Codec
from callevents.quality.emodel import delay_impairment, loss_impairment, mos, one_way_delay_ms, r_factor

with (Path(__file__).parent / "emodel_vectors.csv").open(newline="") as file:
    VECTORS = [row for row in csv.DictReader(file) if row["model"].startswith("g107_default/")]

# Table B.1 prints 4.03 where its own formula gives 4.024: exactly at the tolerance.
TOLERANCE = 0.006 + 1e-9
LOSSES = (1, 3, 5, 10)


def test_all_vectors_are_there() -> None:
    assert len(VECTORS) == 120


def test_r_and_mos_are_those_of_the_published_vectors() -> None:
    for row in VECTORS:
        codec = Codec(row["model"], float(row["Ie"]), float(row["Bpl"]))
        delay, loss = float(row["Ta_ms"]), float(row["loss_pct"])
        assert delay_impairment(delay) == pytest.approx(float(row["Id"]), abs=TOLERANCE), row
        effective = loss_impairment(loss, codec, float(row["BurstR"]))
        assert effective == pytest.approx(float(row["Ie_eff"]), abs=TOLERANCE), row
        r = r_factor(loss, delay, codec)
        assert r == pytest.approx(min(100, max(0, float(row["R"]))), abs=TOLERANCE), row
        assert mos(r) == pytest.approx(float(row["MOS"]), abs=TOLERANCE), row


@pytest.mark.parametrize(
    ("name", "model"),
    [("g711-plc", "g107_default/g711_PLC"), ("g711", "g107_default/g711_noPLC"), ("g729a", "g107_default/g729a_vad")],
)
def test_the_codecs_are_those_of_the_published_vectors(name: str, model: str) -> None:
    published = {(float(row["Ie"]), float(row["Bpl"])) for row in VECTORS if row["model"] == model}
    assert {(CODECS[name].ie, CODECS[name].bpl)} == published


def test_arrays_give_what_numbers_give() -> None:
    losses, delays = np.array([0, 1.5, 20]), np.array([50, 177.3, math.nan])
    for place, r in enumerate(r_factor(losses, delays, CODECS["g711"])):
        assert r == r_factor(losses[place], delays[place], CODECS["g711"])


@pytest.mark.parametrize(("r", "expected"), [(90, 4.34), (80, 4.03), (70, 3.60), (60, 3.10), (50, 2.58)])
def test_mos_of_r_is_that_of_table_b_1(r: float, expected: float) -> None:
    assert mos(r) == pytest.approx(expected, abs=TOLERANCE)


@pytest.mark.parametrize(("r", "expected"), [(-5, 1), (0, 1), (3, 1), (100, 4.5), (120, 4.5)])
def test_mos_stays_between_1_and_4_5(r: float, expected: float) -> None:
    assert mos(r) == expected


def test_mos_never_falls_while_r_rises() -> None:
    assert (np.diff(mos(np.linspace(-10, 110, 2401))) >= 0).all()


@pytest.mark.parametrize(("delay", "expected"), [(150, 4.406), (200, 4.343), (300, 3.964), (400, 3.556)])
def test_delay_alone_lowers_mos(delay: float, expected: float) -> None:
    assert mos(r_factor(0, delay, CODECS["g711-plc"])) == pytest.approx(expected, abs=TOLERANCE)


@pytest.mark.parametrize(
    ("codec", "expected"),
    [
        ("g711-plc", (4.328, 4.134, 3.923, 3.411)),
        ("g711", (3.834, 2.794, 2.169, 1.481)),
        ("g729a", (3.946, 3.632, 3.340, 2.745)),
    ],
)
def test_loss_alone_lowers_mos(codec: str, expected: tuple[float, ...]) -> None:
    assert mos(r_factor(LOSSES, 0, CODECS[codec])).tolist() == pytest.approx(expected, abs=TOLERANCE)


def test_delay_is_half_the_round_trip_the_jitter_buffer_and_a_packet() -> None:
    assert one_way_delay_ms(200, 30) == 150
    assert one_way_delay_ms(200, math.nan) == 120
    assert np.isnan(one_way_delay_ms(math.nan, 30))


def test_without_a_known_delay_r_is_that_of_listening() -> None:
    assert r_factor(2, math.nan, CODECS["g711"]) == r_factor(2, 0, CODECS["g711"])


def test_without_a_known_loss_there_is_neither_r_nor_mos() -> None:
    assert np.isnan(mos(r_factor(math.nan, 100, CODECS["g711"])))
