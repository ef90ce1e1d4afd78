"""``kulanz mail``: the mail listener alone, for installations of many processes."""

from __future__ import annotations

import argparse

from kulanz.server import process, roles


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No options: the environment says everything."""


def run(options: argparse.Namespace) -> int:
    """Run until asked to stop."""
    return process.run([roles.MailRole()])
