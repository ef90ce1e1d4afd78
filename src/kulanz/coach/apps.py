"""The room's place in Django."""

from django.apps import AppConfig


class CoachConfig(AppConfig):
    """Coach."""

    name = "kulanz.coach"
    label = "coach"
