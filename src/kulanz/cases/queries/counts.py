"""The figures beside the views, from counter rows: one query, whatever the number of cases."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import Count, QuerySet, Sum, Value

from kulanz.core.prepared import prepared
from kulanz.events.actor import Actor

from ..models import SNOOZED, CaseCount, Mention
from ..rules import OPEN, OURS, CaseStatus
from .filters import View

Figure = tuple[int, str, int]
_CALLED = "called"  # stands where the other rows have a status


@dataclass(slots=True)
class ViewCounts:
    """How many open cases each view holds for one actor."""

    views: dict[View, int] = field(default_factory=dict)

    def of(self, view: View) -> int:
        """Return the figure of a view."""
        return self.views.get(view, 0)


def view_counts(actor: Actor) -> ViewCounts:
    """Count the actor's views. One query: the counter rows of what they may see, and where they are called unseen."""
    counts = ViewCounts(dict.fromkeys(View, 0))
    person_id = actor.user_id or 0
    sums = _of_the_house(person_id) if actor.sees_all_teams else _of_teams(person_id, (0, *actor.team_ids))
    for person, status, amount in sums:
        if status == _CALLED:
            counts.views[View.MENTIONED] = amount
            continue
        for view in _views_of(actor, person, status):
            counts.views[view] += amount
    return counts


@prepared
def _of_the_house(person_id: int) -> QuerySet[Any, Figure]:
    return _summed(CaseCount.objects.all(), person_id)


@prepared
def _of_teams(person_id: int, teams: tuple[int, ...]) -> QuerySet[Any, Figure]:
    return _summed(CaseCount.objects.filter(team_id__in=teams), person_id)


def _summed(rows: QuerySet[CaseCount], person_id: int) -> QuerySet[Any, Figure]:
    """Whose, in which status, how many; summed up by the database, because a hundred people have hundreds of rows."""
    rows = rows.filter(status__in=[*(status.value for status in OPEN), SNOOZED], amount__gt=0)
    called = Mention.objects.filter(user_id=person_id, seen_at=None).values("user_id")
    mentioned = called.annotate(status=Value(_CALLED), amount=Count("note__case_id", distinct=True)).order_by()
    # 0 is nobody, -1 everybody else: of whom a case is matters only where it is one's own.
    whose = models.Case(models.When(assignee_id__in=(0, person_id), then="assignee_id"), default=-1)
    sums = rows.annotate(whose=whose).values("whose", "status").annotate(sum=Sum("amount")).order_by()
    return sums.values_list("whose", "status", "sum").union(
        mentioned.values_list("user_id", "status", "amount"), all=True
    )


def _views_of(actor: Actor, person: int, status: str) -> list[View]:
    if status == SNOOZED:
        return [View.OPEN, View.SNOOZED] if person in {0, actor.id} else [View.OPEN]
    views = [View.OPEN]
    if person == actor.id:
        views.append(View.MINE)
    if person == 0:
        views.append(View.UNASSIGNED)
    if status in OURS:
        views.append(View.WITH_US)
    by_status = {
        CaseStatus.SOLUTION_PROPOSED.value: View.SOLVED,
        CaseStatus.WAITING_CUSTOMER.value: View.CUSTOMER,
        CaseStatus.WAITING_OTHERS.value: View.OTHERS,
    }
    if status in by_status:
        views.append(by_status[status])
    return views
