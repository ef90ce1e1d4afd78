"""The design system's place in Django."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Templates, styles, scripts, icons."""

    name = "kulanz.ui"
    label = "ui"
