"""The SQLite engine: a table with leases and back-off, drained by the worker thread of the one process."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from kulanz.core.clock import now

from .. import jobs
from ..models import Job

LEASE = timedelta(minutes=5)
log = logging.getLogger(__name__)


def enqueue_all(orders: Sequence[jobs.Order]) -> None:
    """Write jobs; one whose key already waits is left out."""
    Job.objects.bulk_create(
        [
            Job(
                name=order.name,
                arguments=order.arguments,
                priority=order.priority,
                due_at=jobs.due(order.due_at),
                key=order.key,
            )
            for order in orders
        ],
        ignore_conflicts=any(order.key for order in orders),
    )


def run_next(*, least_priority: int = jobs.IDLE) -> bool:
    """Run the most urgent due job of at least ``least_priority``. Returns whether there was one."""
    job = _claim(least_priority)
    if job is None:
        return False
    try:
        jobs.registered(job.name).run(**job.arguments)
    except Exception:
        _put_back(job, traceback.format_exc())
    else:
        Job.objects.filter(pk=job.pk).delete()
    return True


def run_again(job_id: int) -> None:
    """Let a failed job run again from the beginning of its attempts."""
    Job.objects.filter(pk=job_id, state=Job.State.FAILED).update(
        state=Job.State.WAITING, attempts=0, due_at=now(), leased_until=None, error=""
    )


def _claim(least_priority: int) -> Job | None:
    """Take one job under a lease: a worker that dies gives it back when the lease ends."""
    at = now()
    free = Q(leased_until=None) | Q(leased_until__lt=at)
    with transaction.atomic():
        job = (
            Job.objects.filter(free, state=Job.State.WAITING, due_at__lte=at, priority__gte=least_priority)
            .order_by("-priority", "due_at", "id")
            .first()
        )
        if job is None:
            return None
        job.attempts += 1
        job.leased_until = at + LEASE
        job.save(update_fields=["attempts", "leased_until"])
        return job


def _put_back(job: Job, error: str) -> None:
    log.warning("job %s failed (attempt %s)\n%s", job, job.attempts, error)
    registered = jobs.registered(job.name)
    job.error = error[-4000:]
    job.leased_until = None
    if job.attempts >= registered.attempts:
        job.state = Job.State.FAILED
    else:
        job.due_at = now() + jobs.pause_after(job.attempts, registered.first_pause)
    job.save(update_fields=["error", "leased_until", "state", "due_at"])
