"""Real workers in threads and processes, on both databases."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections, transaction

from kulanz.core.clock import now
from kulanz.events import jobs
from kulanz.events.models import Event, Job
from kulanz.events.worker import Worker

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parent.parent.parent


@jobs.job("test-row")
def write_row(number: int) -> None:
    Event.objects.create(kind="ran", subject_kind="test", subject_id=number, actor_kind="system")


@jobs.job("test-slow")
def be_slow(seconds: float) -> None:
    write_row.run(number=1)
    time.sleep(seconds)
    write_row.run(number=2)


@pytest.fixture
def start_worker() -> Iterator[Callable[..., Worker]]:
    """Starts workers and stops them after the test."""
    workers: list[Worker] = []

    def start(threads: int = 1) -> Worker:
        workers.append(Worker(threads))
        workers[-1].start()
        return workers[-1]

    yield start
    for worker in workers:
        worker.stop(5)


def test_two_workers_run_each_job_once(start_worker: Callable[..., Worker]) -> None:
    with transaction.atomic():
        for number in range(60):
            write_row.later(number=number)
    start_worker(2)
    start_worker(2)

    assert until(lambda: ran(60)), connection.vendor
    time.sleep(0.2)
    assert sorted(ran_numbers()) == list(range(60))


def test_a_worker_wakes_up_when_a_job_is_written(start_worker: Callable[..., Worker]) -> None:
    start_worker()
    time.sleep(0.3)

    write_row.later(number=1)

    assert until(lambda: ran(1))


def test_a_job_that_becomes_due_is_run_without_being_asked(start_worker: Callable[..., Worker]) -> None:
    write_row.later(number=1, at=now() + timedelta(seconds=0.6))
    start_worker()

    time.sleep(0.3)
    assert ran_numbers() == []
    assert until(lambda: ran(1))


def test_a_worker_that_is_stopped_finishes_what_it_does_and_leaves_the_rest(
    start_worker: Callable[..., Worker],
) -> None:
    be_slow.later(seconds=0.5)
    worker = start_worker()
    assert until(lambda: ran(1))
    write_row.later(number=3)

    worker.stop(5)

    assert ran_numbers() == [1, 2]
    assert jobs.waiting_count() == 1


def test_idle_work_waits_while_mails_wait(start_worker: Callable[..., Worker]) -> None:
    busy = threading.Event()
    busy.set()
    jobs.let_idle_wait_while(busy.is_set)
    try:
        write_row.later(number=1, priority=jobs.IDLE)
        write_row.later(number=2)
        start_worker()
        assert until(lambda: ran(1))
        time.sleep(0.4)
        assert ran_numbers() == [2]
        busy.clear()
        assert until(lambda: ran(2))
    finally:
        jobs.let_idle_wait_while()


@pytest.mark.slow
def test_the_job_of_a_killed_worker_runs_again(start_worker: Callable[..., Worker]) -> None:
    be_slow.later(seconds=60)
    process = worker_process()
    assert until(lambda: ran(1), seconds=20)
    process.send_signal(signal.SIGKILL)
    process.wait()
    forget_the_dead()

    be_slow_job_takes_no_time()
    start_worker()

    assert until(lambda: ran(3), seconds=10)
    assert ran_numbers() == [1, 1, 2]


def test_a_stalled_job_whose_twin_waits_is_done_once_and_stops_no_other(
    start_worker: Callable[..., Worker], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "DEAD_AFTER", timedelta(seconds=0.5))
    write_row.later(number=1, key="twin")
    write_row.later(number=3)
    abandon_everything()
    write_row.later(number=2, key="twin", at=now() + timedelta(seconds=1))

    start_worker()

    assert until(lambda: ran(2))
    assert until(lambda: jobs.waiting_count() == 0)
    assert sorted(ran_numbers()) == [2, 3]


def test_a_job_that_kills_every_worker_is_filed_in_the_end(
    start_worker: Callable[..., Worker], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "DEAD_AFTER", timedelta(seconds=0.5))
    write_row.later(number=1)
    abandon_everything(attempts=jobs.ATTEMPTS)

    start_worker()

    assert until(lambda: len(jobs.failed()) == 1)
    assert (ran_numbers(), jobs.waiting_count()) == ([], 0)


def abandon_everything(attempts: int = 1) -> None:
    """Let every waiting job be one that a worker took and died over, for the given time."""
    long_ago = now() - timedelta(hours=1)
    Job.objects.update(state=Job.State.RUNNING, leased_until=long_ago, attempts=attempts)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s) RETURNING id", [long_ago])
            worker = cursor.fetchone()[0]
            cursor.execute(
                "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s, attempts = %s", [worker, attempts]
            )


def test_a_job_that_outlasts_the_end_is_named(
    start_worker: Callable[..., Worker], caplog: pytest.LogCaptureFixture
) -> None:
    be_slow.later(seconds=2)
    worker = start_worker()
    assert until(lambda: ran(1))

    worker.stop(0.1)

    assert "test-slow" in caplog.text
    assert until(lambda: ran(2))


def worker_process() -> subprocess.Popen[bytes]:
    """Start a worker in a process of its own, on the database of this test."""
    code = (
        "import django, time; django.setup();"
        "from tests.events import test_workers; from kulanz.events.worker import Worker;"
        "w = Worker(1); w.start(); time.sleep(60)"
    )
    database = settings.DATABASES["default"]
    name = connection.settings_dict["NAME"]
    url = f"sqlite:///{name}"
    if connection.vendor == "postgresql":
        url = f"postgresql://{database['USER']}@{database['HOST']}:{database['PORT']}/{name}"
    surroundings = {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "kulanz.config.settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    }
    return subprocess.Popen([sys.executable, "-c", code], env=surroundings)


def forget_the_dead() -> None:
    """Let the time pass after which a silent worker counts as dead."""
    Job.objects.filter(state=Job.State.RUNNING).update(leased_until=now() - timedelta(seconds=1))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")


def be_slow_job_takes_no_time() -> None:
    """Make the second run of the slow job short, so that the test ends."""
    Job.objects.filter(name="test-slow").update(arguments={"seconds": 0})
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            short = json.dumps({"name": "test-slow", "arguments": {"seconds": 0}})
            cursor.execute("UPDATE procrastinate_jobs SET args = %s", [short])


def ran_numbers() -> list[int]:
    return list(Event.objects.filter(kind="ran").order_by("id").values_list("subject_id", flat=True))


def ran(amount: int) -> bool:
    return len(ran_numbers()) >= amount


def until(condition: Callable[[], bool], seconds: float = 5) -> bool:
    """Wait for ``condition``; says whether it came true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    connections.close_all()
    return False


@pytest.mark.skipif(connection.vendor != "sqlite", reason="Procrastinate's table knows it by itself")
def test_a_worker_that_was_away_too_long_ends_no_job_that_somebody_else_has_by_now() -> None:
    write_row.later(number=1)
    (taken,) = jobs.engine().claim(1, jobs.IDLE, None)
    jobs.engine().give_back(taken)

    jobs.engine().finish([taken.id])

    assert jobs.waiting_count() == 1
