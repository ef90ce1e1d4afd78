"""Periodic work runs when it is due, and once, however many processes look after it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from kulanz.config.schedule import ENTRIES
from kulanz.events import jobs
from kulanz.events.models import NextRun
from kulanz.server.schedule import ScheduleEntry, run_due_entries

from ..conftest import Clock

BERLIN = ZoneInfo("Europe/Berlin")
runs: list[str] = []


@jobs.job("test-hourly")
def hourly() -> None:
    runs.append("hourly")


EVERY_HOUR = (ScheduleEntry(hourly, every=timedelta(hours=1)),)


@pytest.mark.django_db
def test_an_entry_runs_each_time_it_is_due(clock: Clock, run_jobs: Callable[[], int]) -> None:
    runs.clear()
    assert run_due_entries(EVERY_HOUR, BERLIN) == []
    clock.advance(minutes=59)
    assert run_due_entries(EVERY_HOUR, BERLIN) == []
    clock.advance(minutes=1)
    assert run_due_entries(EVERY_HOUR, BERLIN) == ["test-hourly"]
    assert run_due_entries(EVERY_HOUR, BERLIN) == []
    clock.advance(hours=5)
    assert run_due_entries(EVERY_HOUR, BERLIN) == ["test-hourly"]

    run_jobs()
    assert runs == ["hourly"]  # the first waited for the second: the same work waits only once


@pytest.mark.django_db(transaction=True)
def test_of_many_processes_one_runs_it() -> None:
    NextRun.objects.create(name="test-hourly", due_at=datetime(2026, 1, 1, tzinfo=UTC))
    begun: list[str] = []
    start = threading.Barrier(4)

    def look() -> None:
        start.wait()
        begun.extend(run_due_entries(EVERY_HOUR, BERLIN))
        connection.close()

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert begun == ["test-hourly"]
    assert jobs.waiting_count() == 1


def test_a_daily_entry_keeps_its_time_over_the_change_of_clocks() -> None:
    entry = ScheduleEntry(hourly, daily_at=time(3, 10))

    summer, winter = datetime(2026, 10, 23, 12, 0, tzinfo=UTC), datetime(2026, 10, 24, 12, 0, tzinfo=UTC)
    assert entry.next_after(summer, BERLIN) == datetime(2026, 10, 24, 1, 10, tzinfo=UTC)
    assert entry.next_after(winter, BERLIN) == datetime(2026, 10, 25, 2, 10, tzinfo=UTC)


def test_every_entry_of_the_house_has_a_time() -> None:
    at = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)

    assert [entry.job.name for entry in ENTRIES if not entry.next_after(at, BERLIN) > at] == []


@pytest.mark.django_db(transaction=True)
def test_every_entry_of_the_house_runs_where_there_is_nothing_to_do(run_jobs: Callable[[], int]) -> None:
    for entry in ENTRIES:
        entry.job.later()

    assert (run_jobs(), jobs.struggling(1), jobs.failed()) == (len(ENTRIES), [], [])
