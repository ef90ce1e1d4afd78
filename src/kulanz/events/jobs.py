"""The doorway for work after the commit: one shape, two engines, chosen by the database.

A job is written in the transaction of the change that wants it, so that it exists exactly when the change does.
It runs at least once: handlers are idempotent.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from kulanz.core.clock import now

# Priorities: the higher runs first.
FIRST = 20  # what a person is waiting for: mails out
NORMAL = 0
IDLE = -20  # what can wait until no mail arrives: reading aids, counts


@dataclass(frozen=True, slots=True)
class Order:
    """One job to be written: registered name, JSON arguments, priority, earliest time; a ``key`` waits only once."""

    name: str
    arguments: dict[str, Any] = field(default_factory=dict)
    priority: int = NORMAL
    due_at: datetime | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """A registered function: what it does, and how often and how patiently it is tried again."""

    name: str
    run: Callable[..., None]
    attempts: int
    first_pause: timedelta

    def later(
        self, *, at: datetime | None = None, key: str | None = None, priority: int = NORMAL, **arguments: Any
    ) -> None:
        """Write a job that runs this function after the commit, not before ``at``."""
        enqueue_all([Order(self.name, arguments, priority, at, key)])


_registry: dict[str, Work] = {}


def work(
    name: str, *, attempts: int = 8, first_pause: timedelta = timedelta(seconds=10)
) -> Callable[[Callable[..., None]], Work]:
    """Register a function under ``name``. It takes plain JSON values only and may run more than once.

    After a failure it runs again after ``first_pause``, then after twice as long each time, ``attempts`` times in all.
    """

    def register(function: Callable[..., None]) -> Work:
        _registry[name] = Work(name, function, attempts, first_pause)
        return _registry[name]

    return register


def registered(name: str) -> Work:
    """Return the function registered under ``name``. Raises ``KeyError`` for an unknown one."""
    return _registry[name]


def all_registered() -> list[Work]:
    """Return every registered function, by name."""
    return [_registry[name] for name in sorted(_registry)]


def enqueue_all(orders: Sequence[Order]) -> None:
    """Write jobs with the engine of the database, inside the transaction that is open."""
    if not orders:
        return
    _engine().enqueue_all(orders)


def pause_after(attempts: int, first_pause: timedelta) -> timedelta:
    """Return how long to wait after the ``attempts``-th failure: doubling, at most a day."""
    doublings = max(0, min(attempts - 1, 20))
    return min(first_pause * (1 << doublings), timedelta(days=1))


def due(at: datetime | None) -> datetime:
    """Return ``at``, or this moment."""
    return at or now()


def _engine() -> Any:
    if connection.vendor == "postgresql":
        from .engines import procrastinate  # noqa: PLC0415 - only where PostgreSQL is used

        return procrastinate
    from .engines import table  # noqa: PLC0415 - the counterpart of the line above

    return table
