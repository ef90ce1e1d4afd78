"""The room's place in Django."""

from django.apps import AppConfig


class RulesConfig(AppConfig):
    """Rules of the house, and macros of its people."""

    name = "kulanz.rules"
    label = "rules"
