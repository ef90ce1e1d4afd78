"""Whom a note calls, before it is written, and where a person was called and has not looked yet."""

from __future__ import annotations

from dataclasses import dataclass

from kulanz.events.actor import Actor
from kulanz.people.actors import sight_of
from kulanz.people.models import User

from ..mentioning import called_in
from ..models import Case, Mention
from ..models.case import seen_by

MOST_MENTIONS = 12


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


def unseen_mentions(actor: Actor) -> list[Mention]:
    """Return where the actor is called and has not looked yet, newest first. One query."""
    rows = Mention.objects.filter(seen_by(actor.sight, "note__case__"), user_id=actor.user_id or 0, seen_at=None)
    return list(rows.select_related("note__author", "note__case__customer").order_by("-id")[:MOST_MENTIONS])
