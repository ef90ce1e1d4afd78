"""Loads the signed-in person together with their teams: one query on every page instead of two."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend

from .models import Membership, User


class PersonBackend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's sign-in; ``get_user`` brings the ids of the person's teams along as ``user.known_team_ids``."""

    def get_user(self, user_id: int) -> User | None:
        """Return the active person of a session, or ``None``."""
        seats = list(Membership.objects.filter(user_id=user_id).select_related("user"))
        user = seats[0].user if seats else User.objects.filter(pk=user_id).first()
        if user is None or not user.is_active:
            return None
        user.known_team_ids = frozenset(seat.team_id for seat in seats)
        return user
