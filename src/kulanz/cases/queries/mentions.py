"""Whom a note calls, before it is written."""

from __future__ import annotations

from dataclasses import dataclass

from kulanz.people.actors import sight_of
from kulanz.people.models import User

from ..mentioning import called_in
from ..models import Case


@dataclass(frozen=True, slots=True)
class Meant:
    """Whom a note calls: ``told`` see it, ``barred`` may not open the case, ``unclear`` first names several have."""

    told: tuple[User, ...] = ()
    barred: tuple[User, ...] = ()
    unclear: tuple[str, ...] = ()


def meant_by(*, text: str, case: Case) -> Meant:
    """Find out whom ``text`` calls by "@name". No query without an @, else two."""
    if "@" not in text:
        return Meant()
    people = list(User.objects.filter(is_active=True).prefetch_related("memberships").order_by("name", "id"))
    called = called_in(text, [(user.pk, user.name) for user in people])
    meant = [user for user in people if user.pk in called.ids]
    told = tuple(user for user in meant if sight_of(user).covers(case.team_id))
    return Meant(told, tuple(user for user in meant if user not in told), called.unclear)
