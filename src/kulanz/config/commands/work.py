"""``kulanz work``: worker and schedule alone, for installations of many processes."""

from __future__ import annotations

import argparse

from kulanz.server import process, roles

from ..schedule import ENTRIES


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No options: the environment says everything."""


def run(options: argparse.Namespace) -> int:
    """Run until asked to stop. Several of these share the work; each scheduled entry still runs once."""
    return process.run([roles.WorkerRole(), roles.ScheduleRole(ENTRIES)])
