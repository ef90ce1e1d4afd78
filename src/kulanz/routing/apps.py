"""The room's place in Django."""

from django.apps import AppConfig


class RoutingConfig(AppConfig):
    """Who gets which case."""

    name = "kulanz.routing"
    label = "routing"
