"""All periodic work of the house, in one table."""

from __future__ import annotations

from datetime import time, timedelta

from kulanz.cases import tasks as cases
from kulanz.channels import tasks as channels
from kulanz.notify import tasks as notify
from kulanz.routing import tasks as routing
from kulanz.rules import tasks as rules
from kulanz.server import maintenance
from kulanz.server.schedule import ScheduleEntry

ENTRIES: tuple[ScheduleEntry, ...] = (
    ScheduleEntry(cases.lapse_silent_cases, every=timedelta(hours=1)),
    ScheduleEntry(channels.send_due_mails, every=timedelta(minutes=1)),
    ScheduleEntry(channels.settle_interrupted_mails, every=timedelta(minutes=5)),
    ScheduleEntry(cases.forget_absent, every=timedelta(minutes=1)),
    ScheduleEntry(routing.give_out, every=timedelta(minutes=1)),
    ScheduleEntry(routing.return_still_cases, every=timedelta(minutes=15)),
    ScheduleEntry(routing.forget_signs, every=timedelta(minutes=1)),
    ScheduleEntry(routing.forget_absences, daily_at=time(3, 30)),
    ScheduleEntry(rules.run_time_rules, every=timedelta(minutes=1)),
    ScheduleEntry(rules.forget_runs, daily_at=time(3, 50)),
    ScheduleEntry(notify.release_waiting, every=timedelta(minutes=1)),
    ScheduleEntry(notify.raise_due_promises, every=timedelta(minutes=5)),
    ScheduleEntry(notify.send_digests, every=timedelta(minutes=5)),
    ScheduleEntry(notify.forget_notices, daily_at=time(3, 35)),
    ScheduleEntry(cases.sweep_draft_files, daily_at=time(3, 20)),
    ScheduleEntry(maintenance.clear_sessions, daily_at=time(3, 10)),
    ScheduleEntry(maintenance.refresh_statistics, daily_at=time(3, 40)),
)
