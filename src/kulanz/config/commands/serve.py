"""``kulanz serve``: everything in one process."""

from __future__ import annotations

import argparse

from django.conf import settings
from django.db import connection

from kulanz.core.console import gettext as _
from kulanz.core.console import say
from kulanz.demo.command import sign_ins
from kulanz.people.models import User
from kulanz.server import process, roles, version

from ..schedule import ENTRIES
from . import demo, migrate


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whether to prepare first, and whether this is for trying out."""
    parser.add_argument("--prepare", action="store_true", help=_("migrate first"))
    parser.add_argument("--demo", action="store_true", help=_("into a new place, load the demo company"))


def run(options: argparse.Namespace) -> int:
    """Run until asked to stop."""
    # Asked before anything migrates: afterwards no database is empty.
    is_new = options.demo and version.is_empty()
    if options.prepare or (connection.vendor == "sqlite" and not version.is_current()):
        # One process owns the embedded database: it may bring it to its version by itself.
        migrate.prepare()
    if is_new:
        demo.load_where_allowed()
    all_roles: list[process.Role] = [roles.WebRole(), roles.MailRole(), roles.WorkerRole(), roles.ScheduleRole(ENTRIES)]
    return process.run(all_roles, when_ready=_greet)


def _greet() -> None:
    host, port = settings.SMTP_ADDRESS
    say(_("Kulanz is running: {address}").format(address=settings.PUBLIC_URL))
    say(_("Mail is taken on {host}:{port}. Ctrl+C stops.").format(host=host, port=port))
    for role, address, password in sign_ins():
        say(f"  {role:<16} {address:<32} {password}")
    if not User.objects.exists():
        say(_("Nobody can sign in yet: run kulanz create-admin, or kulanz demo for a company to try things out."))
