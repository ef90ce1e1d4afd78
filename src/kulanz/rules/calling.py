"""Calling another program after a rule has run. What it is told holds no word of a customer."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from kulanz.cases.models import Case
from kulanz.core.outbound import Unreachable, is_inner, is_sendable, post
from kulanz.core.refusals import Refused
from kulanz.events import jobs

JOB = "call-program"


class ProgramUnreachable(Refused):
    """A program could not be called, or said no. Trying again can help."""

    code = "program-unreachable"
    again = True


def checked_url(url: str) -> str:
    """Return what is wrong about an address, in words, "" where it may be called. Asks no network."""
    if not is_sendable(url):
        return _("Please enter the whole address; it begins with https://")
    return _("The house calls no addresses of its own network.") if is_inner(url) else ""


def call_later(case: Case, *, url: str, rule: str, run_id: int) -> None:
    """Write the job that calls a program after the commit: number and state of a case, and which rule it was."""
    told = {"case": case.number, "status": case.status, "rule": rule, "run": run_id}
    jobs.enqueue_all([jobs.NewJob(JOB, {"url": url, "told": told}, jobs.IDLE)])


def call(url: str, told: dict[str, Any]) -> None:
    """Post what is told as JSON. Raises ``ProgramUnreachable``, also where the settings no longer allow it."""
    if not settings.HOOKS:
        raise ProgramUnreachable("calls of other programs are switched off")
    fields = {"Content-Type": "application/json", "User-Agent": "Kulanz"}
    try:
        status = post(url, json.dumps(told).encode(), fields)
    except Unreachable as problem:
        raise ProgramUnreachable(problem.why) from problem
    if not 200 <= status < 300:
        raise ProgramUnreachable(f"the program answered {status}")
