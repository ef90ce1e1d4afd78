"""The room's place in Django."""

from django.apps import AppConfig


class StampsConfig(AppConfig):
    """Stamps."""

    name = "kulanz.stamps"
    label = "stamps"
