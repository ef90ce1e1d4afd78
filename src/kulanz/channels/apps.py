"""The room's place in Django."""

from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    """Channels."""

    name = "kulanz.channels"
    label = "channels"

    def ready(self) -> None:
        """Register the room's jobs."""
        from . import tasks  # noqa: F401, PLC0415 - models must be loaded first
