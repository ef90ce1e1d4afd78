"""What can happen to a promise, in the past tense. All of it is about the case."""

from __future__ import annotations

from dataclasses import dataclass

from kulanz.cases.events import CaseEvent
from kulanz.events.catalogue import Face, event


@dataclass(frozen=True, slots=True)
class PromiseEvent(CaseEvent):
    """Something that happened to one promise of a case; ``message_id`` is the letter that holds it, once one does."""

    promise_id: int
    words: str
    message_id: int | None = None


@event("promise-recorded", shown_to={Face.DESK, Face.AUDIT})
@dataclass(frozen=True, slots=True)
class PromiseRecorded(PromiseEvent):
    """Somebody wrote down what the draft promises; ``due_at`` is an ISO date-time."""

    due_at: str = ""


@event("promise-announced", shown_to={Face.DESK, Face.AUDIT})
@dataclass(frozen=True, slots=True)
class PromiseAnnounced(PromiseEvent):
    """What happens next was put on the customer's page, without a letter; ``due_at`` is an ISO date-time."""

    due_at: str = ""


@event("promise-kept", shown_to={Face.DESK, Face.PORTAL, Face.AUDIT}, of_letter=True)
@dataclass(frozen=True, slots=True)
class PromiseKept(PromiseEvent):
    """Somebody did what was promised."""


@event("promise-withdrawn", shown_to={Face.DESK, Face.AUDIT})
@dataclass(frozen=True, slots=True)
class PromiseWithdrawn(PromiseEvent):
    """A promise no longer counts: the letter does not hold it, or somebody took it back."""


@event("promise-given", shown_to={Face.DESK, Face.PORTAL, Face.AUDIT}, of_letter=True)
@dataclass(frozen=True, slots=True)
class PromiseGiven(PromiseEvent):
    """A letter with a recorded promise was written; ``due_at`` is an ISO date-time."""

    due_at: str = ""
