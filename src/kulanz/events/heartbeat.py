"""Signs of life: each process says regularly which roles it plays, so that others notice when nobody plays one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connections

from kulanz.core.clock import now

from .loops import Loop
from .models import Heartbeat

EVERY = 20.0  # seconds
SILENT_AFTER = timedelta(seconds=90)  # four signs of life may get lost


def beat(roles: Sequence[str]) -> None:
    """Say that these roles are played at this moment."""
    rows = [Heartbeat(role=role, at=now()) for role in roles]
    Heartbeat.objects.bulk_create(rows, update_conflicts=True, unique_fields=["role"], update_fields=["at"])


def silent(roles: Sequence[str]) -> list[str]:
    """Return those of ``roles`` that nobody has played for a minute and a half."""
    alive = set(Heartbeat.objects.filter(at__gt=now() - SILENT_AFTER).values_list("role", flat=True))
    return [role for role in roles if role not in alive]


def last(role: str) -> datetime | None:
    """Return when ``role`` was last played (aware); None where it never was."""
    return Heartbeat.objects.filter(role=role).values_list("at", flat=True).first()


class Heart(Loop):
    """The thread that beats for the roles of this process."""

    def __init__(self, roles: Sequence[str]) -> None:
        super().__init__("heartbeat")
        self._roles = roles

    def turn(self) -> float:
        """Beat once."""
        beat(self._roles)
        connections.close_all()  # nobody keeps a connection for one statement in twenty seconds
        return EVERY
