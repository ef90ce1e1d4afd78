"""Lists under a name: which ones somebody sees, and the figures beside them, which cost nothing at any size.

A figure comes from the counter rows (``CaseCount``), all of them in one query, or there is none. A filter by anything
that is not counted, such as a tag, has no figure until its list is open and short enough to be seen to its end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.db.models import Q, Sum
from django.http import QueryDict

from kulanz.events.actor import Actor

from ..access import may_edit_views_of_teams
from ..fairness import NOBODY, SOMEBODY, is_own
from ..models import SNOOZED, CaseCount, SavedView
from ..rules import OPEN, OURS
from .filters import ListFilter, View, read_filter
from .narrowing import STATUS_VIEWS

_OPEN = [status.value for status in OPEN]


def saved_views(actor: Actor) -> list[SavedView]:
    """Return one's own views and those of one's teams, in their order, one's own first. One query."""
    mine = Q(owner_id=actor.user_id or 0) | Q(team_id__in=actor.team_ids)
    views = SavedView.objects.filter(mine).select_related("team").order_by("place", "id")
    return sorted(views, key=lambda view: (view.team is not None, view.team.name if view.team else ""))


def editable_views(actor: Actor) -> list[SavedView]:
    """Return the views that somebody may change: their own, and those of all teams where they look after these."""
    whose = Q(owner_id=actor.user_id or 0)
    if may_edit_views_of_teams(actor):
        whose |= Q(team__isnull=False)
    return list(SavedView.objects.filter(whose).select_related("team").order_by("team__name", "place", "id"))


def filter_of(view: SavedView) -> ListFilter:
    """Return the filter of a view, under its name."""
    return replace(read_filter(QueryDict(view.query)).wanted, saved=view.pk)


def saved_counts(actor: Actor, views: Sequence[SavedView]) -> dict[int, int]:
    """Return how many cases those views hold that can be told from the counters. One query, none without such views."""
    known = {view.pk: counted for view in views if (counted := counted_as(actor, filter_of(view))) is not None}
    if not known:
        return {}
    rows = CaseCount.objects.all()
    if not actor.sees_all_teams:
        rows = rows.filter(team_id__in=(0, *actor.team_ids))
    sums = rows.aggregate(**{f"view_{pk}": Sum("amount", filter=counted, default=0) for pk, counted in known.items()})
    return {pk: sums[f"view_{pk}"] for pk in known}


def counted_as(actor: Actor, wanted: ListFilter) -> Q | None:
    """Return which counter rows make up the figure of a filter, ``None`` where they cannot say it."""
    asks = ListFilter(
        view=wanted.view, statuses=wanted.statuses, person=wanted.person, team=wanted.team, snoozed=wanted.snoozed,
        sort=wanted.sort, saved=wanted.saved,
    )  # fmt: skip
    if asks != wanted or wanted.sort.narrows or (counted := _of_view(actor, wanted.view)) is None:
        return None
    if wanted.team is not None:
        counted &= Q(team_id=wanted.team)
    if wanted.snoozed is not None:
        counted &= Q(status=SNOOZED) if wanted.snoozed else ~Q(status=SNOOZED)
    if wanted.statuses:
        if wanted.view in {View.OPEN, View.SNOOZED} and wanted.snoozed is not False:
            return None  # what is snoozed is counted without its state
        counted &= Q(status__in=[status.value for status in wanted.statuses])
    return counted & _of_person(actor, wanted.person)


def _of_view(actor: Actor, view: View) -> Q | None:
    match view:
        case View.OPEN:
            return Q(status__in=[*_OPEN, SNOOZED])
        case View.SNOOZED:
            return Q(status=SNOOZED, assignee_id__in=(0, actor.id))
        case View.MINE:
            return Q(status__in=_OPEN, assignee_id=actor.id)
        case View.UNASSIGNED:
            return Q(status__in=_OPEN, assignee_id=0)
        case View.WITH_US:
            return Q(status__in=[status.value for status in OURS])
        case View.SOLVED | View.CUSTOMER | View.OTHERS:
            return Q(status=STATUS_VIEWS[view].value)
    return None


def _of_person(actor: Actor, person: str) -> Q:
    if not person:
        return Q()
    if person == SOMEBODY:
        return Q(assignee_id__gt=0)
    if person == NOBODY:
        return Q(assignee_id=0)
    return Q(assignee_id=actor.id if is_own(person, actor.user_id) else int(person))
