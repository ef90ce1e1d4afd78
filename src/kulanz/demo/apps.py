"""The demo room: it has a page of its own in the office."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Loads and removes the demo company; it has no tables."""

    name = "kulanz.demo"
