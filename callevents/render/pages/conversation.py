"""The conversation of a call, with the marks of its lifecycle and of poor audio between the utterances."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from callevents.model.detail import CallDetail, Interval, Mark, Message
from callevents.model.event import CHANNELS
from callevents.render.page import Block, Column, Heading, Run, Table, Tone, Words, aside, text_of
from callevents.render.pages.figures import speaker
from callevents.render.strips import METRICS, Metric
from callevents.render.troubles import Trouble, troubles
from callevents.render.words import LIFECYCLE_WORDS, UNKNOWN, counted, duration, offset, role_name

NARROW = 60
"""On fewer cells than these, who speaks stands before the words and not beside them."""

_KINDS = {"note": "note: ", "flagraise": "flag raised: ", "flaglower": "flag lowered"}

Since = Callable[[int | None], int | None]


def conversation(document: CallDetail, since: Since, width: int | None) -> Iterator[Block]:
    """Show who said what, in order; `since` gives the offset of a time, width is in cells (None: as wide as need
    be)."""
    if not document.timeline:
        return
    yield Heading("Conversation")
    rows = [
        (Run(offset(since(time)), Tone.DIM), who, said)
        for time, who, said in _with_troubles(document, list(troubles(document)))
    ]
    at = Column("At", right=True)
    if width is None or width >= NARROW:
        columns: tuple[Column, ...] = (at, Column("Who", wraps=True), Column("Said", wraps=True))
        yield Table(columns, rows, headless=True)
    else:
        inline = [(time, f"{text_of(who)}: {text_of(said)}" if text_of(who) else said) for time, who, said in rows]
        yield Table((at, Column("Said", wraps=True)), inline, headless=True)
    yield from _shares(document)


def _with_troubles(document: CallDetail, waiting: list[Trouble]) -> Iterator[tuple[int | None, Words, Words]]:
    places = document.places.timeline if document.places else ()
    by_place = dict(enumerate(places))
    for index, one in enumerate(document.timeline):
        while waiting and _comes_before(waiting[0], one, by_place.get(index)):
            yield _trouble(waiting.pop(0), document)
        if isinstance(one, Mark):
            said = f"{LIFECYCLE_WORDS.get(one.kind, one.kind)} {one.participant or ''}".rstrip(": ")
            yield one.time, "", Run(f"– {said}", Tone.DIM)
        else:
            yield one.time, speaker(one.role, one.name), _said(one)
    for trouble in waiting:
        yield _trouble(trouble, document)


def _comes_before(trouble: Trouble, one: Mark | Message, place: int | None) -> bool:
    at = one.time if trouble.timed else place
    return at is not None and trouble.start < at


def _said(message: Message) -> Words:
    lead = _KINDS.get(message.kind, "")
    text = message.text or ("" if message.kind == "flaglower" else UNKNOWN)
    return Run(lead + text, Tone.FAIR) if message.kind.startswith("flag") else lead + text


def _trouble(trouble: Trouble, document: CallDetail) -> tuple[int | None, Words, Words]:
    """Say where audio is poor, for how long, and by what."""
    channels = [channel for channel in CHANNELS if any(one.channel == channel for one in trouble.samples)]
    length = duration(trouble.end - trouble.start) if trouble.timed else counted(len(trouble.samples), "sample")
    text = f"! {'no' if trouble.silent else 'poor'} audio on {' and '.join(channels)} for {length}"
    if not trouble.silent:
        worst = (_worst(metric, trouble.samples, document) for metric in METRICS)
        text += f": {', '.join(filter(None, worst))}"
    return trouble.start if trouble.timed else None, "", Run(text, Tone.POOR)


def _worst(metric: Metric, samples: Sequence[Interval], document: CallDetail) -> str | None:
    """Say the worst value of a metric, if it is poor."""
    good, poor = document.assumptions.thresholds[metric.threshold]
    known = [(metric.judged(one), metric.value(one)) for one in samples]
    falling = good > poor
    bad = [
        value
        for judged, value in known
        if judged is not None and value is not None and (judged < poor if falling else judged >= poor)
    ]
    if not bad:
        return None
    text = metric.text(min(bad) if falling else max(bad))
    return f"{metric.name} {'down' if falling else 'up'} to {text} {metric.unit}".rstrip()


def _shares(document: CallDetail) -> Iterator[Block]:
    spoken = Counter(role_name(one.role) for one in document.conversation if one.kind == "transcript")
    words: Counter[str] = Counter()
    for role, count in document.call.words_by_role.items():
        words[role_name(role)] += count
    total = words.total()
    if total:
        shares = (
            f"{role} {counted(spoken[role], 'utterance')}, {counted(count, 'word')} ({100 * count / total:.0f} %)"
            for role, count in words.items()
        )
        yield aside("; ".join(shares))
