"""The room's place in Django."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People."""

    name = "kulanz.people"
    label = "people"

    def ready(self) -> None:
        """Listen to what happens to accounts."""
        from .accounts import listen  # noqa: PLC0415 - models are there only now

        listen()
