"""``kulanz read-mail``: shows how a mail would be read, without database or settings."""

from __future__ import annotations

import argparse
from importlib import import_module


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The reading room reads its own arguments."""


def run(options: argparse.Namespace) -> int:
    """Pass the arguments on."""
    reading = import_module("kulanz.channels.email.reading.command")
    return int(reading.run(options.arguments))
