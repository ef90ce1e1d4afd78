"""All periodic work of the house, in one table."""

from __future__ import annotations

from datetime import time, timedelta

from kulanz.channels import tasks as channels
from kulanz.events.schedule import Entry

from . import chores

ENTRIES: tuple[Entry, ...] = (
    Entry(chores.lapse_silent_cases, every=timedelta(hours=1)),
    Entry(channels.send_due_mails, every=timedelta(minutes=1)),
    Entry(channels.settle_interrupted_mails, every=timedelta(minutes=5)),
    Entry(chores.forget_absent, every=timedelta(minutes=1)),
    Entry(chores.clear_sessions, daily_at=time(3, 10)),
    Entry(chores.refresh_statistics, daily_at=time(3, 40)),
)
