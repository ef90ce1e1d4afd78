"""The doorway for work after the commit: one shape, two engines, chosen by the database.

A job is written in the transaction of the change that wants it, so that it exists exactly when the change does.
It runs at least once: handlers are idempotent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.db import connection, transaction

from kulanz.core.clock import now

from .models import Job

# Priorities: the higher runs first.
FIRST = 20  # what a person is waiting for: mails out
NORMAL = 0
IDLE = -20  # what can wait until no mail arrives: reading aids, counts

ATTEMPTS = 8
FIRST_PAUSE = timedelta(seconds=10)


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
    name: str, *, attempts: int = ATTEMPTS, first_pause: timedelta = FIRST_PAUSE
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


def patience(name: str) -> tuple[int, timedelta]:
    """Return attempts and first pause of ``name``; an unknown one, left by another version, gets the usual ones."""
    known = _registry.get(name)
    return (known.attempts, known.first_pause) if known else (ATTEMPTS, FIRST_PAUSE)


def all_registered() -> list[Work]:
    """Return every registered function, by name."""
    return [_registry[name] for name in sorted(_registry)]


def enqueue_all(orders: Sequence[Order]) -> None:
    """Write jobs with the engine of the database, inside the transaction that is open."""
    if orders and not _silent.get():
        _engine().enqueue_all(orders)


@contextmanager
def silenced() -> Iterator[None]:
    """Write no jobs for what happens inside: the demo company's past must not send a single mail."""
    token = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(token)


_silent: ContextVar[bool] = ContextVar("_silent", default=False)


def waiting_count() -> int:
    """Return how many jobs wait or run at this moment."""
    return int(_engine().waiting_count())


def oldest_due() -> datetime | None:
    """Return since when the job that waits longest should have run; ``None`` where none is late. Idle work may wait."""
    found: datetime | None = _engine().oldest_due()
    return found


def struggling(attempts: int = 3) -> list[str]:
    """Return the names of jobs that failed at least ``attempts`` times and will be tried again; at most 20."""
    names: list[str] = _engine().struggling(attempts)
    return names


def failed(limit: int = 100) -> list[Job]:
    """Return the newest jobs that failed for good, with their last error. Both engines keep them in one table."""
    return list(Job.objects.filter(state=Job.State.FAILED).order_by("-id")[:limit])


def run_again(job_id: int) -> bool:
    """Let a job that failed for good begin anew. Returns whether there was one of this id."""
    job = Job.objects.filter(pk=job_id, state=Job.State.FAILED).first()
    if job is None:
        return False
    with transaction.atomic():
        if not Job.objects.filter(pk=job_id, state=Job.State.FAILED).delete()[0]:
            return False
        enqueue_all([Order(job.name, job.arguments, job.priority, None, job.key)])
    return True


def run_due() -> int:
    """Run everything that is due, in this thread, and return how many jobs ran. For tests and tools."""
    return int(_engine().run_due())


class Worker(Protocol):
    """Something that runs jobs until it is stopped."""

    def start(self) -> None:
        """Begin to run jobs, in threads of its own."""

    def stop(self, seconds: float) -> None:
        """Take no new job, wait up to ``seconds`` for the running ones, leave the rest to the next worker."""


def worker(threads: int) -> Worker:
    """Return a worker with the engine of the database that runs up to ``threads`` jobs at a time."""
    engine_worker: Worker = _engine().Worker(threads)
    return engine_worker


def idle_may_run() -> bool:
    """Say whether jobs of IDLE priority may run: not while anything more urgent than a job is waiting."""
    return not any(is_busy() for is_busy in _busy_signs)


# Filled by config/wiring.py: upper rooms say when idle work has to wait, for example while mails wait to be read.
_busy_signs: list[Callable[[], bool]] = []


def let_idle_wait_while(*signs: Callable[[], bool]) -> None:
    """Set the questions of which any "yes" keeps idle work waiting. Called once by the wiring table."""
    _busy_signs[:] = signs


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
