"""Who could take a case: who is here, free, at work or not here until when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Prefetch
from django.utils.timezone import localdate

from kulanz.cases.models import Assignment
from kulanz.core.clock import now
from kulanz.events.actor import Actor, Sight
from kulanz.people.actors import sight_of
from kulanz.people.hours import BusinessHours, hours_of
from kulanz.people.models import Brand, User

from ..models import Absence, OffDuty, SignOfLife, WorkProfile
from .load import loads_of, weights

_NEWEST = 30


@dataclass(frozen=True, slots=True)
class ColleagueNow:
    """A person of ours at this moment. ``room`` is how many points they can still take, for routing alone.

    ``away_until`` is the last day of an absence that holds today, ``stand_in_id`` who stands in.
    """

    user: User
    sight: Sight
    is_here: bool
    is_at_work: bool
    room: int
    away_until: date | None = None
    stand_in_id: int | None = None

    @property
    def is_free(self) -> bool:
        """Whether they may be given more. Colleagues see this word and no number."""
        return self.room > 0

    @property
    def is_away(self) -> bool:
        """Whether they are not here today."""
        return self.away_until is not None


def colleagues(brand: Brand) -> list[ColleagueNow]:
    """Return all who serve, by name; whoever sets no working hours keeps those of ``brand``. Seven queries."""
    at, day = now(), localdate()
    current = Absence.objects.current(day).order_by("ends", "id")
    people = (
        User.objects.filter(is_active=True)
        .select_related("work_profile", "sign_of_life", "off_duty")
        .order_by("name", "id")
    )
    found = list(people.prefetch_related("memberships", Prefetch("absences", current, to_attr="now_away")))
    table, hours = weights(), hours_of(brand)
    loads = loads_of([user.pk for user in found], table)
    return [_colleague(user, at, hours, table.capacity, loads[user.pk]) for user in found]


def _colleague(user: User, at: datetime, hours: BusinessHours, usual: int, points: int) -> ColleagueNow:
    profile: WorkProfile | None = getattr(user, "work_profile", None)
    sign: SignOfLife | None = getattr(user, "sign_of_life", None)
    capacity = profile.capacity if profile is not None and profile.capacity is not None else usual
    off: OffDuty | None = getattr(user, "off_duty", None)
    is_off = off is not None and off.until > at
    away: Absence | None = next(reversed(vars(user)["now_away"]), None)
    own = own_hours(hours, profile)
    return ColleagueNow(
        user=user,
        sight=sight_of(user),
        is_here=not is_off and sign is not None and sign.seen_at > at - SignOfLife.LATELY,
        is_at_work=not is_off and own.is_open(at),
        room=capacity - points,
        away_until=away.ends if away is not None else None,
        stand_in_id=away.stand_in_id if away is not None else None,
    )


def own_hours(hours: BusinessHours, profile: WorkProfile | None) -> BusinessHours:
    """Return when a person works: the brand's calendar with their own weekdays, where they have set any."""
    if profile is None or not profile.hours:
        return hours
    days = {int(day): tuple(_stretch(each) for each in stretches) for day, stretches in profile.hours.items()}
    return hours.with_weekdays(days)


def _stretch(written: Iterable[str]) -> tuple[time, time]:
    opens, closes = written
    return time.fromisoformat(opens), time.fromisoformat(closes)


def last_handed_to(by: Actor) -> list[tuple[int | None, int | None]]:
    """Return to whom a person has handed cases lately, newest first: (person, team), each once. One query."""
    rows = Assignment.objects.filter(by_id=by.user_id or 0, withdrawn_at=None).order_by("-id")
    pairs = rows.values_list("user_id", "team_id")[:_NEWEST]
    return list(dict.fromkeys(pair for pair in pairs if pair[0] != by.user_id))
