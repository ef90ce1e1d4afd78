"""What every house does at night, whatever its rooms: doorways for the schedule."""

from __future__ import annotations

from django.contrib.sessions.models import Session

from kulanz.core import upkeep
from kulanz.core.clock import now
from kulanz.events.jobs import job


@job("clear-sessions")
def clear_sessions() -> None:
    """Forget sign-ins that ended by themselves."""
    Session.objects.filter(expire_date__lt=now()).delete()


@job("refresh-statistics")
def refresh_statistics() -> None:
    """Let the database see how large its tables have grown."""
    upkeep.refresh_statistics()
