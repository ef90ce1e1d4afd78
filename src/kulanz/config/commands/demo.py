"""``kulanz demo``: the demo company, for trying things out."""

from __future__ import annotations

import argparse
from importlib.util import find_spec

from django.utils.module_loading import import_string

from kulanz.people.models import Brand

from ..speech import complain
from ..speech import gettext as _


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Loading is the default."""
    parser.add_argument("--remove", action="store_true", help=_("remove the demo company and everything in it"))


def run(options: argparse.Namespace) -> int:
    """Load the demo company, or remove it."""
    if not is_there():
        complain(_("This installation carries no demo company."))
        return 1
    return int(import_string("kulanz.demo.command.run")(remove=options.remove))


def load_at_first_start() -> None:
    """Load the demo company where nobody has made a brand yet."""
    if is_there() and not Brand.objects.exists():
        import_string("kulanz.demo.command.run")(remove=False)


def sign_ins() -> list[tuple[str, str, str]]:
    """Return role, mail address and password of the demo company's people, where it is loaded."""
    return list(import_string("kulanz.demo.command.sign_ins")()) if is_there() else []


def is_there() -> bool:
    """Say whether the code of the demo company is installed."""
    return find_spec("kulanz.demo") is not None
