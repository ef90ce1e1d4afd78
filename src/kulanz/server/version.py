"""Which version this is, and is the database at it? Asked at every start, so it must be cheap."""

from __future__ import annotations

from pathlib import Path

from django.apps import apps
from django.db import OperationalError, connection

import kulanz
from kulanz.core.console import gettext as _
from kulanz.core.direct import knock


def is_current() -> bool:
    """Say whether exactly the migrations on disk are applied. No migration is imported, which would take longer."""
    return not trouble()


def trouble() -> str:
    """Say in one sentence why this code cannot work with this database; empty where it can."""
    try:
        knock()
        on_disk, applied = _on_disk(), _applied()
    except OperationalError as problem:
        return _("The database cannot be reached: {reason}").format(reason=" ".join(str(problem).split()))
    if strange := _strange(on_disk, applied):
        return strange
    return "" if on_disk <= applied else _("The database is not at this version: run kulanz migrate.")


def of_another() -> str:
    """Say that the database holds a migration that is not here; empty where it holds none.

    Such a database is not touched, nor called up to date: what it holds may mean something that this code does not
    know. Raises ``OperationalError`` where it cannot be reached.
    """
    return _strange(_on_disk(), _applied())


def _strange(on_disk: set[tuple[str, str]], applied: set[tuple[str, str]]) -> str:
    unknown = {(app, name) for app, name in applied - on_disk if app in _our_apps()}
    if not unknown:
        return ""
    return _("The database belongs to another version of Kulanz ({migration}); this is {version}.").format(
        migration=".".join(min(unknown)), version=kulanz.__version__
    )


def is_empty() -> bool:
    """Say whether nothing was ever put into this database. Raises ``OperationalError`` where it cannot be reached."""
    return not _applied()


def _on_disk() -> set[tuple[str, str]]:
    return {
        (config.label, file.stem)
        for config in apps.get_app_configs()
        for file in (Path(config.path) / "migrations").glob("[0-9]*.py")
    }


def _our_apps() -> set[str]:
    return {config.label for config in apps.get_app_configs() if config.name.startswith("kulanz.")}


def _applied() -> set[tuple[str, str]]:
    with connection.cursor() as cursor:
        if "django_migrations" not in connection.introspection.table_names(cursor):
            return set()
        cursor.execute("SELECT app, name FROM django_migrations")
        return {(app, name) for app, name in cursor.fetchall()}
