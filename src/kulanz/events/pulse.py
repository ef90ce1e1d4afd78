"""Waking those who wait for new rows, within this process and after the commit. A missed beat costs a poll, no row."""

from __future__ import annotations

import threading
import weakref

from django.db import transaction


class Pulse:
    """One heart: threads listen to it, transactions make it beat when they are committed."""

    def __init__(self) -> None:
        self._listeners: weakref.WeakSet[threading.Event] = weakref.WeakSet()
        self._guard = threading.Lock()

    def listen(self) -> threading.Event:
        """Return an event of the caller's own that every beat sets. It is forgotten together with the caller."""
        event = threading.Event()
        with self._guard:
            self._listeners.add(event)
        return event

    def beat(self) -> None:
        """Wake every listener now."""
        with self._guard:
            listeners = list(self._listeners)
        for event in listeners:
            event.set()

    def beat_after_commit(self) -> None:
        """Wake every listener when the open transaction is committed; at once where none is open."""
        if self._listeners:
            transaction.on_commit(self.beat)


JOBS = Pulse()
EVENTS = Pulse()
