"""``kulanz demo``: the demo company, for trying things out."""

from __future__ import annotations

import argparse

from kulanz.demo import command
from kulanz.people.models import Brand

from ..speech import gettext as _


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Loading is the default."""
    parser.add_argument("--remove", action="store_true", help=_("remove the demo company and everything in it"))


def run(options: argparse.Namespace) -> int:
    """Load the demo company, or remove it."""
    return command.run(remove=options.remove)


def load_at_first_start() -> None:
    """Load the demo company where nobody has made a brand yet."""
    if not Brand.objects.exists():
        command.run(remove=False)
