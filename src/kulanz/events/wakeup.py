"""Waking those who wait for new rows, within this process and after the commit. A missed call costs a poll, no row."""

from __future__ import annotations

import threading
import weakref

from django.db import transaction


class Wakeup:
    """Threads subscribe to it, transactions notify them when they are committed."""

    def __init__(self) -> None:
        self._subscribers: weakref.WeakSet[threading.Event] = weakref.WeakSet()
        self._guard = threading.Lock()

    def subscribe(self) -> threading.Event:
        """Return an event of the caller's own that every call sets. It is forgotten together with the caller."""
        event = threading.Event()
        with self._guard:
            self._subscribers.add(event)
        return event

    def notify(self) -> None:
        """Wake every subscriber now."""
        with self._guard:
            subscribers = list(self._subscribers)
        for event in subscribers:
            event.set()

    def notify_after_commit(self) -> None:
        """Wake every subscriber when the open transaction is committed; at once where none is open."""
        if self._subscribers:
            transaction.on_commit(self.notify)


JOBS = Wakeup()
EVENTS = Wakeup()
