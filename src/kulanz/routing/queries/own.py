"""What one knows of oneself: absences to come, hours, skills, and what lies on one's own table."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.timezone import localdate

from kulanz.cases.models import Case
from kulanz.events.actor import Actor

from ..models import Absence, WorkProfile
from ..rules import Weights
from .load import loads_of, weights

MOST = 12


@dataclass(frozen=True, slots=True)
class OwnWork:
    """A person's own page: nobody else is shown ``points`` and ``capacity``."""

    profile: WorkProfile | None
    absences: list[Absence]
    points: int
    capacity: int
    table: Weights


def own_work(user_id: int) -> OwnWork:
    """Read what a person sees of themselves. Four queries, and one for the skills of who has any set."""
    profile = WorkProfile.objects.filter(user_id=user_id).prefetch_related("skills").first()
    absences = Absence.objects.to_come(localdate()).filter(user_id=user_id).select_related("stand_in")
    table = weights()
    set_to = profile.capacity if profile is not None else None
    capacity = set_to if set_to is not None else table.capacity
    return OwnWork(profile, list(absences), loads_of([user_id], table)[user_id], capacity, table)


def absences_to_come() -> list[Absence]:
    """Return who is not here today or will not be, for those who may record it. One query."""
    rows = Absence.objects.to_come(localdate()).filter(user__is_active=True)
    return list(rows.select_related("user", "stand_in").order_by("begins", "user__name", "id"))


@dataclass(frozen=True, slots=True)
class StandIn:
    """What waits while somebody is away: ``own`` is one's own absence that holds today, ``cases`` those of others."""

    own: Absence | None
    cases: list[Case]


def stood_in_for(actor: Actor) -> StandIn:
    """Return what waits in the cases of people for whom the actor stands in today, the longest first.

    The cases stay with whom they are. One query, one more where the actor stands in for somebody.
    """
    me = actor.user_id or 0
    current = Absence.objects.current(localdate())
    rows = list((current.filter(user_id=me) | current.filter(stand_in_id=me)).order_by("ends", "id"))
    away = [each.user_id for each in rows if each.stand_in_id == me]
    own = next((each for each in reversed(rows) if each.user_id == me), None)
    if not away:
        return StandIn(own, [])
    waiting = Case.objects.open().visible_to(actor).filter(assignee_id__in=away, wakes_at=None)
    waiting = waiting.filter(waiting_since__isnull=False).select_related("customer", "assignee")
    return StandIn(own, list(waiting.order_by("waiting_since", "id")[:MOST]))
