"""What follows later, as jobs. Each may run twice."""

from __future__ import annotations

from kulanz.cases.events import CaseAssigned, LetterApproved, LetterReturned, ReplyWithdrawn
from kulanz.events.models import Event

from .actions import raise_notices, settle_notices, tell_webhooks
from .concerned import occasions_of
from .rules import OF_WEBHOOKS


def tell(event: Event) -> None:
    """Tell people and programs whom an event concerns, and take back what it settles."""
    for occasion in occasions_of(event):
        raise_notices(occasion=occasion, event_id=event.pk)
        if occasion.kind in OF_WEBHOOKS:
            tell_webhooks(kind=occasion.kind, case_id=occasion.case_id, occasion=str(event.pk))
    if isinstance(event.domain_event(), CaseAssigned | LetterApproved | LetterReturned | ReplyWithdrawn):
        settle_notices(case_id=event.subject_id)
