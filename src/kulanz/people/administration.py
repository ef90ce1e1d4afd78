"""Setting up the house: brands, teams, people, hours. Only administrators, and every change is an event."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Iterable, Sequence
from datetime import date, time, timedelta
from typing import Any

from django.db import models, transaction

from kulanz.core.clock import now
from kulanz.core.refusals import NotFound, Refused
from kulanz.events import log
from kulanz.events.actor import Actor, ActorKind
from kulanz.events.changes import Change, compared, stored_values, values_of

from .access import require_admin
from .events import SetupChanged
from .models import Brand, ClosedDay, Invitation, Membership, OpeningTime, Team, User

INVITATION_LIFE = timedelta(days=7)
ROLES = ("is_agent", "is_lead", "is_boss", "is_admin")


class LastAdministrator(Refused):
    """The last administrator cannot leave: nobody could let anybody in again."""

    code = "last-administrator"


def save(thing: models.Model, *, by: Actor, changed: Collection[str]) -> None:
    """Save a brand or team whose form was valid. No change, no event."""
    require_admin(by)
    if not changed and thing.pk is not None:
        return
    with transaction.atomic():
        # From the database: the form has put the new values into the row already.
        before = stored_values(thing, sorted(changed))
        thing.save()
        _tell(by, thing, sorted(changed), compared(before, values_of(thing, sorted(changed))))


def archive(rows: models.QuerySet[Any], *, row_id: int, by: Actor, archived: bool) -> None:
    """Take one of the rows out of use by its ``archived_at``, or back into it. No change, no event.

    Raises ``NotFound``.
    """
    require_admin(by)
    with transaction.atomic():
        thing = rows.select_for_update().filter(pk=row_id).first()
        if thing is None:
            raise NotFound
        if (thing.archived_at is not None) != archived:
            thing.archived_at = now() if archived else None
            save(thing, by=by, changed=["archived_at"])


def save_user(user: User, *, by: Actor, changed: Collection[str], teams: Collection[Team]) -> None:
    """Save a person's roles and teams. Raises ``LastAdministrator``."""
    require_admin(by)
    with transaction.atomic():
        if not _administrators() - {user.pk} and not (user.is_admin and user.is_active):
            raise LastAdministrator
        fields = sorted({*changed} - {"member_of"})
        was = {**stored_values(user, fields), "teams": _names(Team.objects.filter(members=user))}
        user.save()
        before = set(Membership.objects.filter(user=user).values_list("team_id", flat=True))
        after = {team.pk for team in teams}
        Membership.objects.filter(user=user, team_id__in=before - after).delete()
        Membership.objects.bulk_create([Membership(user=user, team_id=team) for team in sorted(after - before)])
        what = sorted({*changed, *(["teams"] if before != after else [])})
        _tell(by, user, what, compared(was, {**values_of(user, fields), "teams": _names(teams)}))


def _names(teams: Iterable[Team]) -> str:
    return ", ".join(sorted(team.name for team in teams))


def _administrators() -> set[int]:
    """Return who lets people in, locked: two who demote each other in the same instant must not both succeed."""
    rows = User.objects.select_for_update().filter(is_admin=True, is_active=True)
    return set(rows.order_by("pk").values_list("pk", flat=True))


def save_hours(
    brand: Brand,
    *,
    by: Actor,
    hours: Sequence[tuple[int, time, time]],
    closed: Sequence[tuple[date, str]],
) -> None:
    """Write a brand's business hours anew: (weekday 0 to 6, opens, closes) in its zone, and its extra closed days."""
    require_admin(by)
    with transaction.atomic():
        before = _hours_in_words(brand)
        brand.opening_times.all().delete()
        brand.closed_days.all().delete()
        OpeningTime.objects.bulk_create(
            [OpeningTime(brand=brand, weekday=day, opens=opens, closes=closes) for day, opens, closes in hours]
        )
        ClosedDay.objects.bulk_create([ClosedDay(brand=brand, date=day, name=name) for day, name in closed])
        _tell(by, brand, ["hours"], compared(before, _hours_in_words(brand)))


def _hours_in_words(brand: Brand) -> dict[str, str]:
    """The seven days ("day_0" is Monday) and the closed days, as the audit compares them."""
    days = {f"day_{day}": "" for day in range(7)}
    for each in brand.opening_times.all():
        stretch = f"{each.opens:%H:%M}-{'24:00' if each.closes == time(0) else f'{each.closes:%H:%M}'}"
        days[f"day_{each.weekday}"] = ", ".join(filter(None, [days[f"day_{each.weekday}"], stretch]))
    closed = [f"{each.date:%d.%m.}{'' if each.is_yearly else each.date.year} {each.name}".strip()
              for each in brand.closed_days.all()]  # fmt: skip
    return {**days, "closed": ", ".join(closed)}


def invite(
    *, by: Actor, email: str, name: str, roles: Collection[str], teams: Collection[Team]
) -> tuple[Invitation, str]:
    """Keep a seat for somebody. Returns the invitation and its secret, which exists nowhere else.

    An earlier open invitation to the same address is revoked.
    """
    inviter = require_admin(by)
    secret = secrets.token_urlsafe(24)
    address = email.strip().casefold()
    with transaction.atomic():
        # Else the earlier secret would go on opening the house, with the roles it was given then.
        Invitation.objects.filter(email=address, accepted_at=None, revoked_at=None).update(revoked_at=now())
        invitation = Invitation.objects.create(
            email=address,
            name=name.strip(),
            roles=[role for role in ROLES if role in roles],
            secret_digest=_digest(secret),
            invited_by_id=inviter,
            expires_at=now() + INVITATION_LIFE,
        )
        invitation.teams.set(teams)
        given = {"roles": ", ".join(invitation.roles), "teams": _names(teams)}
        _tell(by, invitation, ["invited"], compared({}, given))
    return invitation, secret


def revoke_invitation(*, by: Actor, invitation_id: int) -> None:
    """Take an open invitation back."""
    require_admin(by)
    with transaction.atomic():
        invitation = Invitation.objects.filter(pk=invitation_id, accepted_at=None, revoked_at=None).first()
        if invitation is not None:
            Invitation.objects.filter(pk=invitation_id).update(revoked_at=now())
            _tell(by, invitation, ["revoked"])


def invitation_for(secret: str) -> Invitation | None:
    """Return the open invitation a secret belongs to; ``None`` when it is used, revoked, expired or made up."""
    return Invitation.objects.filter(
        secret_digest=_digest(secret), accepted_at=None, revoked_at=None, expires_at__gt=now()
    ).first()


def accept_invitation(secret: str, *, name: str, password: str, language: str = "de") -> User | None:
    """Turn an open invitation into a person who can sign in. A second acceptance finds nothing.

    ``None`` as well where somebody of this address is here already, who has a password of their own.
    """
    with transaction.atomic():
        invitation = Invitation.objects.select_for_update().filter(secret_digest=_digest(secret)).first()
        # Asked behind the lock: of two acceptances at once the second finds it used.
        if invitation is None or invitation_for(secret) is None:
            return None
        if User.objects.filter(email=invitation.email).exists():
            return None
        roles = {role: role in invitation.roles for role in ROLES}
        user = User.objects.create_user(invitation.email, password, name=name.strip()[:100], language=language, **roles)
        Membership.objects.bulk_create([Membership(user=user, team=team) for team in invitation.teams.all()])
        Invitation.objects.filter(pk=invitation.pk).update(accepted_at=now())
        log.record(
            SetupChanged("user", user.name, ["invitation accepted"], user.pk),
            by=Actor(kind=ActorKind.USER, id=user.pk, name=user.name),
        )
    return user


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _tell(by: Actor, thing: models.Model, what: list[str], changes: Sequence[Change] = ()) -> None:
    log.record(SetupChanged(thing._meta.model_name or "", str(thing), what, thing.pk, list(changes)), by=by)
