"""``kulanz check-health``: does somebody play these roles? For containers and programs that watch."""

from __future__ import annotations

import argparse

from kulanz.core.console import complain
from kulanz.core.console import gettext as _
from kulanz.events import heartbeat

ROLES = ("web", "mail", "work", "schedule")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which roles; all of them where none is named."""
    parser.add_argument("roles", nargs="*", metavar="role", help=", ".join(ROLES))


def run(options: argparse.Namespace) -> int:
    """Return 0 where every role gave a sign of life in the last minute and a half, else 1 with a sentence."""
    if unknown := [role for role in options.roles if role not in ROLES]:
        complain(_("Unknown role “{role}”. These exist: {roles}.").format(role=unknown[0], roles=", ".join(ROLES)))
        return 2
    if silent := heartbeat.silent(options.roles or ROLES):
        complain(_("Nobody plays {roles} here.").format(roles=", ".join(silent)))
        return 1
    return 0
