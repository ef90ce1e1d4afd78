"""Periodic work: when an entry is due, and the thread that sees to it. The table of entries is config/schedule.py.

One row per entry says when it is due again. Of all processes, the one that moves the row on writes the job, in the
same transaction: each due entry runs once, however many processes there are, on both databases.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from kulanz.core.clock import now
from kulanz.events import jobs
from kulanz.events.loops import Loop
from kulanz.events.models import NextRun

LONGEST_SLEEP = 30.0  # seconds; a clock that was put forward is noticed after at most this long


@dataclass(frozen=True, slots=True)
class ScheduleEntry:
    """One line of the schedule: a registered function, every so often, or daily at a time of the site's zone."""

    job: jobs.RegisteredJob
    every: timedelta | None = None
    daily_at: time | None = None

    def next_after(self, at: datetime, zone: ZoneInfo) -> datetime:
        """Return when the entry is due next after ``at`` (aware). What was missed while nothing ran is not made up."""
        if self.every is not None:
            return at + self.every
        if self.daily_at is None:
            raise ValueError(f"{self.job.name}: say every or daily_at")
        local = at.astimezone(zone)
        due_at = datetime.combine(local.date(), self.daily_at, tzinfo=zone)
        if due_at <= local:
            due_at = datetime.combine(local.date() + timedelta(days=1), self.daily_at, tzinfo=zone)
        return due_at


def run_due_entries(entries: Sequence[ScheduleEntry], zone: ZoneInfo) -> list[str]:
    """Write the jobs of all entries that are due and return their names. A new entry is due one interval later."""
    at = now()
    known = dict(NextRun.objects.values_list("name", "due_at"))
    begun = []
    for entry in entries:
        name = entry.job.name
        if name not in known:
            first = NextRun(name=name, due_at=entry.next_after(at, zone))
            NextRun.objects.bulk_create([first], ignore_conflicts=True)
        elif known[name] <= at and _move_on(entry, known[name], entry.next_after(at, zone)):
            begun.append(name)
    return begun


def _move_on(entry: ScheduleEntry, seen: datetime, due_at: datetime) -> bool:
    with transaction.atomic():
        # Compare and set in one statement: no lock to wait for, and it holds on both databases.
        if not NextRun.objects.filter(name=entry.job.name, due_at=seen).update(due_at=due_at):
            return False  # another process was quicker
        entry.job.later(key=f"schedule:{entry.job.name}", priority=jobs.IDLE)
    return True


class ScheduleRunner(Loop):
    """The thread that looks after the schedule."""

    def __init__(self, entries: Sequence[ScheduleEntry], zone: ZoneInfo) -> None:
        super().__init__("schedule")
        self._entries = entries
        self._zone = zone

    def turn(self) -> float:
        """Write the jobs of what is due."""
        run_due_entries(self._entries, self._zone)
        shortest = min((entry.every.total_seconds() for entry in self._entries if entry.every), default=LONGEST_SLEEP)
        return min(LONGEST_SLEEP, shortest)
