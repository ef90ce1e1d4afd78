"""``kulanz demo``: the demo company, for trying things out."""

from __future__ import annotations

import argparse

from django.conf import settings

from kulanz.core.console import complain
from kulanz.core.console import gettext as _
from kulanz.core.env import is_this_machine
from kulanz.demo import command
from kulanz.people.models import User


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Loading is the default."""
    parser.add_argument("--remove", action="store_true", help=_("remove the demo company and everything in it"))


def run(options: argparse.Namespace) -> int:
    """Load the demo company, or remove it. Into a house in which real people work it is never loaded."""
    if options.remove:
        return command.run(remove=True)
    if refusal := _refusal():
        complain(refusal)
        return 1
    return command.run(remove=False)


def load_where_allowed() -> None:
    """Load the demo company unless this is a real house; then do nothing."""
    if not _refusal():
        command.run(remove=False)


def _refusal() -> str:
    """Say why the demo's people must not be able to sign in here; empty where they may.

    Their password stands in every copy of Kulanz: nobody may meet them behind a public address or beside real people.
    """
    if not is_this_machine(settings.PUBLIC_URL):
        return _("The demo company is for trying out on one's own machine; {url} is a public address.").format(
            url=settings.PUBLIC_URL
        )
    if User.objects.filter(is_active=True).exclude(pk__in=User.objects.of_the_demo()).exists():
        return _("Real people work here: load the demo company into a place of its own (KULANZ_DATA).")
    return ""
