"""Calling colleagues into a case by a note."""

from __future__ import annotations

from dataclasses import dataclass

from kulanz.core.clock import now
from kulanz.people.actors import sight_of
from kulanz.people.models import User

from ..mentioning import called_in
from ..models import Case, Mention, Note


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
    told = tuple(user for user in meant if may_open(user, case.team_id))
    return Meant(told, tuple(user for user in meant if user not in told), called.unclear)


def may_open(user: User, team_id: int | None) -> bool:
    """Say whether a person, read with their memberships, may open cases of a team. No query."""
    return sight_of(user).covers(team_id)


def record_mentions(note: Note, case: Case) -> None:
    """Tell those whom a note calls. Its author and those who may not see the case are left out."""
    told = meant_by(text=note.text, case=case).told
    Mention.objects.bulk_create([Mention(note=note, user=user) for user in told if user.pk != note.author_id])


def see_mentions(*, case_id: int, user_id: int, note_id: int | None = None) -> None:
    """Remember that a person has seen where they are called in a case, up to a note. One statement."""
    unseen = Mention.objects.filter(user_id=user_id, note__case_id=case_id, seen_at=None)
    (unseen if note_id is None else unseen.filter(note_id__lte=note_id)).update(seen_at=now())
