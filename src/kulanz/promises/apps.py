"""The room's place in Django."""

from django.apps import AppConfig


class PromisesConfig(AppConfig):
    """Promises."""

    name = "kulanz.promises"
    label = "promises"
