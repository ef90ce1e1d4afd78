"""What is done with a case: who has it, whom it waits for, how it ends, what it is called."""

from __future__ import annotations

from dataclasses import dataclass, field

from kulanz.events.catalogue import Face, event

from .base import CaseEvent


@event("case-assigned", shown_to={Face.DESK, Face.PORTAL})
@dataclass(frozen=True, slots=True)
class CaseAssigned(CaseEvent):
    """A person or team became accountable; ``shown_name`` is what customers read.

    ``undone`` says that it is with whom it was before, because the last hand-over was undone at once. ``words`` is what
    whoever handed it over wrote for the one who has it now; customers never read them. ``because`` are the codes of the
    reasons for which the house gave it to somebody.
    """

    user_id: int | None
    user_name: str
    team_id: int | None
    team_name: str
    shown_name: str = ""
    undone: bool = False
    words: str = ""
    because: list[str] = field(default_factory=list)


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
    says that its author took that back at once. ``named`` is the house's own reason, as it was called then.
    """

    reason: str
    of_number: str = ""
    blocked: str = ""
    undone: bool = False
    named: str = ""


@event("case-snoozed", shown_to={Face.DESK})
@dataclass(frozen=True, slots=True)
class CaseSnoozed(CaseEvent):
    """Somebody put the case aside ``until`` a moment in ISO 8601, or until a reply where it is empty.

    ``undone`` says that its author took that back at once.
    """

    until: str = ""
    undone: bool = False


@event("case-woken", shown_to={Face.DESK})
@dataclass(frozen=True, slots=True)
class CaseWoken(CaseEvent):
    """A snoozed case is back, because its moment has come or because a person of ours wanted it back (``early``).

    ``wished_by`` is the name of who had put it aside, empty for the house.
    """

    wished_by: str
    early: bool = False


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
