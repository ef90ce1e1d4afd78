"""What the room does by the clock, and calls of other programs. Doorways only: each calls one action."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from kulanz.events.jobs import job

from . import actions
from .calling import JOB, call


@job("run-time-rules")
def run_time_rules() -> None:
    """Let rules run whose time has passed."""
    actions.run_time_rules()


@job("forget-rule-runs")
def forget_runs() -> None:
    """Delete what the log holds of runs that changed nothing."""
    actions.forget_runs()


@job(JOB, attempts=5, first_pause=timedelta(minutes=1))
def call_program(url: str, told: dict[str, Any]) -> None:
    """Call another program."""
    call(url, told)
