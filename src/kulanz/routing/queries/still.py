"""Cases that lie still: with somebody, waiting for us, and nothing of ours happened in them for working hours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, OuterRef, Q, Subquery

from kulanz.cases.models import Assignment, Case, CaseQuerySet, Draft, Message, Note
from kulanz.cases.rules import OURS, CaseStatus, Delivery
from kulanz.core.clock import now
from kulanz.events.actor import Actor
from kulanz.people.hours import BusinessHours, hours_of

from ..models import TeamRouting
from .pile import has_letter_to_go

MOST = 200
MOST_OF_ONE = 12


@dataclass(frozen=True, slots=True)
class StillCase:
    """A case in which nothing of ours happened ``since`` (aware), and for how many working hours of its brand."""

    case: Case
    since: datetime
    hours: timedelta


def still_cases(team_id: int, least: timedelta) -> list[StillCase]:
    """Return a team's cases that lie still for ``least`` working hours or more. One query, two for each brand."""
    return [each for each in _still(_waiting(least).filter(team_id=team_id)[:MOST]) if each.hours >= least]


def still_of(by: Actor) -> list[StillCase]:
    """Return the actor's own cases that lie still for what their team has set. One query where no team has set any.

    Else one more, and two for each brand.
    """
    wanted = TeamRouting.objects.exclude(silent_hours=None)
    wanted = wanted if by.sees_all_teams else wanted.filter(team_id__in=by.team_ids)
    least = {team: timedelta(hours=hours or 0) for team, hours in wanted.values_list("team_id", "silent_hours")}
    if not least:
        return []
    rows = _waiting(min(least.values())).filter(team_id__in=least, assignee_id=by.user_id or 0)
    found = _still(rows.select_related("brand", "customer")[:MOST])
    return [each for each in found if each.hours >= least[each.case.team_id or 0]][:MOST_OF_ONE]


def _waiting(least: timedelta) -> CaseQuerySet:
    """Open cases with somebody in which a customer waits for us, by the clock for ``least`` at least.

    Not those in which a letter is written that waits itself: its writer has done what they can.
    """
    rows = Case.objects.open().filter(assignee__isnull=False, wakes_at=None, waiting_since__lte=now() - least)
    rows = rows.exclude(Q(status__in=_ELSEWHERE) | has_letter_to_go()).select_related("brand")
    written = Message.objects.filter(author__isnull=False).exclude(delivery=Delivery.WITHDRAWN.value)
    return rows.order_by("waiting_since", "id").annotate(
        given=_newest(Assignment.objects.filter(withdrawn_at=None), "at"),
        noted=_newest(Note.objects.filter(author__isnull=False), "at"),
        drafted=_newest(Draft.objects.all(), "saved_at"),
        written=_newest(written, "at"),  # such as what was passed on: the customer goes on waiting
    )


_ELSEWHERE = [each.value for each in CaseStatus if each not in OURS]


def _newest(rows: object, column: str) -> Subquery:
    mine = rows.filter(case=OuterRef("pk")).order_by().values("case")  # type: ignore[attr-defined]
    return Subquery(mine.annotate(newest=Max(column)).values("newest"))


def _still(rows: CaseQuerySet) -> Iterator[StillCase]:
    at = now()
    hours: dict[int, BusinessHours] = {}
    for case in rows:
        signs = [case.waiting_since, *(vars(case)[name] for name in ("given", "noted", "drafted", "written"))]
        since = max(sign for sign in signs if sign is not None)
        if case.brand_id not in hours:
            hours[case.brand_id] = hours_of(case.brand)
        yield StillCase(case, since, hours[case.brand_id].worked_between(since, at))
