"""The one door to a case: who may open it, and who may act in it."""

from __future__ import annotations

from django.db.models import QuerySet

from kulanz.core.prepared import prepared
from kulanz.core.refusals import NotAllowed, NotFound
from kulanz.events.actor import Actor, ActorKind

from .models import Case


def locked_case(case_id: int, by: Actor) -> Case:
    """Take a case for a change, locked until the transaction ends. Raises ``NotFound`` or ``NotAllowed``."""
    return _opened(_locked(case_id), by)


def case_of(case_id: int, by: Actor) -> Case:
    """Take a case to look at it. Raises ``NotFound`` or ``NotAllowed``."""
    return _opened(_by_id(case_id), by)


def case_numbered(number: str, by: Actor) -> Case:
    """Take the case of an address to look at it. One query. Raises ``NotFound`` or ``NotAllowed``."""
    return _opened(_by_number(number), by)


def require_access(case: Case, by: Actor) -> None:
    """Raise ``NotAllowed`` unless the actor may act in this case: the house, its customer, or one of its team."""
    if by.kind is ActorKind.SYSTEM:
        return
    if by.kind is ActorKind.CUSTOMER:
        if by.id != case.customer_id:
            raise NotAllowed
        return
    if not by.sight.covers(case.team_id):
        raise NotAllowed


def require_staff(by: Actor) -> None:
    """Raise ``NotAllowed`` where a customer tries what only our people may."""
    if by.kind is ActorKind.CUSTOMER:
        raise NotAllowed


def require_user_id(by: Actor) -> int:
    """Return the id of our person who acts. Raises ``NotAllowed`` where a customer or the house does."""
    if by.user_id is None:
        raise NotAllowed
    return by.user_id


def sees_all_cases(customer_id: int, actor: Actor) -> bool:
    """Say whether an actor sees every case of a customer. At most one query."""
    if actor.sees_all_teams:
        return True
    theirs = Case.objects.filter(customer_id=customer_id)
    return not theirs.exclude(pk__in=theirs.visible_to(actor)).exists()


def _opened(found: list[Case], by: Actor) -> Case:
    if not found:
        raise NotFound
    require_access(found[0], by)
    return found[0]


@prepared
def _locked(case_id: int) -> QuerySet[Case]:
    # Of the case alone: the brand's row gives out case numbers, and mail coming in would wait for every step.
    return Case.objects.select_for_update(of=("self",)).select_related("brand").filter(pk=case_id)


@prepared
def _by_id(case_id: int) -> QuerySet[Case]:
    return Case.objects.filter(pk=case_id)


@prepared
def _by_number(number: str) -> QuerySet[Case]:
    return Case.objects.filter(number=number)
