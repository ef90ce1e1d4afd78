"""The PostgreSQL engine: Procrastinate, with our names, patience and keys on top.

Every job is one Procrastinate task that carries the registered name and its arguments. What fails for good is kept in
our own table with its error, so that the office lists and re-runs failures alike on both databases.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
import traceback
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from itertools import groupby
from typing import Any, cast

from django.db import connection, connections, transaction
from django.db.models import Min, OuterRef, Subquery
from django.db.models.functions import Coalesce
from procrastinate import App, JobContext
from procrastinate.contrib.django import DjangoApp, app
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException, UniqueViolation
from procrastinate.jobs import Job as QueuedJob
from procrastinate.jobs import JobDeferrer, Status
from procrastinate.manager import JobManager
from procrastinate.retry import BaseRetryStrategy, RetryDecision

from kulanz.core.clock import now

from .. import jobs
from ..models import Job

TASK = "kulanz"
WORK, IDLE_WORK = "work", "idle"
HEARTBEAT = 5.0  # seconds
DEAD_AFTER = 30.0  # seconds without a heartbeat
DIED = "The worker died while the job was running."
_running: dict[int, str] = {}  # what the threads of this process do at this moment
log = logging.getLogger(__name__)


class Patience(BaseRetryStrategy):
    """Tries again with the pauses of the registered function. The last failure never gets here: it is filed."""

    def get_retry_decision(self, *, exception: BaseException, job: QueuedJob) -> RetryDecision:
        """Return when to try again."""
        _, first_pause = jobs.patience(str(job.task_kwargs["name"]))
        return RetryDecision(retry_at=now() + jobs.pause_after(job.attempts + 1, first_pause))


def enqueue_all(orders: Sequence[jobs.Order]) -> None:
    """Write jobs; one whose key already waits is left out. Like ones are written with one statement."""
    for (priority, due_at), group in groupby([o for o in orders if o.key is None], lambda o: (o.priority, o.due_at)):
        like: list[dict[str, Any]] = [{"name": order.name, "arguments": order.arguments} for order in group]
        _deferrer(priority, due_at).batch_defer(*like)
    for order in orders:
        if order.key is not None and not _waits(order.key):
            _enqueue_with_key(order)


def waiting_count() -> int:
    """Return how many jobs wait or run."""
    return ProcrastinateJob.objects.filter(status__in=["todo", "doing"]).count()


def oldest_due() -> datetime | None:
    """Return since when the job that waits longest should have run; ``None`` where none is late."""
    late = ProcrastinateJob.objects.filter(status="todo", queue_name=WORK).exclude(scheduled_at__gt=now())
    deferred = Subquery(ProcrastinateEvent.objects.filter(job=OuterRef("pk"), type="deferred").values("at")[:1])
    found: datetime | None = late.aggregate(first=Min(Coalesce("scheduled_at", deferred)))["first"]
    return found


def struggling(attempts: int) -> list[str]:
    """Return the names of waiting jobs that failed at least ``attempts`` times."""
    rows = ProcrastinateJob.objects.filter(status="todo", attempts__gte=attempts).order_by("id")
    return [str(args["name"]) for args in rows.values_list("args", flat=True)[:20]]


def run_due() -> int:
    """Run everything that is due in this thread and this transaction. Returns how many jobs ran."""
    ran = 0
    while row := _most_urgent():
        ran += 1
        job = row.procrastinate_job
        _sql("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", row.pk)
        try:
            _run(job, **row.args)
        except Exception as error:
            decision = Patience().get_retry_decision(exception=error, job=job)
            app.job_manager.retry_job_by_id(row.pk, retry_at=decision.retry_at or now())
        else:
            _sql("DELETE FROM procrastinate_jobs WHERE id = %s", row.pk)
    return ran


class Worker:
    """A thread with a loop of its own, in which Procrastinate runs jobs in further threads."""

    def __init__(self, threads: int) -> None:
        self._concurrency = threads
        self._thread = threading.Thread(target=self._run, name="worker", daemon=True)
        self._stopping = threading.Event()
        self._patience = 2.0
        self._end: tuple[asyncio.AbstractEventLoop, asyncio.Event] | None = None

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self, seconds: float) -> None:
        """Take no new job; wait for the running ones, but no longer than ``seconds``."""
        self._patience = seconds
        self._stopping.set()
        if self._end:
            loop, event = self._end
            with suppress(RuntimeError):  # the loop has ended by itself
                loop.call_soon_threadsafe(event.set)
        self._thread.join(seconds + 0.5)
        if self._thread.is_alive() and _running:
            log.warning("still running, taken up again after the next start: %s", ", ".join(sorted(_running.values())))

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                asyncio.run(self._until_stopped())
            except Exception:
                log.exception("the worker begins anew")
                self._stopping.wait(1.0)

    async def _until_stopped(self) -> None:
        end = asyncio.Event()
        self._end = (asyncio.get_running_loop(), end)
        if self._stopping.is_set():
            return
        # An app of its own: the shared one defers inside Django's transactions and must keep Django's connection.
        connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]  # only Django's has it
        async with DjangoApp(connector=connector).open_async() as worker_app:
            worker_app.task(name=TASK, retry=Patience(), pass_context=True)(_run_task)
            tasks = [
                asyncio.create_task(self._work(worker_app, WORK, self._concurrency)),
                asyncio.create_task(self._work(worker_app, IDLE_WORK, 1)),
                asyncio.create_task(_revive(worker_app)),
                asyncio.create_task(end.wait()),
            ]
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in tasks:
                task.cancel()
            for ended in await asyncio.gather(*tasks, return_exceptions=True):
                if isinstance(ended, Exception):
                    log.error("a part of the worker ended", exc_info=ended)
        if not self._stopping.is_set():
            self._stopping.wait(1.0)  # what fails at once must not fail a thousand times a second

    async def _work(self, worker_app: App, queue: str, concurrency: int) -> None:
        await worker_app.run_worker_async(
            queues=[queue],
            concurrency=concurrency,
            install_signal_handlers=False,
            delete_jobs="successful",
            fetch_job_polling_interval=1.0,
            shutdown_graceful_timeout=self._patience,
            update_heartbeat_interval=HEARTBEAT,
            stalled_worker_timeout=DEAD_AFTER,
        )


async def _revive(worker_app: App) -> None:
    """Put jobs of dead workers back into the queue, for as long as this one lives; one that cannot stops no other."""
    manager = worker_app.job_manager
    while True:
        try:
            for job in await manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER):
                await _put_back(manager, job)
        except ConnectorException as problem:
            log.warning("the jobs of dead workers could not be looked for: %s", problem)
        await asyncio.sleep(DEAD_AFTER / 2)


async def _put_back(manager: JobManager, job: QueuedJob) -> None:
    name, arguments = str(job.task_kwargs["name"]), cast("dict[str, Any]", job.task_kwargs["arguments"])
    log.warning("job %s %s: its worker died", name, arguments)
    try:
        if job.attempts + 1 >= jobs.patience(name)[0]:
            await asyncio.to_thread(_file_failure, job, name, arguments, DIED)
            await manager.finish_job(job, Status.FAILED, delete_job=True)
        else:
            await manager.retry_job(job)
    except UniqueViolation:  # its twin waits already and does the same work
        await manager.finish_job(job, Status.SUCCEEDED, delete_job=True)
    except ConnectorException as problem:
        log.warning("job %s %s could not be put back: %s", name, arguments, problem)


def _run_task(context: JobContext, name: str, arguments: dict[str, Any]) -> None:
    while context.job.queue == IDLE_WORK and not jobs.idle_may_run():
        time.sleep(0.2)
    _running[threading.get_ident()] = name
    try:
        _run(context.job, name, arguments)
    except BaseException:
        connections.close_all()  # perhaps it broke, and a connection that broke stays broken in this thread
        raise
    finally:
        _running.pop(threading.get_ident(), None)


def _run(job: QueuedJob, name: str, arguments: dict[str, Any]) -> None:
    """Run one registered function. The last failure is filed where people see it and counts as dealt with."""
    attempts, _ = jobs.patience(name)
    try:
        jobs.registered(name).run(**arguments)
    except Exception:
        error = traceback.format_exc()
        log.warning("job %s %s failed (attempt %s)\n%s", name, arguments, job.attempts + 1, error)
        if job.attempts + 1 >= attempts:
            _file_failure(job, name, arguments, error)
        elif not (job.queueing_lock and _waits(job.queueing_lock)):  # else the waiting one does the same work
            raise


def _file_failure(job: QueuedJob, name: str, arguments: dict[str, Any], error: str) -> None:
    Job.objects.create(
        name=name,
        arguments=arguments,
        state=Job.State.FAILED,
        priority=job.priority,
        attempts=job.attempts + 1,
        key=job.queueing_lock,
        error=error[-4000:],
    )


def _enqueue_with_key(order: jobs.Order) -> None:
    deferrer = _deferrer(order.priority, order.due_at, order.key)
    try:
        with transaction.atomic():
            deferrer.defer(name=order.name, arguments=order.arguments)
    except AlreadyEnqueued:  # another transaction was quicker
        log.debug("%s waits already", order.key)


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


def _most_urgent() -> ProcrastinateJob | None:
    waiting = ProcrastinateJob.objects.filter(status="todo").exclude(scheduled_at__gt=now())
    return waiting.order_by("-priority", "id").first()


def _sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
