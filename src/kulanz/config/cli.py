"""The ``kulanz`` command: one word each for what an operator does. Every word is a small module in ``commands``."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Protocol

import kulanz
from kulanz.core import env
from kulanz.core.console import complain, say
from kulanz.core.console import gettext as _
from kulanz.core.env import SettingError


class CommandModule(Protocol):
    """What a module in ``commands`` offers."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Describe the command's options."""

    def run(self, options: argparse.Namespace) -> int:
        """Do it; returns the exit code: 0 done, 1 not done, 2 wrongly called."""


@dataclass(frozen=True, slots=True)
class Command:
    """One word of the command line: module, purpose, and what it is like.

    ``makes_place`` may begin where there is nothing yet; every other one that needs Django refuses to. What needs
    Django needs the database as well, but ``bears_no_database`` has something to say without it.
    """

    module: str
    purpose: str
    needs_django: bool = True
    reads_arguments: bool = False
    makes_place: bool = False
    bears_no_database: bool = False


def commands() -> dict[str, Command]:
    """Return every word with its meaning in the terminal's language."""
    return {
        "serve": Command("serve", _("run everything in one process: pages, mail, work, schedule"), makes_place=True),
        "web": Command("web", _("run the pages only")),
        "mail": Command("mail", _("run the mail listener only")),
        "work": Command("work", _("run worker and schedule only")),
        "migrate": Command("migrate", _("bring the database to this version"), makes_place=True),
        "demo": Command("demo", _("load or remove the demo company")),
        "create-admin": Command("create_admin", _("make the first administrator")),
        "check-setup": Command(
            "check_setup", _("say in plain words what is set up and what is not"), bears_no_database=True
        ),
        "check-health": Command("check_health", _("say whether every role is alive, for programs that watch")),
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
    if words and words[0] == "--version":
        say(f"Kulanz {kulanz.__version__}")
        return 0
    try:
        words = _with_settings(words)
    except SettingError as problem:
        complain(str(problem))
        return 2
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
        if not (trouble := _with_the_database(problem)):
            raise
        complain(trouble)
        return 1
    except KeyboardInterrupt:
        return 130  # 128 and the number of the signal, as shells say it


def _with_settings(words: list[str]) -> list[str]:
    """Take ``--env FILE`` off and read the settings in it, so that the service and a person's terminal share them."""
    if words[:1] != ["--env"]:
        return words
    if len(words) < 2:
        raise SettingError(_("Say which file: kulanz --env FILE …"))
    env.load_env_file(Path(words[1]), must_exist=True)
    return words[2:]


def _run(word: str, command: Command, arguments: list[str]) -> int:
    module = _module(command)
    if command.reads_arguments:
        return module.run(argparse.Namespace(arguments=arguments))
    parser = argparse.ArgumentParser(prog=f"kulanz {word}", description=command.purpose)
    module.add_arguments(parser)
    return module.run(parser.parse_args(arguments))


def _check_place() -> None:
    """Refuse to make a new, empty place by mistake: mostly a terminal that lacks the settings of the service."""
    env.load_env_file(Path(".env"))
    place = env.data_place()
    if not place.is_dir():
        raise SettingError(
            _("There is no Kulanz in {folder}. Set KULANZ_DATA, or name the settings: kulanz --env FILE …").format(
                folder=place
            )
        )


def _module(command: Command) -> CommandModule:
    # Imports make a hundred thousand objects that stay: looking for garbage among them is a tenth of the cold start.
    gc.disable()
    try:
        if command.needs_django:
            if not command.makes_place:
                _check_place()
            _wake_django()
            _reach_the_database(command)
        module: CommandModule = import_module(f"kulanz.config.commands.{command.module}")
        return module
    finally:
        # What was imported stays anyway: the collector never looks at it again.
        gc.freeze()
        gc.enable()


def _with_the_database(problem: Exception) -> str:
    """Say in one sentence what is wrong where a command failed because of the database: away, or another version."""
    from django.db import Error  # noqa: PLC0415 - some commands never need Django

    if not isinstance(problem, Error):
        return ""
    from kulanz.server import version  # noqa: PLC0415 - needs Django awake

    return version.trouble()


def _wake_django() -> None:
    import django  # noqa: PLC0415 - some commands never need it

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kulanz.config.settings")
    django.setup()


def _reach_the_database(command: Command) -> None:
    from kulanz.core.direct import knock  # noqa: PLC0415 - needs Django awake

    if not command.bears_no_database:
        knock()


def _list(known: dict[str, Command]) -> None:
    say(_("kulanz [--env FILE] COMMAND …; kulanz --version"))
    width = max(map(len, known))
    for word, command in known.items():
        say(f"  kulanz {word:<{width}}  {command.purpose}")
