"""The sample logs are what the code that invents them makes, and show what they promise."""

import gzip
import json
from collections import Counter

import pytest

from logs.samples import FILES, FOLDER, no_times, shift, stories_file
from logs.stories import STORIES
from logs.troubled import BAD_LINES, troubled


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return {name: make() for name, make in FILES.items()}


def unpacked(data: bytes) -> bytes:
    # Compared unpacked: other releases of zlib pack the same data in other bytes.
    return gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data


@pytest.mark.parametrize("name", FILES)
def test_a_sample_can_be_made_again(name: str, made: dict[str, bytes]) -> None:
    assert unpacked(made[name]) == unpacked((FOLDER / name).read_bytes())


def test_the_folder_holds_no_other_log() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {*FILES, "README.md"}


def test_a_packed_sample_carries_no_time_and_no_name(made: dict[str, bytes]) -> None:
    assert made["shift.ndjson.gz"][3:8] == bytes(5)


def test_the_stories_have_every_type_of_event() -> None:
    events = [json.loads(line) for line in stories_file().splitlines()]
    assert len({event["type"] for event in events}) == 19
    assert len({event["detail"]["callId"] for event in events}) == len(STORIES)


def test_no_call_is_in_two_samples(made: dict[str, bytes]) -> None:
    found: Counter[str] = Counter()
    for name, data in made.items():
        ids = set()
        for line in unpacked(data).splitlines():
            try:
                ids.add(json.loads(line)["detail"]["callId"])
            except (ValueError, TypeError, KeyError):
                assert name == "troubled.ndjson"
        found.update(ids)
    assert found
    assert max(found.values()) == 1


def test_the_shift_is_worse_while_its_network_is_in_trouble() -> None:
    log = shift()
    assert len(log.truth) == 300
    lost: Counter[bool] = Counter()
    sent: Counter[bool] = Counter()
    for call in log.calls.values():
        if call.agent not in ("ben.okafor", "elena.petrova", "grace.lin", "jonas.weber"):
            continue
        for tick in call.ticks:
            minute = tick.at // 60_000 % (24 * 60)
            in_trouble = 14 * 60 + 10 <= minute < 14 * 60 + 55
            lost[in_trouble] += sum(sample.lost for sample in tick.samples)
            sent[in_trouble] += sum(sample.count for sample in tick.samples)
    assert lost[True] / sent[True] > 0.05 > 3 * lost[False] / sent[False]


def test_the_log_without_times_has_the_documented_shape_only() -> None:
    assert all(json.loads(line).keys() == {"type", "detail"} for line in no_times().lines)


def test_the_troubled_log_shows_every_kind_of_trouble() -> None:
    lines = troubled()
    blank = sum(not line.strip() for line in lines)
    assert blank == sum(not line.strip() for _, line in BAD_LINES)
    assert all(line in lines for _, line in BAD_LINES)
    data = b"\n".join(lines)
    for piece in (
        b"\\u001b[31m",
        b"[red]",
        b"headsetdisconnected",
        b'"many"',
        b"NaN",
        b"\xe9",
        b"</script>",
        b"=HYPER",
    ):
        assert piece in data
    details = [line.partition(b'"detail":')[2] for line in lines]
    copies = sum(count > 1 for detail, count in Counter(details).items() if detail)
    assert copies >= 5
