"""How a process notices that something was committed, in itself or in another one."""

from __future__ import annotations

import threading
from typing import Protocol

from django.db import connection

from kulanz.events.notices import Notices

CHANNEL = "kulanz_events"
POLL = 0.2  # seconds between looks at SQLite's data_version, which costs 10 microseconds


class Watcher(Protocol):
    """Waits for commits. Every call raises ``django.db.Error`` where the database is away."""

    def wait(self, woken: threading.Event) -> None:
        """Return when there may be something new, or ``woken`` is set; at the latest after ten seconds."""

    def close(self) -> None:
        """Give back what it holds."""


def watcher() -> Watcher:
    """Return the watcher of this database, for the thread that asks."""
    return NotifyWatcher() if connection.vendor == "postgresql" else DataVersionWatcher()


class DataVersionWatcher:
    """SQLite: another connection committed something."""

    def __init__(self) -> None:
        self._version = self._read()

    def wait(self, woken: threading.Event) -> None:
        """See ``Watcher``."""
        # Ten seconds altogether, as every watcher promises.
        for _ in range(50):
            if woken.wait(POLL):
                woken.clear()
                return
            version = self._read()
            if version != self._version:
                self._version = version
                return

    def close(self) -> None:
        """Nothing to give back."""

    def _read(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA data_version")
            return int(cursor.fetchone()[0])


class NotifyWatcher:
    """PostgreSQL: a trigger on the events' table notifies after each commit."""

    def __init__(self) -> None:
        self._notices = Notices(CHANNEL)

    def wait(self, woken: threading.Event) -> None:
        """See ``Watcher``: after a second at the latest (latecomers, the end of the process)."""
        self._notices.wait()

    def close(self) -> None:
        """Give the connection back."""
        self._notices.close()
