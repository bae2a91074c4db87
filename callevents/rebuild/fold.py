"""Adding events to what was seen: many at a time, column by column.

Every event of every log passes here, nearly all of them as typed values. What stands in `rebuild.fold_details` says the
same of events as the parser gives them, whose fields may hold anything.
"""

from array import array
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any

from callevents.model.event import CONVERSATION, KIND_OF_NAME, Kind, canonical_name
from callevents.read.audiostats import CHANNEL_OF_NAME
from callevents.read.decode import Events, TypedEvents
from callevents.rebuild import columns
from callevents.rebuild.add import Whose, add_call_type, add_messages, add_samples
from callevents.rebuild.columns import extend
from callevents.rebuild.fold_details import PARTIES, STARTS, fold_details
from callevents.rebuild.seen import NONE, PIECE_SHIFT, Seen

_WHOSE = attrgetter("detail.callId", "agent", "session")
_SAMPLE = attrgetter("stats", "packetsLost", "packetsCount", "jitterBufferMillis", "roundTripTimeMillis")
_MESSAGE = attrgetter("detail.callId", "detail.id", "detail.content", "detail.sender")


_AUDIO = frozenset({Kind.AUDIOSTATS})
_NOBODY = array("i", [NONE])


class _Kinds(dict[Any, int]):
    """The number of each event type, by its name as written or by the class of its typed values; looked into when it is
    met first."""

    def __init__(self, seen: Seen) -> None:
        super().__init__((name, int(kind)) for name, kind in KIND_OF_NAME.items())
        self._numbers = seen.kinds

    def __missing__(self, key: Any) -> int:
        name = key if type(key) is str else key.__struct_config__.tag
        number = self[key] = int(self._numbers[canonical_name(name)])
        return number


def fold(seen: Seen, piece: int, batches: Iterable[Events | TypedEvents]) -> None:
    """Add the events of a piece, which is a number of `seen.pieces`."""
    kinds_of, whose = _Kinds(seen), Whose(seen)
    table, place = seen.events, piece << PIECE_SHIFT
    numbers = columns.int32()
    try:
        for batch in batches:
            row = len(table.kind)
            extend(table.time, batch.times)
            extend(table.place, _moved(batch.lines, place))
            if isinstance(batch, TypedEvents):
                kinds = list(map(kinds_of.__getitem__, map(type, batch.events)))
                extend(numbers, list(map(whose.__getitem__, map(_WHOSE, batch.events))))
                extend(table.kind, kinds)
                _fold_typed(seen, row, kinds, batch.events)
            else:
                kinds = list(map(kinds_of.__getitem__, batch.names))
                extend(table.kind, kinds)
                ids = fold_details(seen, row, kinds, batch.details)
                extend(numbers, [whose[(call_id, *origin)] for call_id, origin in zip(ids, batch.origins, strict=True)])
    finally:
        whose.settle(numbers)


def _moved(lines: Sequence[int], place: int) -> Sequence[int]:
    if isinstance(lines, range):
        return range(lines.start + place, lines.stop + place)
    return [place + line for line in lines]


def _fold_typed(seen: Seen, row: int, kinds: Sequence[int], events: Sequence[Any]) -> None:
    parties, audio, said = (
        [n for n, kind in enumerate(kinds) if kind in some] for some in (PARTIES, _AUDIO, CONVERSATION)
    )
    first = len(seen.events.participant)
    seen.events.participant.extend(_NOBODY * len(kinds))
    for n in parties:
        detail = events[n].detail
        if detail.participant:
            seen.events.participant[first + n] = seen.texts[detail.participant]
        if kinds[n] in STARTS and detail.callType:
            add_call_type(seen, row + n, detail.callType)
    if audio:
        names, *values = zip(*[_SAMPLE(events[n].detail) for n in audio], strict=True)
        add_samples(seen, [row + n for n in audio], [CHANNEL_OF_NAME[name] for name in names], values)
    if said:
        calls, ids, contents, senders = zip(*[_MESSAGE(events[n]) for n in said], strict=True)
        add_messages(
            seen,
            [row + n for n in said],
            calls,
            [kinds[n] == Kind.TRANSCRIPT for n in said],
            ids=ids,
            texts=[content and content.text for content in contents],
            roles=[sender and sender.role for sender in senders],
            names=[sender and sender.displayName for sender in senders],
        )
