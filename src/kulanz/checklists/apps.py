"""The room's place in Django."""

from django.apps import AppConfig


class ChecklistsConfig(AppConfig):
    """Checklists of cases."""

    name = "kulanz.checklists"
    label = "checklists"
