"""The SQLite engine: a table with leases and back-off, drained by threads of the one or several processes.

A worker asks with a plain read first: where nothing is due, no write transaction is opened and no mail has to wait.
"""

from __future__ import annotations

import logging
import threading
import time
import traceback
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError, IntegrityError, connections, transaction
from django.db.models import F, Min

from kulanz.core.clock import now

from .. import jobs, pulse
from ..models import Job

LEASE = timedelta(seconds=30)
BATCH = 10
HURRY = 0.05  # seconds: after a job that took longer, what is done is written off and the rest given back
POLL = 1.0  # seconds between looks for jobs that another process wrote
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
    pulse.JOBS.beat_after_commit()


def waiting_count() -> int:
    """Return how many jobs wait or run."""
    return Job.objects.filter(state__in=[Job.State.WAITING, Job.State.RUNNING]).count()


def oldest_due() -> datetime | None:
    """Return since when the job that waits longest should have run; ``None`` where none is late."""
    late = Job.objects.filter(state=Job.State.WAITING, due_at__lte=now(), priority__gt=jobs.IDLE)
    first: datetime | None = late.aggregate(first=Min("due_at"))["first"]
    return first


def struggling(attempts: int) -> list[str]:
    """Return the names of waiting jobs that failed at least ``attempts`` times."""
    rows = Job.objects.filter(state=Job.State.WAITING, attempts__gte=attempts).order_by("id")
    return list(rows.values_list("name", flat=True)[:20])


def run_due() -> int:
    """Run everything that is due in this thread. Returns how many jobs ran."""
    ran = 0
    while batch := claim():
        ran += run_batch(batch)
    return ran


def claim(limit: int = BATCH) -> list[Job]:
    """Take the most urgent due jobs under a lease: a worker that dies gives them back when it ends."""
    at = now()
    least = jobs.IDLE if jobs.idle_may_run() else jobs.IDLE + 1
    due = Job.objects.filter(state=Job.State.WAITING, due_at__lte=at, priority__gte=least)
    ids = list(due.order_by("-priority", "due_at", "id").values_list("pk", flat=True)[:limit])
    if not ids:
        return []
    with transaction.atomic():
        mine = Job.objects.filter(pk__in=ids, state=Job.State.WAITING)
        batch = list(mine.order_by("-priority", "due_at", "id"))
        Job.objects.filter(pk__in=[job.pk for job in batch]).update(
            state=Job.State.RUNNING, attempts=F("attempts") + 1, leased_until=at + LEASE
        )
    for job in batch:
        job.attempts += 1
    return batch


def run_batch(batch: Sequence[Job], stopping: threading.Event | None = None) -> int:
    """Run claimed jobs in their order and return how many ran.

    After a slow one, or when ``stopping`` is set, the rest is given back to all workers.
    """
    done: list[int] = []
    for place, job in enumerate(batch, start=1):
        began = time.monotonic()
        try:
            jobs.registered(job.name).run(**job.arguments)
        except Exception:
            _after_failure(job, traceback.format_exc())
        else:
            done.append(job.pk)
        if time.monotonic() - began > HURRY or (stopping and stopping.is_set()):
            for rest in batch[place:]:
                _give_back(rest, attempts=rest.attempts - 1)
            break
    Job.objects.filter(pk__in=done).delete()
    return place


def free_abandoned() -> None:
    """Give back, without a pause, jobs whose worker died: their lease ended and nobody renewed it."""
    for job in Job.objects.filter(state=Job.State.RUNNING, leased_until__lt=now()):
        _after_failure(job, "The worker died while the job was running.", timedelta(0))


def _after_failure(job: Job, error: str, pause: timedelta | None = None) -> None:
    log.warning("job %s failed (attempt %s)\n%s", job, job.attempts, error)
    attempts, first_pause = jobs.patience(job.name)
    if job.attempts >= attempts:
        Job.objects.filter(pk=job.pk).update(state=Job.State.FAILED, leased_until=None, error=error[-4000:])
        return
    pause = jobs.pause_after(job.attempts, first_pause) if pause is None else pause
    _give_back(job, error=error[-4000:], due_at=now() + pause)


def _give_back(job: Job, **changes: Any) -> None:
    try:
        with transaction.atomic():
            Job.objects.filter(pk=job.pk).update(state=Job.State.WAITING, leased_until=None, **changes)
    except IntegrityError:  # one with the same key came meanwhile and does the same work
        Job.objects.filter(pk=job.pk).delete()


class Worker:
    """Threads that run jobs, and one that renews the leases of those that take long."""

    def __init__(self, threads: int) -> None:
        self._stopping = threading.Event()
        self._running: dict[int, Sequence[Job]] = {}
        self._threads = [
            threading.Thread(target=self._work, args=[place], name=f"worker-{place}", daemon=True)
            for place in range(threads)
        ]
        self._threads.append(threading.Thread(target=self._renew, name="worker-leases", daemon=True))

    def start(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def stop(self, seconds: float) -> None:
        """Take no new job; wait for the running ones, but no longer than ``seconds``."""
        self._stopping.set()
        pulse.JOBS.beat()
        end = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, end - time.monotonic()))
        if running := sorted({job.name for batch in list(self._running.values()) for job in batch}):
            log.warning("still running, taken up again after the next start: %s", ", ".join(running))

    def _work(self, place: int) -> None:
        woken = pulse.JOBS.listen()
        while not self._stopping.is_set():
            woken.clear()
            asked_at = now()
            try:
                self._running[place] = batch = claim()
                if batch:
                    run_batch(batch, self._stopping)
                else:
                    woken.wait(_seconds_until(_next_due(asked_at)))
            except DatabaseError:
                log.exception("the jobs' table cannot be reached")
                self._stopping.wait(POLL)
            self._running[place] = ()
        connections.close_all()

    def _renew(self) -> None:
        while not self._stopping.is_set():
            try:
                mine = [job.pk for batch in list(self._running.values()) for job in batch]
                if mine:
                    Job.objects.filter(pk__in=mine, state=Job.State.RUNNING).update(leased_until=now() + LEASE)
                free_abandoned()
            except DatabaseError:
                log.exception("the leases could not be renewed")
            self._stopping.wait(LEASE.total_seconds() / 3)
        connections.close_all()


def _next_due(asked_at: datetime) -> datetime | None:
    later = Job.objects.filter(state=Job.State.WAITING, due_at__gt=asked_at)
    first: datetime | None = later.aggregate(first=Min("due_at"))["first"]
    return first


def _seconds_until(due_at: datetime | None) -> float:
    if due_at is None:
        return POLL
    return min(POLL, max(0.01, (due_at - now()).total_seconds()))
