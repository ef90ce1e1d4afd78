"""The doorway for work after the commit: one shape, two engines, chosen by the database (``apps.py``).

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

from django.db import transaction

from .models import Job

# Priorities: the higher runs first.
FIRST = 20  # what a person is waiting for: mails out
NORMAL = 0
IDLE = -20  # what can wait until no mail arrives: reading aids, counts

ATTEMPTS = 8
FIRST_PAUSE = timedelta(seconds=10)
DEAD_AFTER = timedelta(seconds=30)  # how long a worker may be silent before others take up what it was doing


@dataclass(frozen=True, slots=True)
class NewJob:
    """One job to be written: registered name, JSON arguments, priority, earliest time; a ``key`` waits only once."""

    name: str
    arguments: dict[str, Any] = field(default_factory=dict)
    priority: int = NORMAL
    due_at: datetime | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class RegisteredJob:
    """A registered function: what it does, and how often and how patiently it is tried again."""

    name: str
    run: Callable[..., None]
    attempts: int
    first_pause: timedelta

    def later(
        self, *, at: datetime | None = None, key: str | None = None, priority: int = NORMAL, **arguments: Any
    ) -> None:
        """Write a job that runs this function after the commit, not before ``at``."""
        enqueue_all([NewJob(self.name, arguments, priority, at, key)])


@dataclass(frozen=True, slots=True)
class TakenJob:
    """A job that a worker took: ``attempts`` counts this one; ``worker`` is whoever has it, where the engine knows."""

    id: int
    name: str
    arguments: dict[str, Any]
    priority: int
    key: str | None
    attempts: int
    worker: int | None = None


class Engine(Protocol):
    """Where jobs wait. Its methods may be called from any thread."""

    channel: str
    """What PostgreSQL notifies of new jobs on; empty where only this process writes them, or polling must do."""

    def enqueue_all(self, new: Sequence[NewJob]) -> None:
        """Write jobs; one whose key already waits is left out."""

    def claim(self, limit: int, least: int, worker: int | None) -> list[TakenJob]:
        """Take up to ``limit`` due jobs of priority ``least`` or more, the most urgent first."""

    def finish(self, ids: Sequence[int]) -> None:
        """Delete what is done."""

    def give_back(self, job: TakenJob) -> None:
        """Let a job wait again that was taken and not begun."""

    def retry(self, job: TakenJob, at: datetime, error: str) -> None:
        """Let a job that failed wait until ``at``; one whose key waits already is dropped."""

    def file(self, job: TakenJob, error: str) -> None:
        """Keep a job that failed for good where ``failed`` finds it."""

    def enter(self) -> int:
        """Put a worker into the register. Returns its number."""

    def leave(self, worker: int) -> None:
        """Take a worker that has nothing in hand out of the register."""

    def keep_alive(self, worker: int, running: Sequence[int]) -> bool:
        """Say that the worker lives and what it runs. Returns whether it is still in the register."""

    def abandoned(self, worker: int) -> list[TakenJob]:
        """Return jobs that dead workers had in hand, and where the engine knows them, those of ``worker`` itself."""

    def next_due(self, asked_at: datetime) -> datetime | None:
        """Return when a job becomes due next that was not at ``asked_at``; ``None`` where nobody looks ahead."""

    def waiting_count(self) -> int:
        """Return how many jobs wait or run."""

    def oldest_due(self) -> datetime | None:
        """Return since when the job that waits longest should have run."""

    def struggling(self, attempts: int) -> list[str]:
        """Return the names of waiting jobs that failed at least ``attempts`` times; at most 20."""


_engine: list[Engine] = []


def use(engine: Engine) -> None:
    """Set the engine of this process. Called once, when Django is ready."""
    _engine[:] = [engine]


def engine() -> Engine:
    """Return the engine of this process."""
    return _engine[0]


_registry: dict[str, RegisteredJob] = {}


def job(
    name: str, *, attempts: int = ATTEMPTS, first_pause: timedelta = FIRST_PAUSE
) -> Callable[[Callable[..., None]], RegisteredJob]:
    """Register a function under ``name``. It takes plain JSON values only and may run more than once.

    After a failure it runs again after ``first_pause``, then after twice as long each time, ``attempts`` times in all.
    """

    def register(function: Callable[..., None]) -> RegisteredJob:
        _registry[name] = RegisteredJob(name, function, attempts, first_pause)
        return _registry[name]

    return register


def registered(name: str) -> RegisteredJob:
    """Return the function registered under ``name``. Raises ``KeyError`` for an unknown one."""
    return _registry[name]


def patience(name: str) -> tuple[int, timedelta]:
    """Return attempts and first pause of ``name``; an unknown one, left by another version, gets the usual ones."""
    known = _registry.get(name)
    return (known.attempts, known.first_pause) if known else (ATTEMPTS, FIRST_PAUSE)


def enqueue_all(new: Sequence[NewJob]) -> None:
    """Write jobs with the engine of the database, inside the transaction that is open."""
    if new and not _silent.get():
        engine().enqueue_all(new)


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
    return engine().waiting_count()


def oldest_due() -> datetime | None:
    """Return since when the job that waits longest should have run; ``None`` where none is late. Idle work may wait."""
    return engine().oldest_due()


def struggling(attempts: int = 3) -> list[str]:
    """Return the names of jobs that failed at least ``attempts`` times and will be tried again; at most 20."""
    return engine().struggling(attempts)


def failed(limit: int = 100) -> list[Job]:
    """Return the newest jobs that failed for good, with their last error. Both engines keep them in one table."""
    return list(Job.objects.filter(state=Job.State.FAILED).order_by("-id")[:limit])


def run_again(job_id: int) -> bool:
    """Let a job that failed for good begin anew. Returns whether there was one of this id."""
    job = Job.objects.filter(pk=job_id, state=Job.State.FAILED).first()
    if job is None:
        return False
    with transaction.atomic():
        # Of two presses in the same moment one finds the row.
        if not Job.objects.filter(pk=job_id, state=Job.State.FAILED).delete()[0]:
            return False
        enqueue_all([NewJob(job.name, job.arguments, job.priority, None, job.key)])
    return True


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
