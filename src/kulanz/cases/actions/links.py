"""Customers' keys to the case page: expiring, revocable. What opens with them: ``cases.queries.links``."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q

from kulanz.core.clock import now
from kulanz.core.ids import public_id
from kulanz.events import log
from kulanz.events.actor import SYSTEM, Actor

from .. import events
from ..access import locked_case, require_staff
from ..errors import NotFound
from ..models import Case, CaseLink

LIFE = timedelta(days=90)
SHORT_LIFE = timedelta(hours=1)
USE_NOTED = timedelta(hours=1)


def create_link(*, case_id: int, customer_id: int, by: Actor = SYSTEM) -> CaseLink:
    """Return a key of the customer that is good for at least half its life yet; make one where there is none."""
    return _link(case_id, customer_id, LIFE, by)


def create_short_link(*, case_id: int, customer_id: int, by: Actor = SYSTEM) -> CaseLink:
    """Return a key that soon ends, for somebody who has just written but not shown that the address is theirs."""
    return _link(case_id, customer_id, SHORT_LIFE, by)


def _link(case_id: int, customer_id: int, life: timedelta, by: Actor) -> CaseLink:
    at = now()
    with transaction.atomic():
        case = locked_case(case_id, by)
        # Behind the lock of the case: two letters at once find or make one key, not two.
        good = CaseLink.objects.filter(case=case, customer_id=customer_id, revoked_at=None)
        # Nor longer than asked for: who has not shown who they are must not be handed a key of 90 days.
        link = good.filter(expires_at__gt=at + life / 2, expires_at__lte=at + life).first()
        if link is None:
            link = CaseLink.objects.create(
                case=case,
                merged_from=_merged_of(case, customer_id),
                customer_id=customer_id,
                secret=public_id(),
                created_at=at,
                expires_at=at + life,
            )
            log.record(events.LinkCreated(case.pk, link.pk), by=by)
    return link


def _merged_of(case: Case, customer_id: int) -> Case | None:
    """The merged case of a customer whose matter goes on in somebody else's: in its thread they write."""
    if customer_id == case.customer_id:
        return None
    return Case.with_merged.filter(merged_into=case, customer_id=customer_id).order_by("id").first()


def lead_on(case: Case, target: Case, *, customer_id: int | None = None, is_merged: bool = False) -> None:
    """Let the keys of a case, or of one of its customers, open ``target`` instead, where it is their customer's.

    A key that soon ends was given to somebody who has not shown who they are: it opens nothing any more, and neither
    does that of another customer. ``is_merged``: they come back, should the two be separated again. Called inside the
    transaction that moves the letter.
    """
    keys = CaseLink.objects.filter(case=case)
    if customer_id is not None:
        keys = keys.filter(customer_id=customer_id)
    theirs = Q(customer_id=target.customer_id, expires_at__gt=F("created_at") + SHORT_LIFE)
    keys.exclude(theirs).filter(revoked_at=None).update(revoked_at=now())
    keys.update(case=target, merged_from=case if is_merged else None)


def revoke_link(*, link_id: int, by: Actor) -> None:
    """Make a key useless at once."""
    require_staff(by)
    with transaction.atomic():
        link = CaseLink.objects.select_for_update().filter(pk=link_id, revoked_at=None).first()
        if link is None:
            raise NotFound
        case = locked_case(link.case_id, by)
        link.revoked_at = now()
        link.save(update_fields=["revoked_at"])
        log.record(events.LinkRevoked(case.pk, link.pk), by=by)


def note_link_use(*, link: CaseLink) -> None:
    """Remember that a key was used, at most once an hour: one statement then, none otherwise."""
    at = now()
    if link.last_used_at is None or at - link.last_used_at >= USE_NOTED:
        CaseLink.objects.filter(pk=link.pk).update(last_used_at=at)
