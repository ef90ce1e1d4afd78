"""The broadcaster: one thread per process reads new events for every open page, and sleeps while none is open."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from django.db import Error, connection, connections

from kulanz.core.clock import now
from kulanz.events import wakeup
from kulanz.events.actor import Sight

from .news import BATCH, News, newest_id, newest_of_each, news_after
from .subscription import Subscription, by_now, sights
from .watchers import watcher

RECHECK = timedelta(seconds=60)  # how long a person who may no longer see something still hears that it changed
# PostgreSQL hands out ids before the commit: a lower id may become visible after a higher one.
LATE = timedelta(seconds=10)
LATE_IDS = 200
A_SHIFT = 100_000  # events of the largest house while a token lasts: nobody is asked to read on behind them
log = logging.getLogger(__name__)


class Subscriber(Protocol):
    """An open page, as the broadcaster sees it. Its methods are called from the broadcaster's thread."""

    user_id: int

    def deliver(self, news: Iterable[News]) -> None:
        """Pass on what the person may hear."""

    def renew(self, sight: Sight | None) -> None:
        """Take what the person may see by now; ``None`` ends the stream of one who may no longer sign in."""

    def end(self) -> None:
        """Close the page's stream."""


class Broadcaster:
    """Reads new events and publishes them to every open page."""

    def __init__(self) -> None:
        self._subscribers: set[Subscriber] = set()
        self._guard = threading.Lock()
        self._open = threading.Event()  # set while somebody listens
        self._reading = threading.Event()  # set while events are read, so that a look back leaves no gap
        self._closed = False
        self._pause = threading.Event()
        self._woken = wakeup.EVENTS.subscribe()
        self._thread: threading.Thread | None = None

    def subscribe(self, subscriber: Subscriber) -> None:
        """Begin to tell ``subscriber``."""
        with self._guard:
            if self._closed:
                subscriber.end()
                return
            self._subscribers.add(subscriber)
            self._open.set()
            # With the first page: a process that shows none has no such thread.
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="live", daemon=True)
                self._thread.start()

    def unsubscribe(self, subscriber: Subscriber) -> None:
        """Forget ``subscriber``."""
        with self._guard:
            self._subscribers.discard(subscriber)
            if not self._subscribers:
                self._open.clear()
                # The reader rests from here on: who comes next waits until it has found its place again.
                self._reading.clear()

    def close(self) -> None:
        """End every stream and the thread."""
        with self._guard:
            self._closed = True
            subscribers = list(self._subscribers)
        for subscriber in subscribers:
            subscriber.end()
        self._open.set()
        self._woken.set()
        self._pause.set()

    def look_back(self, after: int | None, subscription: Subscription) -> list[News]:
        """Return what a page missed. Call it after ``subscribe``: it waits until new events are being read."""
        self._reading.wait(2.0)
        return self.since(after, subscription)[1]

    def by_now(self, subscription: Subscription) -> Subscription | None:
        """Return what its owner may see at this moment, ``None`` where they may no longer sign in: people leave.

        While the database is away nobody is let in and nobody is sent away for good: then it raises ``Error``.
        """
        try:
            return by_now(subscription)
        finally:
            connection.close()

    def since(self, after: int | None, subscription: Subscription) -> tuple[int, list[News]]:
        """Return the newest id and what a page may hear after ``after``, else since it was made.

        A page that has missed more than ``BATCH`` news hears the newest of each subject: it fetches a part once.
        """
        try:
            last = newest_id()
            is_known = after is not None and after <= last  # a house that was restored counts from an earlier place
            start = max(after - _late_ids(), last - A_SHIFT) if after is not None and is_known else last - BATCH
            made = subscription.since - (LATE if is_known else timedelta(seconds=1))
            found = [each for each in news_after(start, since=made) if each.may_hear(subscription)]
            return last, newest_of_each(found) if len(found) > BATCH else found
        finally:
            connection.close()

    def _run(self) -> None:
        while not self._closed:
            try:
                self._read_while_open()
            except Error as problem:
                log.warning("the events cannot be read, every page will ask again: %s", problem)
                self._begin_anew()
                self._pause.wait(1.0)
        connections.close_all()

    def _begin_anew(self) -> None:
        """After a restart of the database the old connection is dead for good, and nobody knows what was missed.

        Every open stream ends: its page comes back with the last id that it saw and gets exactly what came since.
        """
        connections.close_all()
        with self._guard:
            subscribers = list(self._subscribers)
        for subscriber in subscribers:
            subscriber.end()

    def _read_while_open(self) -> None:
        commits = watcher()
        seen = _Seen()
        checked_at = now()
        try:
            while not self._closed:
                if not self._reading.is_set():
                    self._open.wait()
                    seen = _Seen()
                    self._reading.set()
                self._publish(seen.fresh())
                if now() - checked_at > RECHECK:
                    checked_at = now()
                    self._recheck()
                commits.wait(self._woken)
        finally:
            # Whoever subscribes after a failure waits until a new reader has found its place.
            self._reading.clear()
            commits.close()

    def _publish(self, news: Sequence[News]) -> None:
        if not news:
            return
        with self._guard:
            subscribers = list(self._subscribers)
        for subscriber in subscribers:
            subscriber.deliver(news)

    def _recheck(self) -> None:
        """Take the rights of everybody who listens from the database again: people leave, teams change."""
        with self._guard:
            subscribers = list(self._subscribers)
        may_see = sights(sorted({subscriber.user_id for subscriber in subscribers}))
        for subscriber in subscribers:
            subscriber.renew(may_see.get(subscriber.user_id))


class _Seen:
    """Which events were told already. On PostgreSQL the last seconds are read again for latecomers."""

    def __init__(self) -> None:
        self._recent: deque[tuple[int, datetime]] = deque()
        self._known: set[int] = set()
        self._floor = newest_id() - _late_ids()
        if _late_ids():
            self.fresh()  # those are not new, only what appears between them

    def fresh(self) -> list[News]:
        """Return news that were not returned before."""
        found = news_after(self._floor, known=self._known)
        if connection.vendor != "postgresql":
            self._floor = found[-1].id if found else self._floor
            return found
        at = now()
        for each in found:
            self._known.add(each.id)
            self._recent.append((each.id, at))
        while self._recent and at - self._recent[0][1] > LATE:
            old, _ = self._recent.popleft()
            self._known.discard(old)
            self._floor = max(self._floor, old)
        return found


def _late_ids() -> int:
    return LATE_IDS if connection.vendor == "postgresql" else 0
