"""Is the database at the version of this code? Asked at every start, so it must be cheap."""

from __future__ import annotations

from pathlib import Path

from django.apps import apps
from django.db import DatabaseError, connection


def is_current() -> bool:
    """Say whether every migration on disk is applied. One query; no migration is imported, which would take longer."""
    return _on_disk() <= _applied()


def _on_disk() -> set[tuple[str, str]]:
    return {
        (config.label, file.stem)
        for config in apps.get_app_configs()
        for file in (Path(config.path) / "migrations").glob("[0-9]*.py")
    }


def _applied() -> set[tuple[str, str]]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT app, name FROM django_migrations")
            return {(app, name) for app, name in cursor.fetchall()}
    except DatabaseError:
        return set()
