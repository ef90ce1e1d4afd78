"""``kulanz check-setup``: says in plain words what is set up, what is not, and what to do about it."""

from __future__ import annotations

import argparse
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from kulanz.events import jobs
from kulanz.people.models import Brand, User

from ..speech import gettext as _
from ..speech import say

LITTLE_DISK = 1_000_000_000  # bytes


class Level(Enum):
    """How it stands: fine, worth knowing, to be repaired before customers come."""

    GOOD = "✓"
    NOTE = "•"
    BAD = "✗"


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence about one part."""

    level: Level
    text: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No options."""


def run(options: argparse.Namespace) -> int:
    """Print every finding. Returns 1 where something must be repaired."""
    findings = [*about_data(), *about_web(), *about_mail(), *about_database()]
    for finding in findings:
        say(f"{finding.level.value} {finding.text}")
    return int(any(finding.level is Level.BAD for finding in findings))


def about_data() -> Iterator[Finding]:
    """Look at the data folder: rights, space, key."""
    folder = settings.DATA
    if stat.S_IMODE(folder.stat().st_mode) & 0o077:
        yield Finding(Level.BAD, _("Other users of this machine can read {folder}: chmod 700.").format(folder=folder))
    else:
        yield Finding(Level.GOOD, _("Data lie in {folder}, for this user only.").format(folder=folder))
    free = shutil.disk_usage(folder).free
    text = _("{gigabytes:.1f} GB of disk are free.").format(gigabytes=free / 1e9)
    yield Finding(Level.GOOD if free > LITTLE_DISK else Level.BAD, text)


def about_web() -> Iterator[Finding]:
    """Look at the public address."""
    address = urlsplit(settings.PUBLIC_URL)
    if address.hostname in {"127.0.0.1", "localhost"}:
        yield Finding(
            Level.NOTE,
            _("Customers cannot reach {url}: set KULANZ_URL to the public address.").format(url=address.geturl()),
        )
    elif settings.BEHIND_TLS:
        yield Finding(Level.GOOD, _("Customers reach {url}, encrypted.").format(url=address.geturl()))
    else:
        yield Finding(
            Level.BAD,
            _("{url} is not encrypted: put a proxy with TLS in front, see docs/deploy.").format(url=address.geturl()),
        )
    if settings.DEBUG:
        yield Finding(Level.BAD, _("KULANZ_DEBUG is on: strangers see the inside when something fails."))


def about_mail() -> Iterator[Finding]:
    """Look at mails in and out."""
    host, port = settings.SMTP_ADDRESS
    yield Finding(Level.GOOD, _("Mails are taken on {host}:{port}.").format(host=host, port=port))
    if settings.SMTP_OUT:
        server = urlsplit(settings.SMTP_OUT)
        yield Finding(Level.GOOD, _("Mails go out through {host}.").format(host=server.hostname))
    else:
        yield Finding(
            Level.NOTE, _("No outgoing server (KULANZ_SMTP_OUT): mails wait in the outbox and can be read there.")
        )


def about_database() -> Iterator[Finding]:
    """Look at the database and what must be in it."""
    try:
        missing = MigrationExecutor(connection).migration_plan(MigrationExecutor(connection).loader.graph.leaf_nodes())
    except DatabaseError as problem:
        yield Finding(Level.BAD, _("The database cannot be reached: {reason}").format(reason=str(problem).strip()))
        return
    if missing:
        yield Finding(Level.BAD, _("The database is not at this version: run kulanz migrate."))
        return
    yield Finding(Level.GOOD, _("The database ({kind}) is up to date.").format(kind=connection.display_name))
    if User.objects.filter(is_admin=True, is_active=True).exists():
        yield Finding(Level.GOOD, _("There is an administrator."))
    else:
        yield Finding(Level.BAD, _("There is no administrator: run kulanz create-admin."))
    if not Brand.objects.exists():
        yield Finding(Level.BAD, _("There is no brand yet: make one in the office, or load the demo company."))
    for job in jobs.failed(1):
        yield Finding(Level.NOTE, _("Work has failed for good, last “{name}”: see the office.").format(name=job.name))
