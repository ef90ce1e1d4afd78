"""The room's place in Django."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Cases."""

    name = "kulanz.cases"
    label = "cases"
