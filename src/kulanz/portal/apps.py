"""The room's place in Django."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Portal."""

    name = "kulanz.portal"
    label = "portal"
