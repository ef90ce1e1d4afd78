"""The job that lets one handler see one event."""

from __future__ import annotations

from . import log
from .jobs import job
from .models import Event


@job("handle-event")
def handle_event(event_id: int, handler: str) -> None:
    """Call the reaction of this name with the event. Reactions are idempotent: this may run twice."""
    log.handler(handler)(Event.objects.get(pk=event_id))
