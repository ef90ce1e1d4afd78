"""What can happen to a case, in the past tense. Stored as events; read by timeline, live view, handlers and radar."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from kulanz.events.catalogue import Face, event


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """Something that happened to one case."""

    case_id: int


@event("message-received", shown_to={Face.PORTAL})
@dataclass(frozen=True, slots=True)
class MessageReceived(CaseEvent):
    """A customer's message is in the case; ``opened`` says whether it began it, ``reopened`` whether it came back."""

    message_id: int
    opened: bool = False
    reopened: bool = False
    automatic: bool = False


@event("message-reread")
@dataclass(frozen=True, slots=True)
class MessageReread(CaseEvent):
    """A letter that had been read in part was read anew: its words may have changed."""

    message_id: int


@event("message-noted")
@dataclass(frozen=True, slots=True)
class MessageNoted(CaseEvent):
    """The house noticed something about a letter that had come before."""

    message_id: int


@event("case-opened", shown_to={Face.DESK, Face.PORTAL})
@dataclass(frozen=True, slots=True)
class CaseOpened(CaseEvent):
    """A person of ours opened a case by hand."""


@event("reply-written", shown_to={Face.PORTAL}, of_letter=True)
@dataclass(frozen=True, slots=True)
class ReplyWritten(CaseEvent):
    """An answer to the customer was written. It goes out when its time to be taken back is over."""

    message_id: int
    waits: bool = False
    proposes_solution: bool = False


@event("reply-withdrawn")
@dataclass(frozen=True, slots=True)
class ReplyWithdrawn(CaseEvent):
    """An answer was taken back before it went out."""

    message_id: int


@event("reply-sent")
@dataclass(frozen=True, slots=True)
class ReplySent(CaseEvent):
    """An answer left the house."""

    message_id: int


@event("aside-written")
@dataclass(frozen=True, slots=True)
class AsideWritten(CaseEvent):
    """A person of ours wrote past this house about the case; nobody knows whether a customer got it."""

    message_id: int


@event("delivery-failed", shown_to={Face.DESK})
@dataclass(frozen=True, slots=True)
class DeliveryFailed(CaseEvent):
    """An answer did not reach somebody; ``reason`` in plain words, ``final`` where trying again cannot help.

    ``who`` names those whom it did not reach where others got it.
    """

    message_id: int
    reason: str
    final: bool
    who: list[str] = field(default_factory=list)


@event("delivery-confirmed", shown_to={Face.DESK})
@dataclass(frozen=True, slots=True)
class DeliveryConfirmed(CaseEvent):
    """A mail server told that an answer arrived which had been late or taken for lost; ``who`` as above."""

    message_id: int
    who: list[str] = field(default_factory=list)


@event("note-written")
@dataclass(frozen=True, slots=True)
class NoteWritten(CaseEvent):
    """A note for us alone."""

    note_id: int


@event("case-assigned", shown_to={Face.DESK, Face.PORTAL})
@dataclass(frozen=True, slots=True)
class CaseAssigned(CaseEvent):
    """A person or team became accountable; ``shown_name`` is what customers read.

    ``undone`` says that it is with whom it was before, because the last hand-over was undone at once.
    """

    user_id: int | None
    user_name: str
    team_id: int | None
    team_name: str
    shown_name: str = ""
    undone: bool = False


@event("waiting-began", shown_to={Face.DESK})
@dataclass(frozen=True, slots=True)
class WaitingBegan(CaseEvent):
    """The case waits for somebody else; ``whom`` is "customer" or "others", ``until`` a day in ISO 8601 or empty."""

    whom: str
    reason: str
    until: str = ""


@event("waiting-ended", shown_to={Face.DESK})
@dataclass(frozen=True, slots=True)
class WaitingEnded(CaseEvent):
    """The case no longer waits; ``undone`` says that its author took the waiting back at once."""

    undone: bool = False


@event("solution-confirmed", shown_to={Face.DESK, Face.PORTAL})
@dataclass(frozen=True, slots=True)
class SolutionConfirmed(CaseEvent):
    """The customer said that it is solved; ``via`` is "page" or "mail"."""

    confirmation_id: int
    via: str


@event("solution-declined", shown_to={Face.DESK, Face.PORTAL})
@dataclass(frozen=True, slots=True)
class SolutionDeclined(CaseEvent):
    """The customer said that it is not solved yet."""

    words: str


@event("case-lapsed", shown_to={Face.DESK, Face.PORTAL})
@dataclass(frozen=True, slots=True)
class CaseLapsed(CaseEvent):
    """The case ended without a word from the customer."""


@event("case-ended", shown_to={Face.DESK, Face.PORTAL})
@dataclass(frozen=True, slots=True)
class CaseEnded(CaseEvent):
    """The case ended without a letter; ``reason`` is one of ``rules.EndingReason``.

    ``of_number`` is the case of which it is a duplicate, ``blocked`` the address that was blocked with it. ``undone``
    says that its author took that back at once.
    """

    reason: str
    of_number: str = ""
    blocked: str = ""
    undone: bool = False


@event("case-reopened", shown_to={Face.DESK, Face.PORTAL})
@dataclass(frozen=True, slots=True)
class CaseReopened(CaseEvent):
    """A person of ours took an ended case up again."""


@event("case-changed", shown_to={Face.DESK})
@dataclass(frozen=True, slots=True)
class CaseChanged(CaseEvent):
    """A detail changed: ``what`` is "priority", "goal", "story", "subject" or "customer"."""

    what: str
    before: str
    after: str


@event("case-tagged", shown_to={Face.DESK})
@dataclass(frozen=True, slots=True)
class CaseTagged(CaseEvent):
    """Tags were put on or taken off."""

    added: list[str]
    removed: list[str]


@event("case-merged", shown_to={Face.DESK})
@dataclass(frozen=True, slots=True)
class CaseMerged(CaseEvent):
    """Another case goes on in this one; ``undone`` says that the two are apart again."""

    from_case_id: int
    from_number: str
    undone: bool = False


@event("case-related", shown_to={Face.DESK})
@dataclass(frozen=True, slots=True)
class CaseRelated(CaseEvent):
    """The case belongs to another one, ``kind`` is one of ``rules.RelationKind``; ``undone``: it does no more."""

    other_id: int
    other_number: str
    kind: str
    undone: bool = False


@event("belonging-denied", shown_to={Face.AUDIT})
@dataclass(frozen=True, slots=True)
class BelongingDenied(CaseEvent):
    """Somebody said that another case does not belong to this one; ``undone``: it may be asked again."""

    other_id: int
    other_number: str
    undone: bool = False


@event("message-moved", shown_to={Face.DESK})
@dataclass(frozen=True, slots=True)
class MessageMoved(CaseEvent):
    """A message went to another case, because it belongs there: ``message_ids`` are all that went with it.

    ``is_split``: the case was made for them. ``before`` is what undoing gives back; ``undone`` says that it did.
    """

    message_id: int
    from_case_id: int
    from_number: str = ""
    message_ids: list[int] = field(default_factory=list)
    is_split: bool = False
    before: dict[str, Any] = field(default_factory=dict)
    undone: bool = False


@event("link-created", shown_to={Face.AUDIT})
@dataclass(frozen=True, slots=True)
class LinkCreated(CaseEvent):
    """A signed link to the case page was made for the customer."""

    link_id: int


@event("link-revoked", shown_to={Face.AUDIT})
@dataclass(frozen=True, slots=True)
class LinkRevoked(CaseEvent):
    """A signed link no longer opens the case page."""

    link_id: int
