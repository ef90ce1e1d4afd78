"""What pages ask about promises."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from kulanz.cases.models import Case, Message
from kulanz.cases.models.case import seen_by
from kulanz.core.prepared import prepared
from kulanz.events.actor import Actor

from .models import Promise

MOST = 12


def open_promises(case: Case) -> list[Promise]:
    """Return what is still to be kept in a case, the most urgent first. One query."""
    return _open_in(case.pk)


@prepared
def _open_in(case_id: int) -> QuerySet[Promise]:
    return Promise.objects.open().filter(case_id=case_id).select_related("promised_by")[:MOST]


def due_until(actor: Actor, until: datetime) -> list[Promise]:
    """Return the promises in a person's own cases that customers have heard and that are due by ``until`` (aware).

    Broken ones come first; those older than a month are in their case, not on the day's sheet. One query.
    """
    return list(
        Promise.objects.open()
        .given()
        .filter(
            seen_by(actor.sight, "case__"),
            case__assignee_id=actor.id,
            case__is_open=True,
            due_at__lte=until,
            due_at__gt=until - timedelta(days=31),
        )
        .select_related("case__customer")[:MOST]
    )


def told_to_customer(case: Case, customer_id: int) -> list[Promise]:
    """Return what a customer was promised in a letter they received or on their page, kept or not, by due time.

    One query.
    """
    told = Q(message__in=Message.objects.filter(case=case).readable_by(customer_id))
    if customer_id == case.customer_id:
        told |= Q(announced_at__isnull=False)
    return list(Promise.objects.standing().given().filter(told, case=case)[:MOST])
