"""``kulanz backup``: database, attachments, kept files and key in one file, consistent while Kulanz runs."""

from __future__ import annotations

import argparse
import contextlib
import io
import json
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

import kulanz
from kulanz.core.clock import now
from kulanz.core.console import complain, say
from kulanz.core.console import gettext as _
from kulanz.server import version

DATABASE = "database.sqlite3"
DUMP = "database.dump"
LABEL = "kulanz.json"
LEFT_OUT = {"static"}  # made anew by every migrate


class BackupError(Exception):
    """It could not be done. The message says in one sentence why."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to write."""
    parser.add_argument("file", nargs="?", help=_("file to write; default: kulanz-DATE.tar.gz in this folder"))


def run(options: argparse.Namespace) -> int:
    """Write the backup. The database comes first: every attachment that it names is on disk before its row is."""
    from kulanz.events import heartbeat  # noqa: PLC0415 - restore uses this file before Django is awake

    target = Path(options.file or f"kulanz-{now():%Y-%m-%d-%H%M}.tar.gz").resolve()
    unfinished = target.with_name(target.name + ".part")
    try:
        _write(target, unfinished)
    except BackupError as problem:
        complain(str(problem))
        return 1
    except OSError as problem:
        complain(_("{file} cannot be written: {reason}").format(file=target, reason=problem.strerror or problem))
        return 1
    finally:
        unfinished.unlink(missing_ok=True)
    heartbeat.beat(["backup"])  # so that health notices when the nightly one stays away
    say(_("Written: {file}. Keep it safe: it holds every letter and the key.").format(file=target))
    return 0


def _write(target: Path, unfinished: Path) -> None:
    if target.exists():
        raise BackupError(_("{file} exists already; nothing was written.").format(file=target))
    if version.is_empty():
        raise BackupError(_("There is nothing to back up: the database in {place} is empty.").format(place=_place()))
    with tempfile.TemporaryDirectory() as folder:
        copy = _copy_database(Path(folder))
        # Only its owner may read the file: it holds every letter and the key.
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        # What is only linked to, such as a folder on another disk, belongs to it all the same.
        with os.fdopen(handle, "wb") as file, tarfile.open(fileobj=file, mode="w:gz", dereference=True) as archive:
            _add_label(archive)
            archive.add(copy, arcname=copy.name)
            _add_files(archive, target)
    # Only now under its name: whoever carries backups away never meets half a one.
    unfinished.rename(target)


def _place() -> str:
    database = settings.DATABASES["default"]
    return str(database["NAME"]) if connection.vendor == "sqlite" else f"{database['NAME']}@{database['HOST']}"


def _add_label(archive: tarfile.TarFile) -> None:
    """Say on the outside what is inside: which version wrote it, and when."""
    label = json.dumps({"version": kulanz.__version__, "database": connection.vendor, "at": now().isoformat()}).encode()
    entry = tarfile.TarInfo(LABEL)
    entry.size = len(label)
    archive.addfile(entry, io.BytesIO(label))


def _copy_database(folder: Path) -> Path:
    database = settings.DATABASES["default"]
    if connection.vendor == "sqlite":
        return _copy_sqlite(Path(database["NAME"]), folder / DATABASE)
    run_pg(["pg_dump", "-Fc", "-f", str(folder / DUMP)], database)
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


def run_pg(command: list[str], database: dict[str, Any]) -> None:
    """Run one of PostgreSQL's programs on ``database`` (Django's settings of it). Raises ``BackupError``."""
    if not shutil.which(command[0]):
        raise BackupError(
            _(
                "PostgreSQL's program {name} is missing: install PostgreSQL's client programs (on Debian: {package})."
            ).format(name=command[0], package="postgresql-client")
        )
    # In the environment, not as arguments: those everybody on the machine can read, and the password is among them.
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    connecting = {name: str(database[key]) for name, key in names.items() if database.get(key)}
    done = subprocess.run(command, env={**os.environ, **connecting}, capture_output=True, text=True, check=False)
    if done.returncode:
        reason = " ".join(done.stderr.split())[-500:]
        raise BackupError(_("{name} did not succeed: {reason}").format(name=command[0], reason=reason))
