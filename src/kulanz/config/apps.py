"""The fuse box's place in Django: it wires events to handlers once everything is loaded."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Settings, wiring and schedule."""

    name = "kulanz.config"
    label = "config"

    def ready(self) -> None:
        """Switch the wiring on."""
        from . import wiring  # noqa: PLC0415 - all rooms must be loaded first

        wiring.switch_on()
