"""Setting how a person works: their hours, how much they may carry, what they can."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import time
from typing import Any

from django.db import transaction

from kulanz.core.refusals import NotAllowed, NotFound
from kulanz.events import log
from kulanz.events.actor import Actor
from kulanz.events.changes import compared
from kulanz.people.events import SetupChanged
from kulanz.people.models import User
from kulanz.people.written_hours import write_day

from ..models import WorkProfile
from ..queries.load import weights
from ..rules import LANGUAGES, LEAST_CAPACITY, MOST_CAPACITY, own_bounds

Hours = Mapping[int, Sequence[tuple[time, time]]]


def save_hours(*, by: Actor, user_id: int, hours: Hours, capacity: int | None) -> None:
    """Set when a person works (weekday, 0 for Monday, to stretches; none for the brand's hours) and what they carry.

    ``capacity`` is kept within ``rules.own_bounds`` where they set it themselves, ``None`` means what is usual. An
    administrator may set it for others; that is an event, without the figure. Raises ``NotAllowed`` or ``NotFound``.
    """
    _require_may(by, user_id)
    stored = {str(day): [[f"{a:%H:%M}", f"{b:%H:%M}"] for a, b in each] for day, each in sorted(hours.items()) if each}
    with transaction.atomic():
        if capacity is not None:
            kept = WorkProfile.objects.filter(user_id=user_id).values_list("capacity", flat=True).first()
            own = own_bounds(weights().capacity, kept)
            least, most = (LEAST_CAPACITY, MOST_CAPACITY) if by.is_admin else own
            capacity = min(max(capacity, least), most)
        _save(by, user_id, hours=stored, capacity=capacity)


def save_skills(*, by: Actor, user_id: int, skills: Collection[int], languages: Collection[str]) -> None:
    """Set what a person can and which languages they speak (codes). Only administrators; it is an event.

    Raises ``NotAllowed`` or ``NotFound``.
    """
    if not by.is_admin:
        raise NotAllowed
    with transaction.atomic():
        _save(by, user_id, skills=skills, languages=[code for code in LANGUAGES if code in languages])


def _save(by: Actor, user_id: int, *, skills: Collection[int] | None = None, **values: Any) -> None:
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        raise NotFound
    # Locked: two who set different things of one person at once lose neither.
    profile, _made = WorkProfile.objects.select_for_update().get_or_create(user=user)
    before = _in_words(profile)
    for name, value in values.items():
        setattr(profile, name, value)
    profile.save(update_fields=list(values))
    if skills is not None:
        profile.skills.set(skills)
    # How much somebody carries is told to no superior: only that it was set, as of a secret.
    changes = [
        {"field": each["field"]} if each["field"] == "capacity" else each
        for each in compared(before, _in_words(profile))
    ]
    # What somebody sets for themselves is their own business, like their language.
    if changes and by.user_id != user_id:
        log.record(SetupChanged("work", user.name, [each["field"] for each in changes], user_id, changes), by=by)


def _in_words(profile: WorkProfile) -> dict[str, str]:
    """What is set, as the audit compares it: days as numbers, so that it reads the same in every language."""
    stretches = {
        day: write_day((time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in each)
        for day, each in profile.hours.items()
    }
    return {
        "own_hours": "; ".join(f"{int(day) + 1}: {written}" for day, written in stretches.items()),
        "capacity": "" if profile.capacity is None else str(profile.capacity),
        "skills": ", ".join(profile.skills.values_list("name", flat=True)),
        "languages": ", ".join(profile.languages),
    }


def _require_may(by: Actor, user_id: int) -> None:
    if by.user_id is None or not (by.user_id == user_id or by.is_admin):
        raise NotAllowed
