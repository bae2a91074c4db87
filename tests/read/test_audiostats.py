from typing import Any

import pytest

from callevents.read.audiostats import CHANNEL_OF_NAME, call_id_inside, elements

IN = {"packetsCount": 1500, "packetsLost": 3, "jitterBufferMillis": 12, "roundTripTimeMillis": 0, "statsCount": 30}
OUT = {"packetsCount": "1498", "packetsLost": "-2", "jitterBufferMillis": None, "roundTripTimeMillis": 88}
BOTH = {"inputChannelStats": IN, "outputChannelStats": OUT}


def told(detail: dict[str, Any]) -> list[tuple[int, dict[str, Any]]]:
    return [(CHANNEL_OF_NAME[name], values) for name, values in elements(detail) if type(values) is dict]


@pytest.mark.parametrize(("name", "channel"), [("inputChannelStats", 0), ("outputChannelStats", 1)])
def test_flat_the_values_lie_beside_the_channels_name(name: str, channel: int) -> None:
    detail = {"callId": "c", "stats": name, **OUT}
    assert told(detail) == [(channel, detail)]


def test_nested_each_element_holds_one_channel_or_both() -> None:
    stats = [BOTH, {"inputChannelStats": IN}, {"outputChannelStats": OUT}]
    assert told({"callId": "c", "stats": stats}) == [(0, IN), (1, OUT), (0, IN), (1, OUT)]


def test_nested_the_channels_of_an_element_have_no_order_of_their_own() -> None:
    assert told({"stats": [dict(reversed(BOTH.items()))]}) == told({"stats": [BOTH]})


def test_nested_thirty_elements_keep_their_order() -> None:
    stats = [{"inputChannelStats": IN | {"packetsLost": number}} for number in range(30)]
    assert [values["packetsLost"] for _, values in told({"stats": stats})] == list(range(30))


@pytest.mark.parametrize("beside", [{}, {"callId": "c"}])
def test_nested_one_deeper_the_call_id_may_lie_beside_it_or_inside(beside: dict[str, Any]) -> None:
    inside = {"audioStats": {"stats": [BOTH], "callId": "inside"}}
    assert told(beside | inside) == [(0, IN), (1, OUT)]
    assert call_id_inside(beside | inside) == "inside"


@pytest.mark.parametrize("inside", [None, [], "c", {}, {"callId": None}])
def test_without_a_call_id_inside_there_is_none(inside: Any) -> None:
    assert call_id_inside({"audioStats": inside}) is None
    assert call_id_inside({}) is None


def test_the_misspelt_channel_of_an_old_release_is_output_in_every_shape() -> None:
    assert CHANNEL_OF_NAME["ouputChannelStats"] == CHANNEL_OF_NAME["outputChannelStats"]
    misspelt = {"inputChannelStats": IN, "ouputChannelStats": OUT}
    assert told({"stats": "ouputChannelStats", **OUT})[0][0] == 1
    assert told({"stats": [misspelt]}) == [(0, IN), (1, OUT)]
    assert told({"audioStats": {"stats": [misspelt]}}) == [(0, IN), (1, OUT)]


def test_one_element_may_stand_without_its_list() -> None:
    assert told({"stats": BOTH}) == [(0, IN), (1, OUT)]
    assert told({"audioStats": {"stats": BOTH}}) == [(0, IN), (1, OUT)]


@pytest.mark.parametrize(
    "detail",
    [
        {},
        {"stats": None},
        {"stats": "videoStats", **IN},
        {"stats": ""},
        {"stats": 7},
        {"stats": True},
        {"stats": []},
        {"stats": {}},
        {"stats": [None, 7, "inputChannelStats", [BOTH]]},
        {"stats": [{"inputChannelStats": None, "outputChannelStats": 7}]},
        {"stats": [{"inputchannelstats": IN}]},
        {"audioStats": None},
        {"audioStats": [BOTH]},
        {"audioStats": {}},
        {"audioStats": {"stats": None}},
    ],
)
def test_what_is_none_of_the_shapes_gives_no_element(detail: dict[str, Any]) -> None:
    assert told(detail) == []


def test_a_bad_element_does_not_cost_its_neighbours() -> None:
    stats = [None, BOTH, {"inputChannelStats": "x", "outputChannelStats": OUT}, 7]
    assert told({"stats": stats}) == [(0, IN), (1, OUT), (1, OUT)]


def test_what_stands_in_the_place_of_an_element_or_of_its_values_is_given_as_it_stands() -> None:
    stats = [None, BOTH, {"inputChannelStats": "x", "outputChannelStats": None}, 7]
    given = [(name, values) for name, values in elements({"stats": stats}) if type(values) is not dict]
    assert given == [("an element of stats", None), ("inputChannelStats", "x"), ("an element of stats", 7)]
    assert list(elements({"stats": 7})) == list(elements({"stats": None})) == []
