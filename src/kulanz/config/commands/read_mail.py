"""``kulanz read-mail``: shows how a mail would be read, without database or settings."""

from __future__ import annotations

import argparse
import io
import json
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from kulanz.core.console import complain, say
from kulanz.core.console import gettext as _

HELP = ("-h", "--help")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words are files, or servers to trust; read by ``run``."""


def run(options: argparse.Namespace) -> int:
    """Answer each file, else each JSON line of standard input, with one JSON line."""
    words: Sequence[str] = options.arguments
    if set(words) & set(HELP):
        _explain()
        return 0
    if strange := [word for word in words if _is_strange(word)]:
        complain(_("There is no file {file}.").format(file=strange[0]))
        return 2
    files = [word for word in words if Path(word).is_file()]
    trusted = [word for word in words if word not in files]
    reading = import_module("lesart.command")
    questions = io.StringIO("".join(json.dumps({"path": file}) + "\n" for file in files)) if files else None
    return int(reading.run(trusted, questions=questions))


def _is_strange(word: str) -> bool:
    """What looks like a file or an option and is none: a server's name has no slash and ends like a domain."""
    looks = word.startswith("-") or "/" in word or word.lower().endswith((".eml", ".txt", ".msg"))
    return looks and not Path(word).is_file()


def _explain() -> None:
    say(_("kulanz read-mail FILE … [SERVER …]: one JSON line per mail, as Kulanz reads it."))
    say(
        _("Without a file: JSON lines on standard input, {lines}.").format(
            lines='{"path": "mail.eml"}, {"text": "…"}, {"html": "…"}'
        )
    )
    say(_("SERVER is a mail server whose findings about senders (Authentication-Results) are believed."))
