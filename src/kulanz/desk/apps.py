"""The room's place in Django."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Desk."""

    name = "kulanz.desk"
    label = "desk"
