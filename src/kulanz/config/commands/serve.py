"""``kulanz serve``: everything in one process."""

from __future__ import annotations

import argparse

from django.conf import settings

from kulanz.demo.command import sign_ins

from .. import process, roles
from ..speech import gettext as _
from ..speech import say
from . import demo, migrate


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whether to prepare first."""
    parser.add_argument("--prepare", action="store_true", help=_("migrate first; load the demo company at first start"))


def run(options: argparse.Namespace) -> int:
    """Run until asked to stop."""
    if options.prepare:
        migrate.prepare()
        demo.load_at_first_start()
    return process.run([roles.Web(), roles.Mail(), roles.Work(), roles.Clock()], when_ready=_greet)


def _greet() -> None:
    host, port = settings.SMTP_ADDRESS
    say(_("Kulanz is running: {address}").format(address=settings.PUBLIC_URL))
    say(_("Mail is taken on {host}:{port}. Ctrl+C stops.").format(host=host, port=port))
    for role, address, password in sign_ins():
        say(f"  {role:<16} {address:<32} {password}")
