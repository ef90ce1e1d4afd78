"""Opening a case by hand, and taking one up again that had ended."""

from __future__ import annotations

from collections import Counter

from django.db import transaction

from kulanz.core.clock import now
from kulanz.events import log
from kulanz.events.actor import Actor
from kulanz.people.models import Brand, Customer

from .. import counting, events
from ..access import locked_case, require_staff, require_user_id
from ..errors import EmptyText, NotFound, WrongState
from ..models import Assignment, Case, CaseWords, Reopening
from ..rules import CLOSED, CaseStatus
from ._steps import refresh_status, waited_since
from .receive import next_number


def open_case(
    *,
    by: Actor,
    brand_id: int,
    customer_id: int,
    subject: str,
    team_id: int | None = None,
    channel: str = "desk",
    is_mine: bool = True,
) -> Case:
    """Open a case by hand, for example after a telephone call. It is its opener's, unless they leave it to all."""
    user_id = require_user_id(by)
    if not subject.strip():
        raise EmptyText
    with transaction.atomic():
        customer, brand = Customer.objects.filter(pk=customer_id).first(), Brand.objects.filter(pk=brand_id).first()
        if customer is None or brand is None:
            raise NotFound
        case = Case.objects.create(
            number=next_number(brand_id),
            brand_id=brand_id,
            customer=customer,
            subject=subject.strip()[:300],
            status=CaseStatus.WITH_US.value,
            assignee_id=user_id if is_mine else None,
            team_id=team_id,
            channel=channel,
            language=customer.language or brand.language,
        )
        heir = case.assignee_id
        Assignment.objects.create(case=case, user_id=heir, team_id=team_id, by_id=user_id, at=case.opened_at)
        counting.shift(Counter([counting.place_of(case)]))
        CaseWords.objects.add({case.pk: f"{case.number} {case.subject}"}, fresh={case.pk})
        log.record(events.CaseOpened(case.pk), by=by)
    return case


def reopen_case(*, case_id: int, by: Actor) -> None:
    """Take up a case again that was confirmed or ended. Raises ``WrongState`` when it is open."""
    require_staff(by)
    with transaction.atomic():
        case = locked_case(case_id, by)
        if case.state not in CLOSED:
            raise WrongState
        since = waited_since(case)
        Reopening.objects.create(case=case, why="taken-up", at=now())
        refresh_status(case, waiting_since=since)
        log.record(events.CaseReopened(case.pk), by=by)
