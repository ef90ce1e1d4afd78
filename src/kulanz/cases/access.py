"""The one door to a case: who may open it, and who may act in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from kulanz.core.prepared import prepared
from kulanz.core.refusals import NotAllowed, NotFound
from kulanz.events.actor import Actor, ActorKind

from .models import Case


def locked_case(case_id: int, by: Actor) -> Case:
    """Take a case for a change, locked until the transaction ends. Raises ``NotFound`` or ``NotAllowed``."""
    return _opened(_locked(case_id), by, _locked)


def locked_cases(*case_ids: int, by: Actor) -> list[Case]:
    """Take several cases for a change, in the order asked for; two names of one case bring the same object twice.

    They are locked in one order, so that two steps on the same cases never wait for each other. Raises as above.
    """
    roots = survivors(case_ids)
    if not roots.keys() >= set(case_ids):
        raise NotFound
    found = {root: locked_case(root, by) for root in sorted(set(roots.values()))}
    return [found[roots[each]] for each in case_ids]


def locked_pair(case_id: int, other_id: int, by: Actor) -> tuple[Case, Case]:
    """Take two cases themselves for a change, whether merged or not. Raises as above."""
    found = {each: next(iter(_locked(each)), None) for each in sorted({case_id, other_id})}
    case, other = found[case_id], found[other_id]
    if case is None or other is None:
        raise NotFound
    for each in (case, other):
        require_access(each, by)
    return case, other


def survivors(case_ids: Iterable[int]) -> dict[int, int]:
    """Return where cases go on: themselves, or the one into which each was merged. One query."""
    rows = Case.with_merged.filter(pk__in=[*case_ids])
    return dict(rows.values_list("pk", Coalesce("merged_into_id", "pk")))


def case_of(case_id: int, by: Actor) -> Case:
    """Take a case to look at it. Raises ``NotFound`` or ``NotAllowed``."""
    return _opened(_by_id(case_id), by, _by_id)


def case_numbered(number: str, by: Actor) -> Case:
    """Take the case of an address to look at it. Raises ``NotFound`` or ``NotAllowed``.

    One query; one more for the number of a merged case, which leads to the one in which it goes on.
    """
    return _opened(_by_number(number), by, _by_id)


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


def may_edit_views_of_teams(by: Actor) -> bool:
    """Say whether somebody makes and changes the saved views of teams."""
    return by.is_lead or by.is_admin


def needs_approval(case: Case, by: Actor) -> bool:
    """Say whether letters of this person in this case wait: set for the person, or for all agents of the brand."""
    return by.needs_approval or (case.brand.needs_approval and not may_approve(by))


def may_approve(by: Actor) -> bool:
    """Say whether somebody may send letters of others that wait for a second pair of eyes."""
    return by.is_lead or by.is_admin


def sees_all_cases(customer_id: int, actor: Actor) -> bool:
    """Say whether an actor sees every case of a customer, and of all who are the same person. At most one query."""
    if actor.sees_all_teams:
        return True
    theirs = Case.objects.of_person(customer_id)
    return not theirs.exclude(pk__in=theirs.visible_to(actor)).exists()


def _opened(found: list[Case], by: Actor, follow: Callable[[int], list[Case]]) -> Case:
    while found and found[0].merged_into_id is not None:
        found = follow(found[0].merged_into_id)
    if not found:
        raise NotFound
    require_access(found[0], by)
    return found[0]


@prepared
def _locked(case_id: int) -> QuerySet[Case]:
    # Of the case alone: the brand's row gives out case numbers, and mail coming in would wait for every step.
    return Case.with_merged.select_for_update(of=("self",)).select_related("brand").filter(pk=case_id)


@prepared
def _by_id(case_id: int) -> QuerySet[Case]:
    return Case.with_merged.filter(pk=case_id)


@prepared
def _by_number(number: str) -> QuerySet[Case]:
    return Case.with_merged.filter(number=number)
