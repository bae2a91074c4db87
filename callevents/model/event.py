"""The event types of the toolkit API, and what they have in common. `read.typed` says which of their fields are read.

Source: Salesforce Voice Developer Guide, "LWC Toolkit API telephony events".
"""

from enum import IntEnum

from msgspec import Struct


class Kind(IntEnum):
    """The known event types by number. `Kind.name.lower()` is the canonical name.

    The numbers are columns' values while a log is read; they are never written to an output.
    Types that are not listed here get the numbers from `len(Kind)` on, in the order they are met.
    """

    CALLSTARTED = 0
    CALLCONNECTED = 1
    CALLENDED = 2
    WRAPUPENDED = 3
    HOLD = 4
    RESUME = 5
    MUTE = 6
    UNMUTE = 7
    PARTICIPANTADDED = 8
    PARTICIPANTREMOVED = 9
    CONFERENCE = 10
    SWAP = 11
    PAUSERECORDING = 12
    RESUMERECORDING = 13
    AUDIOSTATS = 14
    TRANSCRIPT = 15
    NOTE = 16
    FLAGRAISE = 17
    FLAGLOWER = 18
    INTELLIGENCESIGNAL = 19


class EventType(Struct, frozen=True):
    """One event type: its kind, and when it is sent."""

    kind: Kind
    sent_when: str

    @property
    def name(self) -> str:
        """The canonical name, as in the LWC toolkit: `callstarted`."""
        return self.kind.name.lower()


EVENT_TYPES: tuple[EventType, ...] = (
    EventType(Kind.CALLSTARTED, "the call starts"),
    EventType(Kind.CALLCONNECTED, "the call connects"),
    EventType(Kind.CALLENDED, "the call ends"),
    EventType(Kind.WRAPUPENDED, "the rep leaves after-call work"),
    EventType(Kind.HOLD, "a participant is put on hold"),
    EventType(Kind.RESUME, "a participant comes back from hold"),
    EventType(Kind.MUTE, "the rep mutes"),
    EventType(Kind.UNMUTE, "the rep unmutes"),
    EventType(Kind.PARTICIPANTADDED, "a participant joins"),
    EventType(Kind.PARTICIPANTREMOVED, "a participant leaves"),
    EventType(Kind.CONFERENCE, "all participants of a three-way call are taken off hold"),
    EventType(Kind.SWAP, "the hold status of a three-way call's participants is swapped"),
    EventType(Kind.PAUSERECORDING, "the rep pauses the recording"),
    EventType(Kind.RESUMERECORDING, "the rep resumes the recording"),
    EventType(Kind.AUDIOSTATS, "about every 30 s during a call"),
    EventType(Kind.TRANSCRIPT, "a new utterance is received"),
    EventType(Kind.NOTE, "a rep or supervisor sends a message without a flag"),
    EventType(Kind.FLAGRAISE, "a rep asks a supervisor for help"),
    EventType(Kind.FLAGLOWER, "the flag is taken down"),
    EventType(Kind.INTELLIGENCESIGNAL, "Aura only: an intelligence signal; it has no effect on the call"),
)

KIND_OF_NAME: dict[str, Kind] = {event_type.name: event_type.kind for event_type in EVENT_TYPES}


LIFECYCLE: frozenset[Kind] = frozenset(kind for kind in Kind if kind <= Kind.RESUMERECORDING)
NEED_TIME: frozenset[Kind] = LIFECYCLE | {Kind.AUDIOSTATS}
"""Only the envelope tells their time."""
CONVERSATION: frozenset[Kind] = frozenset({Kind.TRANSCRIPT, Kind.NOTE, Kind.FLAGRAISE, Kind.FLAGLOWER})
STARTS: frozenset[Kind] = frozenset({Kind.CALLSTARTED, Kind.CALLCONNECTED})
"""They name the type of their call."""
PARTIES: frozenset[Kind] = STARTS | {Kind.HOLD, Kind.RESUME, Kind.PARTICIPANTADDED, Kind.PARTICIPANTREMOVED}
"""They name a participant."""
CHANNELS: tuple[str, str] = ("input", "output")


def canonical_name(name: str) -> str:
    """Give the canonical spelling of an event type: `CALL_STARTED` is `callstarted`.

    A name that is not of a known type is returned as it stands.
    """
    folded = name.replace("_", "").lower()
    return folded if folded in KIND_OF_NAME else name
