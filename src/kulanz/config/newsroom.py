"""The reader of new events: one thread per process, asleep while no page is open."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from django.db import Error, connection, connections

from kulanz.core.clock import now
from kulanz.events import pulse
from kulanz.events.live import Listener, News, listeners_now, newest_id, news_after
from kulanz.events.notices import Notices

CHANNEL = "kulanz_events"
POLL = 0.2  # seconds between looks at SQLite's data_version, which costs 10 microseconds
RECHECK = timedelta(seconds=60)  # how long a person who may no longer see something still hears that it changed
# PostgreSQL hands out ids before the commit: a lower id may become visible after a higher one.
LATE = timedelta(seconds=10)
LATE_IDS = 200
BATCH = 1000
log = logging.getLogger(__name__)


class Audience(Protocol):
    """An open page, as the reader sees it."""

    listener: Listener | None
    user_id: int

    def tell(self, news: Iterable[News]) -> None:
        """Pass on what the person may hear."""

    def end(self) -> None:
        """Close the page's stream."""


class Newsroom:
    """Reads new events and tells every open page."""

    def __init__(self) -> None:
        self._clients: set[Audience] = set()
        self._guard = threading.Lock()
        self._open = threading.Event()  # set while somebody listens
        self._reading = threading.Event()  # set while events are read, so that a look back leaves no gap
        self._closed = False
        self._pause = threading.Event()
        self._woken = pulse.EVENTS.listen()
        self._thread: threading.Thread | None = None

    def welcome(self, client: Audience) -> None:
        """Begin to tell ``client``."""
        with self._guard:
            if self._closed:
                client.end()
                return
            self._clients.add(client)
            self._open.set()
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="live", daemon=True)
                self._thread.start()

    def farewell(self, client: Audience) -> None:
        """Forget ``client``."""
        with self._guard:
            self._clients.discard(client)
            if not self._clients:
                self._open.clear()
                self._reading.clear()

    def close(self) -> None:
        """End every stream and the thread."""
        with self._guard:
            self._closed = True
            clients = list(self._clients)
        for client in clients:
            client.end()
        self._open.set()
        self._woken.set()
        self._pause.set()

    def look_back(self, after: int | None, listener: Listener) -> list[News]:
        """Return what ``listener`` missed. Call it after ``welcome``: it waits until new events are being read."""
        self._reading.wait(2.0)
        return self.since(after, listener)[1]

    def by_now(self, listener: Listener) -> Listener | None:
        """Return what ``listener`` may hear at this moment, ``None`` where they may no longer sign in: people leave.

        While the database is away nobody is let in and nobody is sent away for good: then it raises ``Error``.
        """
        try:
            found = listeners_now([listener.user_id]).get(listener.user_id)
            return replace(found, since=listener.since) if found else None
        finally:
            connection.close()

    def since(self, after: int | None, listener: Listener) -> tuple[int, list[News]]:
        """Return the newest id and what ``listener`` may hear after ``after``, else since the page was made."""
        try:
            last = newest_id()
            start = max(last - BATCH, 0) if after is None else after - _late_ids()
            found = [each for each in news_after(start, limit=BATCH) if listener.may_hear(each)]
            if after is None:
                found = [each for each in found if each.at >= listener.since - timedelta(seconds=1)]
            return last, found
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
            clients = list(self._clients)
        for client in clients:
            client.end()

    def _read_while_open(self) -> None:
        sign = _NotifySign() if connection.vendor == "postgresql" else _VersionSign()
        seen = _Seen()
        checked_at = now()
        try:
            while not self._closed:
                if not self._reading.is_set():
                    self._open.wait()
                    seen = _Seen()
                    self._reading.set()
                self._tell(seen.fresh())
                if now() - checked_at > RECHECK:
                    checked_at = now()
                    self._recheck()
                sign.wait(self._woken)
        finally:
            self._reading.clear()
            sign.close()

    def _tell(self, news: Sequence[News]) -> None:
        if not news:
            return
        with self._guard:
            clients = list(self._clients)
        for client in clients:
            client.tell(news)

    def _recheck(self) -> None:
        """Take the rights of everybody who listens from the database again: people leave, teams change."""
        with self._guard:
            clients = list(self._clients)
        by_now = listeners_now(sorted({client.user_id for client in clients}))
        for client in clients:
            client.listener = by_now.get(client.user_id)
            if client.listener is None:
                client.end()


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
        found = [each for each in news_after(self._floor, limit=BATCH) if each.id not in self._known]
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


class _VersionSign:
    """SQLite: another connection committed something, in this process or another."""

    def __init__(self) -> None:
        self._version = self._read()

    def wait(self, woken: threading.Event) -> None:
        """Return when there may be something new, at the latest after ten seconds."""
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


class _NotifySign:
    """PostgreSQL: a trigger on the events' table notifies after each commit."""

    def __init__(self) -> None:
        self._notices = Notices(CHANNEL)

    def wait(self, woken: threading.Event) -> None:
        """Return when something was committed, at the latest after a second (latecomers, the end of the process)."""
        self._notices.wait()

    def close(self) -> None:
        """Give the connection back."""
        self._notices.close()


def _late_ids() -> int:
    return LATE_IDS if connection.vendor == "postgresql" else 0
