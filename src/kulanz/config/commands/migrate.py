"""``kulanz migrate``: brings the database, and the collected styles and scripts, to this version."""

from __future__ import annotations

import argparse

from django.core.management import call_command

from kulanz.core.console import gettext as _
from kulanz.core.console import say
from kulanz.core.env import SettingError
from kulanz.server import static_files


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No options."""


def run(options: argparse.Namespace) -> int:
    """Do both; safe to repeat."""
    prepare()
    say(_("The database is up to date."))
    return 0


def prepare() -> None:
    """Migrate, sort names after the custom of the house, and collect, saying nothing.

    Raises ``SettingError`` for a database of another version: migrating it would do nothing and look like success.
    """
    from kulanz.people.sorting import renew_sort_keys  # noqa: PLC0415 - after setup()
    from kulanz.server import version  # noqa: PLC0415 - after setup()

    if strange := version.of_another():
        raise SettingError(strange)
    call_command("migrate", interactive=False, verbosity=0)
    renew_sort_keys()
    call_command("createcachetable", verbosity=0)  # does nothing where the cache needs none
    static_files.collect_if_changed()
