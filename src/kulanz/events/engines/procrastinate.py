"""The PostgreSQL engine: Procrastinate's tables, triggers and workers' register, with our names, patience and keys.

Every job is one task of Procrastinate's that carries the registered name and its arguments; Procrastinate's own
commands and admin pages show and manage it. Taking and finishing are statements of ours, because one statement for
several jobs costs a tenth of Procrastinate's one for each (docs/decisions/0003). What fails for good is kept in our own
table with its error, so that the office lists and re-runs failures alike on both databases.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Min, OuterRef, Subquery
from django.db.models.functions import Coalesce
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import JobDeferrer

from kulanz.core.clock import now

from .. import jobs, wakeup
from ..jobs import NewJob, TakenJob
from ..models import Job

TASK = "kulanz"
WORK, IDLE_WORK = "work", "idle"
# What stands in the table counts the attempts that have ended: the one that begins is the next.
_CLAIM = """
    WITH next AS (
        SELECT id FROM procrastinate_jobs
        WHERE status = 'todo' AND priority >= %s AND (scheduled_at IS NULL OR scheduled_at <= %s)
        ORDER BY priority DESC, id LIMIT %s FOR UPDATE SKIP LOCKED
    ), taken AS (
        UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s FROM next
        WHERE procrastinate_jobs.id = next.id RETURNING procrastinate_jobs.*
    )
    SELECT id, args, priority, queueing_lock, attempts + 1, worker_id FROM taken ORDER BY priority DESC, id
"""

_GIVE_BACK = """
    UPDATE procrastinate_jobs SET status = 'todo', worker_id = NULL WHERE id = %s AND status = 'doing' RETURNING id
"""
_RETRY = """
    UPDATE procrastinate_jobs SET status = 'todo', worker_id = NULL, attempts = attempts + 1, scheduled_at = %s
    WHERE id = %s AND status = 'doing' RETURNING id
"""
_ABANDONED = """
    SELECT id, args, priority, queueing_lock, attempts + 1, worker_id FROM procrastinate_jobs
    WHERE status = 'doing' AND (worker_id IS NULL OR worker_id = %s) ORDER BY id
"""


class ProcrastinateEngine:
    """See ``jobs.Engine``."""

    channel = "procrastinate_any_queue_v1"

    def enqueue_all(self, new: Sequence[NewJob]) -> None:
        """Write jobs; one whose key already waits is left out. Like ones are written with one statement."""
        # Neighbours only, not sorted: jobs of one urgency run in the order in which they were written.
        for (priority, due_at), group in groupby([j for j in new if j.key is None], lambda j: (j.priority, j.due_at)):
            like: list[dict[str, Any]] = [{"name": job.name, "arguments": job.arguments} for job in group]
            _deferrer(priority, due_at).batch_defer(*like)
        for job in new:
            if job.key is not None and not _waits(job.key):
                _enqueue_with_key(job)
        wakeup.JOBS.notify_after_commit()

    def claim(self, limit: int, least: int, worker: int | None) -> list[TakenJob]:
        """Take jobs in the name of ``worker``; when it dies, the others give them back."""
        return [_taken(*row) for row in _sql(_CLAIM, least, now(), limit, worker)]

    def finish(self, ids: Sequence[int]) -> None:
        """Delete what is done."""
        if ids:
            _sql("DELETE FROM procrastinate_jobs WHERE id = ANY(%s) AND status = 'doing' RETURNING id", list(ids))

    def give_back(self, job: TakenJob) -> None:
        """Let a job wait again that was taken and not begun."""
        _wait_again(job, _GIVE_BACK, job.id)

    def retry(self, job: TakenJob, at: datetime, error: str) -> None:
        """Let a job that failed wait until ``at``."""
        _wait_again(job, _RETRY, at, job.id)

    def file(self, job: TakenJob, error: str) -> None:
        """Keep a job that failed for good in our own table."""
        with transaction.atomic():
            if _sql("DELETE FROM procrastinate_jobs WHERE id = %s AND status = 'doing' RETURNING id", job.id):
                Job.objects.create(
                    name=job.name,
                    arguments=job.arguments,
                    state=Job.State.FAILED,
                    priority=job.priority,
                    attempts=job.attempts,
                    key=job.key,
                    error=error,
                )

    def enter(self) -> int:
        """Put a worker into the register. Returns its number."""
        return int(_sql("SELECT procrastinate_register_worker_v1()")[0][0])

    def leave(self, worker: int) -> None:
        """Take a worker out of the register."""
        _sql("SELECT procrastinate_unregister_worker_v1(%s)", worker)

    def keep_alive(self, worker: int, running: Sequence[int]) -> bool:
        """Say that the worker is alive. Returns whether it is still in the register."""
        _sql("SELECT procrastinate_prune_stalled_workers_v1(%s)", jobs.DEAD_AFTER.total_seconds())
        alive = "UPDATE procrastinate_workers SET last_heartbeat = now() WHERE id = %s RETURNING id"
        return bool(_sql(alive, worker))

    def abandoned(self, worker: int) -> list[TakenJob]:
        """Return jobs of workers that are not in the register any more, and those of ``worker`` itself."""
        return [_taken(*row) for row in _sql(_ABANDONED, worker)]

    def next_due(self, asked_at: datetime) -> datetime | None:
        """Nobody looks ahead here: what becomes due is found within a second."""
        return None

    def waiting_count(self) -> int:
        """Return how many jobs wait or run."""
        return ProcrastinateJob.objects.filter(status__in=["todo", "doing"]).count()

    def oldest_due(self) -> datetime | None:
        """Return since when the job that waits longest should have run; ``None`` where none is late."""
        late = ProcrastinateJob.objects.filter(status="todo", queue_name=WORK).exclude(scheduled_at__gt=now())
        deferred = Subquery(ProcrastinateEvent.objects.filter(job=OuterRef("pk"), type="deferred").values("at")[:1])
        found: datetime | None = late.aggregate(first=Min(Coalesce("scheduled_at", deferred)))["first"]
        return found

    def struggling(self, attempts: int) -> list[str]:
        """Return the names of waiting jobs that failed at least ``attempts`` times."""
        rows = ProcrastinateJob.objects.filter(status="todo", attempts__gte=attempts).order_by("id")
        return [str(args["name"]) for args in rows.values_list("args", flat=True)[:20]]


def _wait_again(job: TakenJob, statement: str, *values: Any) -> None:
    try:
        with transaction.atomic():
            _sql(statement, *values)
    except IntegrityError:  # one with the same key came meanwhile and does the same work
        jobs.engine().finish([job.id])


def _enqueue_with_key(job: NewJob) -> None:
    try:
        with transaction.atomic():
            _deferrer(job.priority, job.due_at, job.key).defer(name=job.name, arguments=job.arguments)
    except AlreadyEnqueued:  # another transaction was quicker
        return


def _deferrer(priority: int, due_at: datetime | None, key: str | None = None) -> JobDeferrer:
    return app.configure_task(
        TASK,
        allow_unknown=True,
        queue=IDLE_WORK if priority <= jobs.IDLE else WORK,
        priority=priority,
        schedule_at=due_at,
        queueing_lock=key,
    )


def _waits(key: str) -> bool:
    return ProcrastinateJob.objects.filter(queueing_lock=key, status="todo").exists()


def _taken(number: int, args: Any, priority: int, key: str | None, attempts: int, worker: int | None) -> TakenJob:
    found: dict[str, Any] = json.loads(args) if isinstance(args, str) else args
    return TakenJob(number, str(found["name"]), found["arguments"], priority, key, attempts, worker)


def _sql(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
