"""The ``kulanz`` command: one word each for what an operator does. Every word is a small module in ``commands``."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol

from kulanz.core.env import SettingError

from .speech import complain, say
from .speech import gettext as _


class CommandModule(Protocol):
    """What a module in ``commands`` offers."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Describe the command's options."""

    def run(self, options: argparse.Namespace) -> int:
        """Do it; returns the exit code: 0 done, 1 not done, 2 wrongly called."""


@dataclass(frozen=True, slots=True)
class Command:
    """One word of the command line: module, purpose, whether it needs Django, whether it reads its own arguments."""

    module: str
    purpose: str
    needs_django: bool = True
    reads_arguments: bool = False


def commands() -> dict[str, Command]:
    """Return every word with its meaning in the terminal's language."""
    return {
        "serve": Command("serve", _("run everything in one process: pages, mail, work, schedule")),
        "web": Command("web", _("run the pages only")),
        "mail": Command("mail", _("run the mail listener only")),
        "work": Command("work", _("run worker and schedule only")),
        "migrate": Command("migrate", _("bring the database to this version")),
        "demo": Command("demo", _("load or remove the demo company")),
        "create-admin": Command("create_admin", _("make the first administrator")),
        "check-setup": Command("check_setup", _("say in plain words what is set up and what is not")),
        "backup": Command("backup", _("write database, attachments and key into one file")),
        "restore": Command("restore", _("bring a backup back"), needs_django=False),
        "cases": Command("cases", _("list the cases, for scripts")),
        "read-mail": Command("read_mail", _("show how a mail would be read"), False, True),
        "manage": Command("manage", _("Django's own commands, for developers"), False, True),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit code; a wrong setting or a missing database is one clear sentence."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    known = commands()
    if not words or words[0] in {"-h", "--help", "help"}:
        _list(known)
        return 0 if words else 2
    if words[0] not in known:
        complain(_("Unknown command “{word}”. These exist:").format(word=words[0]))
        _list(known)
        return 2
    try:
        return _run(words[0], known[words[0]], words[1:])
    except SettingError as problem:
        complain(str(problem))
        return 1
    except Exception as problem:
        if not _is_old_database(problem):
            raise
        complain(_("The database is not at this version: run kulanz migrate."))
        return 1
    except KeyboardInterrupt:
        return 130


def _run(word: str, command: Command, arguments: list[str]) -> int:
    module = _module(command)
    if command.reads_arguments:
        return module.run(argparse.Namespace(arguments=arguments))
    parser = argparse.ArgumentParser(prog=f"kulanz {word}", description=command.purpose)
    module.add_arguments(parser)
    return module.run(parser.parse_args(arguments))


def _module(command: Command) -> CommandModule:
    # Imports make a hundred thousand objects that stay: looking for garbage among them is a tenth of the cold start.
    gc.disable()
    try:
        if command.needs_django:
            _wake_django()
        module: CommandModule = import_module(f"kulanz.config.commands.{command.module}")
        return module
    finally:
        gc.freeze()
        gc.enable()


def _is_old_database(problem: Exception) -> bool:
    """Say whether a command failed because the tables are not there, or not those of this version."""
    from django.db import OperationalError, ProgrammingError  # noqa: PLC0415 - some commands never need Django

    if not isinstance(problem, (OperationalError, ProgrammingError)):
        return False
    from . import version  # noqa: PLC0415 - needs Django awake

    return not version.is_current()


def _wake_django() -> None:
    import django  # noqa: PLC0415 - some commands never need it

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kulanz.config.settings")
    django.setup()


def _list(known: dict[str, Command]) -> None:
    width = max(map(len, known))
    for word, command in known.items():
        say(f"  kulanz {word:<{width}}  {command.purpose}")
