"""The audio samples of an audiostats event, in every shape met in real logs."""

import re
from collections.abc import Iterator
from typing import Any

CHANNEL_OF_NAME: dict[str, int] = {"inputChannelStats": 0, "outputChannelStats": 1, "ouputChannelStats": 1}
"""The channel's number by its name in the event; an old release of Salesforce's library misspells the second."""

VALUES = ("packetsLost", "packetsCount", "jitterBufferMillis", "roundTripTimeMillis")
"""The names of a sample's values."""

WHOLE_AS_TEXT = re.compile(r"\s*[+-]?[0-9]{1,24}\s*", re.ASCII)
"""An integer that is written as text, and read as the integer."""

Element = tuple[str, Any]
"""The name of a channel and the object that holds its values."""


def elements(detail: dict[str, Any]) -> Iterator[Element]:
    """Give the elements of an audiostats event in their order.

    The shapes: flat (`stats` is the channel's name, the values lie beside it), nested (`stats` is a list of objects
    with one or both channels) and nested one deeper (`audioStats` holds the `stats`). What is none of them
    gives no element. The channels of one object have no order of their own: theirs is that of CHANNEL_OF_NAME.

    What stands in the place of an element, or of a channel's values, and is no object, is given as it stands; a channel
    may be null.
    """
    stats = detail.get("stats")
    if type(stats) is str:
        if stats in CHANNEL_OF_NAME:
            yield stats, detail
        return
    if stats is None and type(detail.get("audioStats")) is dict:
        stats = detail["audioStats"].get("stats")
    for element in stats if type(stats) is list else [stats]:
        if type(element) is dict:
            for name in CHANNEL_OF_NAME:
                if (values := element.get(name)) is not None:
                    yield name, values
        elif element is not stats:
            yield "an element of stats", element


def call_id_inside(detail: dict[str, Any]) -> Any:
    """Give the call id that the deeper nested shape holds within `audioStats`, or None."""
    inside = detail.get("audioStats")
    return inside.get("callId") if type(inside) is dict else None
