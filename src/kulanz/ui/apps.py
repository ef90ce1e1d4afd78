"""The design system: templates, styles, scripts and template tags that every face uses."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "kulanz.ui"
    label = "ui"
