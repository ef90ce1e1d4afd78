"""The room's place in Django."""

from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    """Channels."""

    name = "kulanz.channels"
    label = "channels"
