"""What the house does by itself. Doorways only: each fetches nothing and calls the action of a room."""

from __future__ import annotations

from django.contrib.sessions.models import Session

from kulanz.cases import actions
from kulanz.core import upkeep
from kulanz.core.clock import now
from kulanz.events.jobs import job


@job("lapse-silent-cases")
def lapse_silent_cases() -> None:
    """End the cases in which we asked whether it is solved and heard nothing until the announced day."""
    actions.lapse_silent_cases()


@job("forget-absent")
def forget_absent() -> None:
    """Delete the signs of life of people who have left a case."""
    actions.forget_absent()


@job("clear-sessions")
def clear_sessions() -> None:
    """Forget sign-ins that ended by themselves."""
    Session.objects.filter(expire_date__lt=now()).delete()


@job("refresh-statistics")
def refresh_statistics() -> None:
    """Let the database see how large its tables have grown."""
    upkeep.refresh_statistics()
