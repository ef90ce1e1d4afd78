"""The SQLite engine: a table with leases.

A worker asks with a plain read first: where nothing is due, no write transaction is opened and no mail has to wait.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.db.models import F, Min

from kulanz.core.clock import now

from .. import jobs, wakeup
from ..jobs import NewJob, TakenJob
from ..models import Job

# Written by hand: each mail brings two jobs, and composing a row costs Django ten times what the database needs for it.
_INSERT = (
    "INSERT INTO events_job (name, arguments, priority, due_at, key, created_at, state, attempts, leased_until, error)"
    " VALUES (%s, %s, %s, %s, %s, %s, 'waiting', 0, NULL, '') ON CONFLICT DO NOTHING"
)
# Lazy: every use of it is a query of its own.
_WAITING = Job.objects.filter(state=Job.State.WAITING)


class TableEngine:
    """See ``jobs.Engine``."""

    channel = ""

    def enqueue_all(self, new: Sequence[NewJob]) -> None:
        """Write jobs; one whose key already waits is left out."""
        at = connection.ops.adapt_datetimefield_value
        rows = [
            (job.name, json.dumps(job.arguments), job.priority, at(job.due_at or now()), job.key, at(now()))
            for job in new
        ]
        with connection.cursor() as cursor:
            cursor.executemany(_INSERT, rows)
        wakeup.JOBS.notify_after_commit()

    def claim(self, limit: int, least: int, worker: int | None) -> list[TakenJob]:
        """Take jobs under a lease: a worker that dies gives them back when it ends."""
        at = now()
        due = _WAITING.filter(due_at__lte=at, priority__gte=least)
        ids = list(due.order_by("-priority", "due_at", "id").values_list("pk", flat=True)[:limit])
        if not ids:
            return []
        with transaction.atomic():
            # Asked once more: since the plain read another worker may have taken some of them.
            batch = list(_WAITING.filter(pk__in=ids).order_by("-priority", "due_at", "id"))
            Job.objects.filter(pk__in=[job.pk for job in batch]).update(
                state=Job.State.RUNNING, attempts=F("attempts") + 1, leased_until=at + jobs.DEAD_AFTER
            )
        return [_taken(job, job.attempts + 1) for job in batch]

    def finish(self, ids: Sequence[int]) -> None:
        """Delete what is done."""
        # Not what another worker has taken since: one that was away for longer than its lease has lost it.
        Job.objects.filter(pk__in=ids, state=Job.State.RUNNING).delete()

    def give_back(self, job: TakenJob) -> None:
        """Let a job wait again that was taken and not begun."""
        self._wait_again(job, attempts=job.attempts - 1)

    def retry(self, job: TakenJob, at: datetime, error: str) -> None:
        """Let a job that failed wait until ``at``."""
        self._wait_again(job, due_at=at, error=error)

    def file(self, job: TakenJob, error: str) -> None:
        """Keep a job that failed for good."""
        Job.objects.filter(pk=job.id).update(state=Job.State.FAILED, leased_until=None, error=error)

    def enter(self) -> int:
        """Workers need no number here: leases tell whether somebody is alive."""
        return 0

    def leave(self, worker: int) -> None:
        """Nobody is registered."""

    def keep_alive(self, worker: int, running: Sequence[int]) -> bool:
        """Renew the leases of running jobs."""
        if running:
            rows = Job.objects.filter(pk__in=running, state=Job.State.RUNNING)
            rows.update(leased_until=now() + jobs.DEAD_AFTER)
        return True

    def abandoned(self, worker: int) -> list[TakenJob]:
        """Return jobs whose lease ended and was not renewed."""
        return [_taken(job, job.attempts) for job in Job.objects.filter(state="running", leased_until__lt=now())]

    def next_due(self, asked_at: datetime) -> datetime | None:
        """Return when the next job is due that was not at ``asked_at``."""
        first: datetime | None = _WAITING.filter(due_at__gt=asked_at).aggregate(first=Min("due_at"))["first"]
        return first

    def waiting_count(self) -> int:
        """Return how many jobs wait or run."""
        return Job.objects.filter(state__in=[Job.State.WAITING, Job.State.RUNNING]).count()

    def oldest_due(self) -> datetime | None:
        """Return since when the job that waits longest should have run; ``None`` where none is late."""
        late = _WAITING.filter(due_at__lte=now(), priority__gt=jobs.IDLE)
        first: datetime | None = late.aggregate(first=Min("due_at"))["first"]
        return first

    def struggling(self, attempts: int) -> list[str]:
        """Return the names of waiting jobs that failed at least ``attempts`` times."""
        return list(_WAITING.filter(attempts__gte=attempts).order_by("id").values_list("name", flat=True)[:20])

    def _wait_again(self, job: TakenJob, **changes: object) -> None:
        try:
            with transaction.atomic():
                Job.objects.filter(pk=job.id).update(state=Job.State.WAITING, leased_until=None, **changes)
        except IntegrityError:  # one with the same key came meanwhile and does the same work
            Job.objects.filter(pk=job.id).delete()


def _taken(job: Job, attempts: int) -> TakenJob:
    return TakenJob(job.pk, job.name, job.arguments, job.priority, job.key, attempts)
