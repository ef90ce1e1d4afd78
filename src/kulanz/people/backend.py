"""Loads the signed-in person together with their teams: one query on every page instead of two."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import F, QuerySet
from django.db.models.expressions import Combinable

from kulanz.core.prepared import prepared

from .models import User

# Filled by config/wiring.py: what upper rooms want read along with the signed-in person, by the name it has there.
_along: dict[str, Callable[[], Combinable]] = {}


def register(along: Mapping[str, Callable[[], Combinable]]) -> None:
    """Set what is read along with the signed-in person of each page. Called once by the wiring table."""
    _along.clear()
    _along.update(along)


class PersonBackend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's sign-in; ``get_user`` brings the ids of the person's teams along as ``user.known_team_ids``."""

    def get_user(self, user_id: int) -> User | None:
        """Return the active person of a session, or ``None``."""
        rows = _with_seats(user_id)
        if not rows or not rows[0].is_active:
            return None
        # One row for each team, all of the same person.
        user: User = rows[0]
        user.known_team_ids = frozenset(vars(row)["seat"] for row in rows if vars(row)["seat"] is not None)
        return user


@prepared
def _with_seats(user_id: int) -> QuerySet[User]:
    along = {name: build() for name, build in _along.items()}
    return User.objects.filter(pk=user_id).annotate(seat=F("memberships__team_id"), **along)
