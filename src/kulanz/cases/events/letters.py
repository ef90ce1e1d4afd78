"""What happens to letters and notes: they come, are written, taken back, sent, and fail."""

from __future__ import annotations

from dataclasses import dataclass, field

from kulanz.events.catalogue import Face, event

from .base import CaseEvent


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
    """An answer to the customer was written. It goes out when its time to be taken back is over.

    ``was_postponed`` says that it was written before, and that its moment has come.
    """

    message_id: int
    waits: bool = False
    proposes_solution: bool = False
    was_postponed: bool = False


@event("letter-forwarded", shown_to={Face.AUDIT})
@dataclass(frozen=True, slots=True)
class LetterForwarded(CaseEvent):
    """A letter of the case, or all that was said with its customer, was passed on ``to`` these mail addresses.

    ``waits`` says that the case waits for their answer.
    """

    message_id: int
    to: list[str]
    waits: bool = False


@event("reply-postponed")
@dataclass(frozen=True, slots=True)
class ReplyPostponed(CaseEvent):
    """An answer was written that goes at a moment to come: ``until``, in ISO 8601."""

    message_id: int
    until: str


@event("reply-overtaken", shown_to={Face.DESK})
@dataclass(frozen=True, slots=True)
class ReplyOvertaken(CaseEvent):
    """A postponed answer did not go, because its customer wrote before: it is in the draft of ``writer`` again."""

    message_id: int
    writer: str


@event("approval-asked")
@dataclass(frozen=True, slots=True)
class ApprovalAsked(CaseEvent):
    """A letter was written that waits for a second pair of eyes."""

    message_id: int


@event("letter-approved", shown_to={Face.DESK})
@dataclass(frozen=True, slots=True)
class LetterApproved(CaseEvent):
    """Somebody else let a letter go that had waited for it; ``changed`` says that they changed its words."""

    message_id: int
    changed: bool = False


@event("letter-returned", shown_to={Face.DESK})
@dataclass(frozen=True, slots=True)
class LetterReturned(CaseEvent):
    """A letter that had waited was given back: it is in the draft of ``writer`` again."""

    message_id: int
    writer: str


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


@event("draft-shared")
@dataclass(frozen=True, slots=True)
class DraftShared(CaseEvent):
    """A draft is shown to colleagues, or (``undone``) no more."""

    undone: bool = False


@event("draft-taken", shown_to={Face.DESK})
@dataclass(frozen=True, slots=True)
class DraftTaken(CaseEvent):
    """A colleague goes on with the draft that ``from_name`` had begun."""

    from_name: str


@event("note-written")
@dataclass(frozen=True, slots=True)
class NoteWritten(CaseEvent):
    """A note for us alone."""

    note_id: int
