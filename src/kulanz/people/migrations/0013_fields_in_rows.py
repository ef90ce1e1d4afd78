"""Rows of lists show own fields, as they do for somebody who comes new."""

from typing import Any

from django.db import migrations


def show(apps: Any, schema_editor: Any) -> None:
    """Add the part to what everybody sees."""
    for user in apps.get_model("people", "User").objects.only("pk", "list_parts"):
        if "fields" not in user.list_parts:
            user.list_parts = [*user.list_parts, "fields"]
            user.save(update_fields=["list_parts"])


class Migration(migrations.Migration):
    dependencies = [("people", "0012_house")]

    operations = [migrations.RunPython(show, migrations.RunPython.noop)]
