"""``kulanz manage``: Django's own commands."""

from __future__ import annotations

import argparse
import os


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Everything is passed on."""


def run(options: argparse.Namespace) -> int:
    """Pass the arguments on to Django."""
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - only this command needs it

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kulanz.config.settings")
    execute_from_command_line(["kulanz manage", *options.arguments])
    return 0
