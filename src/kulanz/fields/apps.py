"""The room's place in Django."""

from django.apps import AppConfig


class FieldsConfig(AppConfig):
    """Own fields of cases."""

    name = "kulanz.fields"
    label = "fields"
