"""``kulanz backup``: database, attachments, kept files and key in one file, consistent while Kulanz runs."""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from kulanz.core.clock import now

from ..speech import complain, say
from ..speech import gettext as _

DATABASE = "database.sqlite3"
DUMP = "database.dump"
LEFT_OUT = {"static"}  # made anew by every migrate


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to write."""
    parser.add_argument("file", nargs="?", help=_("file to write; default: kulanz-DATE.tar.gz in this folder"))


def run(options: argparse.Namespace) -> int:
    """Write the backup. The database comes first: every attachment that it names is on disk before its row is."""
    target = Path(options.file or f"kulanz-{now():%Y-%m-%d-%H%M}.tar.gz").resolve()
    if target.exists():
        complain(_("{file} exists already; nothing was written.").format(file=target))
        return 1
    unfinished = target.with_name(target.name + ".part")
    with tempfile.TemporaryDirectory() as folder:
        copy = _copy_database(Path(folder))
        if copy is None:
            complain(
                _("PostgreSQL's program pg_dump is missing. Install it, or back the database up by your own means.")
            )
            return 1
        # Only its owner may read the file: it holds every letter and the key.
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file, tarfile.open(fileobj=file, mode="w:gz") as archive:
            archive.add(copy, arcname=copy.name)
            _add_files(archive, target)
    unfinished.rename(target)
    say(_("Written: {file}. Keep it safe: it holds every letter and the key.").format(file=target))
    return 0


def _copy_database(folder: Path) -> Path | None:
    database = settings.DATABASES["default"]
    if connection.vendor == "sqlite":
        return _copy_sqlite(Path(database["NAME"]), folder / DATABASE)
    if not shutil.which("pg_dump"):
        return None
    subprocess.run(["pg_dump", "-Fc", "-f", folder / DUMP], env={**os.environ, **pg_names(database)}, check=True)
    return folder / DUMP


def _copy_sqlite(source: Path, target: Path) -> Path:
    """Copy with SQLite's own backup: a consistent moment, while others go on writing."""
    with (
        contextlib.closing(sqlite3.connect(source)) as running,
        contextlib.closing(sqlite3.connect(target)) as copy,
    ):
        running.backup(copy)
    return target


def _add_files(archive: tarfile.TarFile, target: Path) -> None:
    database = Path(settings.DATABASES["default"]["NAME"]).name
    for path in sorted(settings.DATA.iterdir()):
        is_database = path.name == database or path.name.startswith(f"{database}-")
        if path.name not in LEFT_OUT and not is_database and not path.name.startswith(target.name):
            archive.add(path, arcname=f"files/{path.name}")


def pg_names(database: dict[str, Any]) -> dict[str, str]:
    """Return the connection of Django's settings as the environment that PostgreSQL's programs read."""
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    return {name: str(database[key]) for name, key in names.items() if database.get(key)}
