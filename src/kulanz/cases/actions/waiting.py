"""Letting a case wait for somebody else, taking it back to us, and undoing that."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from kulanz.core.clock import now
from kulanz.events import log
from kulanz.events.actor import Actor

from .. import events
from ..access import locked_case, require_staff, require_user_id
from ..errors import WrongState
from ..models import OwnReason, Waiting
from ..queries.reasons import reason_chosen
from ..rules import CLOSED, CaseStatus, WaitingFor
from ._steps import end_waiting, give_back, refresh_status, withdraw_proposal
from .repeats import TAKE_BACK

_WAITING = {CaseStatus.WAITING_CUSTOMER, CaseStatus.WAITING_OTHERS}


def wait_for(
    *,
    case_id: int,
    by: Actor,
    whom: WaitingFor,
    reason: str = "",
    until: date | None = None,
    named_id: int | None = None,
) -> None:
    """Let an open case wait for the customer or for others: for whom (``reason``), and when we ask again (``until``).

    ``named_id`` is one of the house's own reasons for waiting for others; its name stands before the reason. Customers
    read both on their page. Raises ``WrongState`` when closed, and ``NotFound`` for a reason that is not in use.
    """
    require_staff(by)
    with transaction.atomic():
        case = locked_case(case_id, by)
        if case.state in CLOSED:
            raise WrongState
        named = reason_chosen(named_id, OwnReason.Use.WAITING) if whom is WaitingFor.OTHERS else None
        at, reason = now(), ": ".join(filter(None, (named.name if named else "", reason.strip())))[:300]
        end_waiting(case, at)
        withdraw_proposal(case, at)
        told = {"whom": whom.value, "reason": reason, "until": until, "named": named}
        Waiting.objects.create(case=case, by_id=by.user_id, at=at, **told)
        refresh_status(case)
        log.record(events.WaitingBegan(case.pk, whom.value, reason, until.isoformat() if until else ""), by=by)


def undo_waiting(*, case_id: int, by: Actor) -> None:
    """Undo a waiting of one's own: the case stands where it stood before, a new one is new again.

    Raises ``WrongState`` after ``TAKE_BACK``, or where the case has moved on since.
    """
    me = require_user_id(by)
    with transaction.atomic():
        case = locked_case(case_id, by)
        last = Waiting.objects.filter(case=case).last()
        if last is None or last.ended_at or last.by_id != me or now() - last.at > TAKE_BACK:
            raise WrongState
        # Before give_back, which takes up what ended in this instant: as one withdrawn it is none of that.
        Waiting.objects.filter(pk=last.pk).update(ended_at=last.at, withdrawn_at=now())
        give_back(case, last.at)
        refresh_status(case)
        log.record(events.WaitingEnded(case.pk, undone=True), by=by)


def resume_case(*, case_id: int, by: Actor) -> None:
    """Take a waiting case, or one with a proposed solution, back to us. Raises ``WrongState`` otherwise."""
    require_staff(by)
    with transaction.atomic():
        case = locked_case(case_id, by)
        if case.state not in {*_WAITING, CaseStatus.SOLUTION_PROPOSED}:
            raise WrongState
        at = now()
        end_waiting(case, at)
        withdraw_proposal(case, at)
        refresh_status(case)
        log.record(events.WaitingEnded(case.pk), by=by)
