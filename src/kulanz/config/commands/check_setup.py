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
from django.db import connection
from django.utils import translation
from django.utils.formats import number_format

import kulanz
from kulanz.channels.email import checking
from kulanz.channels.models import Channel
from kulanz.core.console import gettext as _
from kulanz.core.console import language, say
from kulanz.core.env import is_this_machine, quarantine_mark
from kulanz.events import jobs
from kulanz.people.models import Brand, User
from kulanz.server import version

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
    with translation.override(language()):
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
    text = _("{gigabytes} GB of disk are free.").format(gigabytes=number_format(free / 1e9, 1))
    yield Finding(Level.GOOD if free > LITTLE_DISK else Level.BAD, text)


def about_web() -> Iterator[Finding]:
    """Look at the public address."""
    address = urlsplit(settings.PUBLIC_URL)
    if is_this_machine(settings.PUBLIC_URL):
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
    """Look at mails in and out: files are read, the outgoing server is knocked at."""
    host, port = settings.SMTP_ADDRESS
    troubles = [checking.certificate_trouble(), checking.signing_key_trouble(), checking.outgoing_trouble()]
    yield from (Finding(Level.BAD, trouble) for trouble in troubles if trouble)
    if not troubles[0]:
        yield Finding(Level.GOOD, _("Mails are taken on {host}:{port}.").format(host=host, port=port))
    if settings.QUARANTINE:
        yield Finding(
            Level.NOTE,
            _("This copy stands in quarantine: nothing leaves it until {file} is removed.").format(
                file=quarantine_mark(settings.DATA)
            ),
        )
    elif not settings.SMTP_OUT:
        yield Finding(
            Level.NOTE, _("No outgoing server (KULANZ_SMTP_OUT): mails wait in the outbox and can be read there.")
        )
    elif not troubles[2]:
        server = urlsplit(settings.SMTP_OUT)
        yield Finding(Level.GOOD, _("Mails go out through {host}.").format(host=server.hostname))
    if not (settings.CHECK_SENDERS or settings.TRUSTED_AUTHSERV):
        yield Finding(
            Level.NOTE,
            _(
                "Nobody checks whether mails are really from their senders: set KULANZ_CHECK_SENDERS or "
                "KULANZ_TRUSTED_AUTHSERV."
            ),
        )
    if trouble := checking.sender_trouble():
        yield Finding(Level.NOTE if is_this_machine(settings.PUBLIC_URL) else Level.BAD, trouble)


def about_database() -> Iterator[Finding]:
    """Look at the database and what must be in it."""
    if trouble := version.trouble():
        yield Finding(Level.BAD, trouble)
        return
    kind = f"{connection.display_name}, Kulanz {kulanz.__version__}"
    yield Finding(Level.GOOD, _("The database ({kind}) is up to date.").format(kind=kind))
    yield from _about_people()
    yield from _about_brands()
    for job in jobs.failed(1):
        yield Finding(Level.NOTE, _("Work has failed for good, last “{name}”: see the office.").format(name=job.name))


def _about_people() -> Iterator[Finding]:
    demo = User.objects.of_the_demo()
    if demo.exists():
        yield Finding(
            Level.BAD,
            _("People of the demo company can sign in with a password that everybody knows: run kulanz demo --remove."),
        )
    if User.objects.filter(is_admin=True, is_active=True).exclude(pk__in=demo).exists():
        yield Finding(Level.GOOD, _("There is an administrator."))
    elif not demo.exists():
        yield Finding(Level.BAD, _("There is no administrator: run kulanz create-admin."))


def _about_brands() -> Iterator[Finding]:
    if not Brand.objects.exists():
        yield Finding(Level.BAD, _("There is no brand yet: make one in the office."))
    elif not Channel.objects.exists():
        yield Finding(Level.BAD, _("There is no channel yet: customers cannot write. Make one in the office."))
    for brand in checking.brands_that_nobody_can_answer():
        yield Finding(
            Level.BAD,
            _("{brand} writes from {address}, which is no mailbox of ours: answers of customers get lost.").format(
                brand=brand.name, address=brand.sender_address
            ),
        )
    if not settings.QUARANTINE:
        yield from (Finding(Level.BAD, trouble) for trouble in checking.mailbox_troubles())
