"""Indexes for "begins with" on PostgreSQL; SQLite finds beginnings in the indexes it has."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

COLUMNS = {"customer_name_begins": ("people_customer", "name"), "contact_begins": ("people_contactpoint", "value")}


def add(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        for name, (table, column) in COLUMNS.items():
            editor.execute(f"CREATE INDEX {name} ON {table} ({column} varchar_pattern_ops)")


def remove(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        for name in COLUMNS:
            editor.execute(f"DROP INDEX {name}")


class Migration(migrations.Migration):
    dependencies = [("people", "0002_one_colour")]
    operations = [migrations.RunPython(add, remove)]
