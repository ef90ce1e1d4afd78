"""``kulanz restore``: brings a backup back into an empty (or, with --force, a used) installation."""

from __future__ import annotations

import argparse
import contextlib
import gzip
import os
import shutil
import sqlite3
import tarfile
import zlib
from pathlib import Path, PurePosixPath
from typing import Any

from kulanz.core import env
from kulanz.core.console import complain, say
from kulanz.core.console import gettext as _

from .backup import DATABASE, DUMP, LABEL, BackupError, run_pg

UNPACKED = "restoring"
LEFT_BY_COMMANDS = {UNPACKED, "secret.key", "static"}  # a key without a database opens nothing


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to bring back, whether over what is there, and whether the copy may speak to the world."""
    parser.add_argument("file", help=_("file that kulanz backup wrote"))
    parser.add_argument("--force", action="store_true", help=_("replace what is there now"))
    parser.add_argument(
        "--quarantine", action="store_true", help=_("a copy for trying out: it sends nothing and fetches nothing")
    )


def run(options: argparse.Namespace) -> int:
    """Restore. Kulanz must not run meanwhile. Whatever goes wrong before the end leaves what is there as it was."""
    env.load_env_file(Path(".env"))
    folder = env.data_folder()
    unpacked = folder / UNPACKED
    try:
        database = env.database(folder)
        if not options.force:
            _check_empty(folder, database)
        _unpack(Path(options.file), unpacked, _wanted(database))
        if _is_postgresql(database):
            _load_dump(unpacked / DUMP, database)
        _put_in_place(folder, unpacked, database)
    except BackupError as problem:
        complain(str(problem))
        return 1
    finally:
        shutil.rmtree(unpacked, ignore_errors=True)
    if options.quarantine:
        env.quarantine_mark(folder).touch()
        say(
            _("This copy stands in quarantine: nothing leaves it until {file} is removed.").format(
                file=env.quarantine_mark(folder)
            )
        )
    say(_("Restored. Run kulanz migrate, then start Kulanz."))
    return 0


def _is_postgresql(database: dict[str, Any]) -> bool:
    return str(database["ENGINE"]).endswith("postgresql")


def _wanted(database: dict[str, Any]) -> str:
    return DUMP if _is_postgresql(database) else DATABASE


def _check_empty(folder: Path, database: dict[str, Any]) -> None:
    """Refuse to replace what people may miss: anything but what every command leaves in a place without a database."""
    place = Path(str(database["NAME"]))
    left = LEFT_BY_COMMANDS | {place.name + end for end in ("", "-wal", "-shm")}
    if any(path.name not in left for path in folder.iterdir()):
        raise BackupError(
            _("{folder} is not empty; nothing was changed. With --force it is replaced.").format(folder=folder)
        )
    if _has_tables(database) if _is_postgresql(database) else _is_used(place):
        raise BackupError(
            _("The database {name} is not empty; nothing was changed. With --force it is replaced.").format(
                name=database["NAME"]
            )
        )


def _is_used(place: Path) -> bool:
    if not place.exists():
        return False
    try:
        with contextlib.closing(sqlite3.connect(place)) as connection:
            return bool(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
    except sqlite3.DatabaseError:
        return True  # whatever it is, somebody may miss it


def _has_tables(database: dict[str, Any]) -> bool:
    import psycopg  # noqa: PLC0415 - only installations with PostgreSQL need it

    connecting = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
    try:
        with psycopg.connect(
            **{name: database[key] for name, key in connecting.items() if database[key]}
        ) as connection:
            found = connection.execute(
                "SELECT count(*) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
            ).fetchone()
    except psycopg.Error as problem:
        reason = " ".join(str(problem).split())
        raise BackupError(_("The database cannot be reached: {reason}").format(reason=reason)) from None
    return bool(found and found[0])


def _unpack(file: Path, unpacked: Path, wanted: str) -> None:
    shutil.rmtree(unpacked, ignore_errors=True)  # of an attempt that was cut off
    try:
        with gzip.open(file) as stream, tarfile.open(fileobj=stream) as archive:
            names = archive.getnames()
            # Label and database come first in what we write: other archives are told by that.
            if not {wanted, LABEL} & set(names[:2]):
                raise BackupError(_("{file} is no backup that Kulanz wrote.").format(file=file))
            if wanted not in names:
                raise BackupError(_("This file is no backup of an installation with this kind of database."))
            for member in archive:
                _take_out(archive, member, unpacked, file)
            while stream.read(1_000_000):  # to its very end, where the checksum stands
                continue
    except (OSError, EOFError, tarfile.TarError, zlib.error) as problem:
        raise BackupError(
            _("{file} cannot be read, nothing was changed: {reason}").format(file=file, reason=problem)
        ) from None


def _take_out(archive: tarfile.TarFile, member: tarfile.TarInfo, unpacked: Path, file: Path) -> None:
    """Unpack one file or folder, for us alone. Debian's Python 3.11.2 has no filter for that."""
    name = PurePosixPath(member.name)
    if name.is_absolute() or ".." in name.parts or not (member.isfile() or member.islnk() or member.isdir()):
        raise BackupError(_("{file} is no backup that Kulanz wrote.").format(file=file))
    target = unpacked / name
    if member.isdir():
        target.mkdir(mode=0o700, parents=True, exist_ok=True)
        return
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    content = archive.extractfile(member)
    if content is None:
        return
    with content, target.open("xb") as copy:
        shutil.copyfileobj(content, copy)
    # Never wider than for us alone, whatever the archive says.
    target.chmod(member.mode & 0o700)
    os.utime(target, (member.mtime, member.mtime))


def _load_dump(dump: Path, database: dict[str, Any]) -> None:
    """In one transaction: when it fails, the database is as before."""
    run_pg(
        [
            "pg_restore",
            "--clean",
            "--if-exists",
            "--no-owner",
            "--single-transaction",
            "-d",
            database["NAME"],
            str(dump),
        ],
        database,
    )


def _put_in_place(folder: Path, unpacked: Path, database: dict[str, Any]) -> None:
    _empty(folder, unpacked)
    files = unpacked / "files"
    for path in sorted(files.iterdir()) if files.is_dir() else []:
        shutil.move(path, folder / path.name)
    if _is_postgresql(database):
        return
    target = Path(str(database["NAME"]))
    for leftover in (target, target.with_name(target.name + "-wal"), target.with_name(target.name + "-shm")):
        leftover.unlink(missing_ok=True)
    shutil.move(unpacked / DATABASE, target)
    target.chmod(0o600)


def _empty(folder: Path, unpacked: Path) -> None:
    for path in folder.iterdir():
        if path == unpacked:
            continue
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
