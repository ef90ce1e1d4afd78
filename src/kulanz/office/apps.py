"""The room's place in Django."""

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """Office."""

    name = "kulanz.office"
    label = "office"
