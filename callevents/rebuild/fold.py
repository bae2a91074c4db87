"""Adding events to what was seen: many at a time, column by column.

Every event of every log passes here, nearly all of them as typed values. What stands in `rebuild.fold_details` says the
same of events as the parser gives them, whose fields may hold anything.
"""

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any

from callevents.model.event import CONVERSATION, KIND_OF_NAME, PARTIES, STARTS, Kind, canonical_name
from callevents.read.audiostats import CHANNEL_OF_NAME, VALUES
from callevents.read.decode import TypedEvents
from callevents.read.plain import Events
from callevents.read.typed import AUDIO, MESSAGE, TypedDetail, typed_columns, typed_elements
from callevents.rebuild.add import Whose, add_call_type, add_messages, add_samples, note_no_samples
from callevents.rebuild.columns import Column
from callevents.rebuild.fold_details import fold_details
from callevents.rebuild.seen import NONE, Seen

_CALL_ID = attrgetter("callId")
_AUDIO = int(Kind.AUDIOSTATS)
_SAID = frozenset(map(int, CONVERSATION))
_PARTIES = frozenset(map(int, PARTIES))


class _Kinds(dict[Any, int]):
    """The number of each event type, by its name as written or by the class of its typed details; looked into when
    it is met first."""

    def __init__(self, seen: Seen) -> None:
        super().__init__((name, int(kind)) for name, kind in KIND_OF_NAME.items())
        self._numbers = seen.kinds

    def __missing__(self, key: Any) -> int:
        name = key if type(key) is str else key.event_type
        number = self[key] = int(self._numbers[canonical_name(name)])
        return number


def fold(seen: Seen, piece: int, batches: Iterable[Events | TypedEvents]) -> None:
    """Add the events of a piece, which is a number of `seen.pieces`."""
    kinds_of, whose = _Kinds(seen), Whose(seen)
    table, numbers = seen.events, Column("i")
    try:
        for batch in batches:
            row = len(table.kind)
            table.time.extend(batch.times)
            table.line.extend(batch.lines)
            table.piece.extend([piece] * len(batch.lines))
            if isinstance(batch, TypedEvents):
                kinds = list(map(kinds_of.__getitem__, map(type, batch.details)))
                keys = zip(map(_CALL_ID, batch.details), batch.agents, batch.sessions, strict=True)
                numbers.extend(list(map(whose.__getitem__, keys)))
                table.kind.extend(kinds)
                _fold_typed(seen, row, kinds, batch.details)
            else:
                kinds = list(map(kinds_of.__getitem__, batch.names))
                table.kind.extend(kinds)
                ids = fold_details(seen, row, kinds, batch.details)
                numbers.extend([whose[(call_id, *origin)] for call_id, origin in zip(ids, batch.origins, strict=True)])
    finally:
        whose.settle(numbers)


def _fold_typed(seen: Seen, row: int, kinds: Sequence[int], details: Sequence[TypedDetail]) -> None:
    audio = [n for n, kind in enumerate(kinds) if kind == _AUDIO]
    said = [n for n, kind in enumerate(kinds) if kind in _SAID]
    parties = [NONE] * len(kinds)
    for n, kind in enumerate(kinds):
        if kind in _PARTIES:
            detail = details[n]
            if detail.participant:
                parties[n] = seen.texts[detail.participant]
            if kind in STARTS and detail.callType:
                add_call_type(seen, row + n, detail.callType)
    seen.events.participant.extend(parties)
    if audio:
        names, *values = typed_columns([details[n] for n in audio])[AUDIO]
        rows = [row + n for n in audio]
        if list in set(map(type, names)):
            _fold_lists(seen, rows, [details[n] for n in audio])
        else:
            add_samples(seen, rows, list(map(CHANNEL_OF_NAME.__getitem__, names)), values)
    if said:
        messages = [details[n] for n in said]
        ids, contents, senders = typed_columns(messages)[MESSAGE]
        add_messages(
            seen,
            [row + n for n in said],
            list(map(_CALL_ID, messages)),
            ids=ids,
            texts=[content and content.text for content in contents],
            roles=[sender and sender.role for sender in senders],
            names=[sender and sender.displayName for sender in senders],
        )


def _fold_lists(seen: Seen, rows: Sequence[int], details: Sequence[TypedDetail]) -> None:
    """Note the samples of audiostats events of which some hold lists of them."""
    found = [(row, *element) for row, detail in zip(rows, details, strict=True) for element in typed_elements(detail)]
    note_no_samples(seen, rows, (row for row, _, _ in found))
    values = [[getattr(sample, name) for _, _, sample in found] for name in VALUES]
    add_samples(seen, [row for row, _, _ in found], [channel for _, channel, _ in found], values)
