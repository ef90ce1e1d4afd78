"""Threads that take turns until they are stopped. A database that is away costs a turn, never the thread."""

from __future__ import annotations

import logging
import threading
from abc import ABC, abstractmethod

from django.db import Error, connections

AWAY = 1.0  # seconds to wait for a database that cannot be reached
log = logging.getLogger(__name__)


class Loop(ABC):
    """A thread of its own that calls ``turn`` again and again."""

    def __init__(self, name: str) -> None:
        self.stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    @abstractmethod
    def turn(self) -> float:
        """Do what is to be done now. Returns the seconds until the next turn."""

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self, seconds: float) -> None:
        """Take no further turn, and wait for the present one, but no longer than ``seconds``."""
        self.stopping.set()
        self._thread.join(max(0.0, seconds))

    def _run(self) -> None:
        while not self.stopping.is_set():
            try:
                pause = self.turn()
            except Error as problem:
                log.warning("%s: the database cannot be asked: %s", self._thread.name, problem)
                connections.close_all()  # a connection that broke stays broken
                pause = AWAY
            self.stopping.wait(pause)
        connections.close_all()
