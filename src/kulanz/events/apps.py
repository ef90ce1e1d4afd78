"""The event log's place in Django."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """Events and jobs."""

    name = "kulanz.events"
    label = "events"

    def ready(self) -> None:
        """Register the job that calls handlers."""
        from . import handling  # noqa: F401, PLC0415 - models must be loaded first
