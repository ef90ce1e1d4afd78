"""Running jobs: threads that take due ones from the engine of the database, a few at a time."""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from threading import Event, Lock

from django.db import Error, connection

from kulanz.core.clock import now

from . import jobs, wakeup
from .jobs import TakenJob
from .loops import Loop
from .notices import Notices

BATCH = 10
HURRY = 0.05  # seconds: after a job that took longer, what is done is written off and the rest given back
POLL = 1.0  # seconds between looks for jobs that nobody told of
DIED = "The worker died while the job was running."
log = logging.getLogger(__name__)


def run_due() -> int:
    """Run everything that is due, in this thread, and return how many jobs ran. For tests and tools."""
    ran = 0
    while batch := _claim(None):
        ran += run_batch(batch)
    return ran


def run_batch(batch: Sequence[TakenJob], stopping: Event | None = None) -> int:
    """Run taken jobs in their order and return how many ran.

    After a slow one, or when ``stopping`` is set, the rest is given back to all workers.
    """
    done: list[int] = []
    for place, job in enumerate(batch, start=1):
        began = time.monotonic()
        try:
            jobs.registered(job.name).run(**job.arguments)
        except Exception:
            # Inside somebody's transaction autocommit is off, which Django would take for a broken connection.
            if not connection.in_atomic_block:
                connection.close_if_unusable_or_obsolete()  # what broke stays broken
            _after_failure(job, traceback.format_exc())
        else:
            done.append(job.id)
        if time.monotonic() - began > HURRY or (stopping and stopping.is_set()):
            for rest in batch[place:]:
                jobs.engine().give_back(rest)
            break
    jobs.engine().finish(done)
    return place


def _claim(worker: int | None) -> list[TakenJob]:
    least = jobs.IDLE if jobs.idle_may_run() else jobs.IDLE + 1
    return jobs.engine().claim(BATCH, least, worker)


def _after_failure(job: TakenJob, error: str, pause: timedelta | None = None) -> None:
    log.warning("job %s %s failed (attempt %s)\n%s", job.name, job.arguments, job.attempts, error)
    attempts, first_pause = jobs.patience(job.name)
    if job.attempts >= attempts:
        jobs.engine().file(job, error[-4000:])
    else:
        pause = jobs.pause_after(job.attempts, first_pause) if pause is None else pause
        jobs.engine().retry(job, now() + pause, error[-4000:])


class Worker:
    """Threads that run jobs, one that says that they are alive, and one that hears of new jobs."""

    def __init__(self, threads: int) -> None:
        self._guard, self._id = Lock(), None
        self._runners = [_Runner(f"worker-{place}", self) for place in range(threads)]
        self._loops: list[Loop] = [*self._runners, _Keeper(self)]
        if channel := jobs.engine().channel:
            self._loops.append(_Ear(channel))

    _id: int | None

    def start(self) -> None:
        """Begin."""
        for loop in self._loops:
            loop.start()

    def stop(self, seconds: float) -> None:
        """Take no new job; wait up to ``seconds`` for the running ones, and leave the rest to the next worker."""
        end = time.monotonic() + seconds
        # All are told first, so that they end together and not one after the other.
        for loop in self._loops:
            loop.stopping.set()
        wakeup.JOBS.notify()
        for loop in self._loops:
            loop.stop(end - time.monotonic())
        if running := sorted({job.name for job in self._in_hand()}):
            log.warning("still running, taken up again after the next start: %s", ", ".join(running))
        elif self._id is not None:
            with suppress(Error):
                jobs.engine().leave(self._id)

    def known_as(self) -> int:
        """Return the number under which the engine knows this worker."""
        with self._guard:
            if self._id is None:
                self._id = jobs.engine().enter()
            return self._id

    def keep_alive(self) -> None:
        """Say that this worker is there, and free what workers left behind that are not."""
        number = self.known_as()
        if not jobs.engine().keep_alive(number, [job.id for job in self._in_hand()]):
            with self._guard:
                self._id = None  # it was thought dead
            return
        abandoned = jobs.engine().abandoned(number)
        # A job on its way from the engine into a runner's hands bears our number and is in nobody's batch yet.
        is_taking = any(runner.batch is None for runner in self._runners)
        held = {job.id for job in self._in_hand()}
        for job in abandoned:
            if job.id not in held and not (job.worker == number and is_taking):
                _after_failure(job, DIED, timedelta(0))

    def _in_hand(self) -> list[TakenJob]:
        return [job for runner in self._runners for job in runner.batch or ()]


class _Runner(Loop):
    """Takes jobs and runs them."""

    batch: Sequence[TakenJob] | None = ()  # None while it is taking some

    def __init__(self, name: str, worker: Worker) -> None:
        super().__init__(name)
        self._worker = worker
        self._woken = wakeup.JOBS.subscribe()

    def turn(self) -> float:
        self._woken.clear()
        asked_at = now()
        try:
            self.batch = None
            self.batch = _claim(self._worker.known_as())
            if self.batch:
                run_batch(self.batch, self.stopping)
                return 0.0
        finally:
            self.batch = ()
        self._woken.wait(_seconds_until(jobs.engine().next_due(asked_at)))
        return 0.0


class _Keeper(Loop):
    """Says again and again that the worker is alive."""

    def __init__(self, worker: Worker) -> None:
        super().__init__("worker-alive")
        self._worker = worker

    def turn(self) -> float:
        self._worker.keep_alive()
        # Often enough that a few signs may get lost before the others take it for dead.
        return jobs.DEAD_AFTER.total_seconds() / 6


class _Ear(Loop):
    """Hears of jobs that other processes wrote."""

    def __init__(self, channel: str) -> None:
        super().__init__("worker-ear")
        self._channel = channel

    def turn(self) -> float:
        notices = Notices(self._channel)
        try:
            while not self.stopping.is_set():
                if notices.wait():
                    wakeup.JOBS.notify()
        finally:
            notices.close()
        return 0.0


def _seconds_until(due_at: datetime | None) -> float:
    if due_at is None:
        return POLL
    return min(POLL, max(0.01, (due_at - now()).total_seconds()))
