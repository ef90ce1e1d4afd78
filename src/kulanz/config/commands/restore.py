"""``kulanz restore``: brings a backup back into an empty (or, with --force, a used) installation."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import tarfile
from pathlib import Path

from kulanz.core import env

from ..speech import complain, say
from ..speech import gettext as _
from .backup import DATABASE, DUMP, pg_names


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to bring back, and whether over what is there."""
    parser.add_argument("file", help=_("file that kulanz backup wrote"))
    parser.add_argument("--force", action="store_true", help=_("replace what is there now"))


def run(options: argparse.Namespace) -> int:
    """Restore. Kulanz must not run meanwhile."""
    env.load_env_file(Path(".env"))
    folder = env.data_folder()
    database = env.database(folder)
    if any(folder.iterdir()) and not options.force:
        complain(_("{folder} is not empty; nothing was changed. With --force it is replaced.").format(folder=folder))
        return 1
    try:
        with tarfile.open(options.file) as archive:
            names = set(archive.getnames())
            wanted = DATABASE if database["ENGINE"].endswith("sqlite3") else DUMP
            if wanted not in names:
                complain(_("This file is no backup of an installation with this kind of database."))
                return 1
            _empty(folder)
            archive.extractall(folder / "restoring", filter="data")
    except (OSError, tarfile.TarError) as problem:
        complain(_("{file} cannot be read: {reason}").format(file=options.file, reason=problem))
        return 1
    _put_in_place(folder, database)
    say(_("Restored. Run kulanz migrate, then start Kulanz."))
    return 0


def _put_in_place(folder: Path, database: dict[str, object]) -> None:
    unpacked = folder / "restoring"
    for path in sorted((unpacked / "files").iterdir()) if (unpacked / "files").is_dir() else []:
        shutil.move(path, folder / path.name)
    if database["ENGINE"] == "django.db.backends.sqlite3":
        target = Path(str(database["NAME"]))
        for leftover in (target, target.with_name(target.name + "-wal"), target.with_name(target.name + "-shm")):
            leftover.unlink(missing_ok=True)
        shutil.move(unpacked / DATABASE, target)
        target.chmod(0o600)
    else:
        command: list[str | Path] = [
            "pg_restore",
            "--clean",
            "--if-exists",
            "--no-owner",
            "-d",
            str(database["NAME"]),
            unpacked / DUMP,
        ]
        subprocess.run(command, env={**os.environ, **pg_names(database)}, check=True)
    shutil.rmtree(unpacked)


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
