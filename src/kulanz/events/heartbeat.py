"""Signs of life: each process says regularly which roles it plays, so that others notice when nobody plays one."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from datetime import timedelta

from django.db import Error, connections

from kulanz.core.clock import now

from .models import Heartbeat

EVERY = 20.0  # seconds
SILENT_AFTER = timedelta(seconds=90)
log = logging.getLogger(__name__)


def beat(roles: Sequence[str]) -> None:
    """Say that these roles are played at this moment."""
    rows = [Heartbeat(role=role, at=now()) for role in roles]
    Heartbeat.objects.bulk_create(rows, update_conflicts=True, unique_fields=["role"], update_fields=["at"])


def silent(roles: Sequence[str]) -> list[str]:
    """Return those of ``roles`` that nobody has played for a minute and a half."""
    alive = set(Heartbeat.objects.filter(at__gt=now() - SILENT_AFTER).values_list("role", flat=True))
    return [role for role in roles if role not in alive]


class Heart:
    """The thread that beats for the roles of this process."""

    def __init__(self, roles: Sequence[str]) -> None:
        self._roles = roles
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="heartbeat", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self, seconds: float) -> None:
        """End within ``seconds``."""
        self._stopping.set()
        self._thread.join(seconds)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                beat(self._roles)
            except Error:
                log.warning("no sign of life could be given: the database is away")
            finally:
                connections.close_all()
            self._stopping.wait(EVERY)
