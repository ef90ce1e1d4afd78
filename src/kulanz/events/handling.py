"""The job that lets one handler see one event."""

from __future__ import annotations

from django.utils.module_loading import import_string

from .jobs import job
from .models import Event


@job("handle-event")
def handle_event(event_id: int, handler: str) -> None:
    """Call ``handler`` (dotted name) with the event. Handlers are idempotent: this may run twice."""
    import_string(handler)(Event.objects.get(pk=event_id))
