"""The command line's voice: German or English as the terminal is set, from the same catalogues as the pages.

Uses Python's own gettext, because several commands speak before Django is awake.
"""

from __future__ import annotations

import gettext as catalogue
import os
import sys
from functools import cache
from pathlib import Path

LOCALES = Path(__file__).resolve().parent.parent / "locale"


def gettext(text: str) -> str:
    """Return ``text`` in the terminal's language: German where LANG (or LC_ALL, LC_MESSAGES) says so, else English."""
    return _translations(language()).gettext(text)


def say(text: str) -> None:
    """Print a line for the person at the terminal."""
    print(text, flush=True)  # noqa: T201 - this is the command line


def complain(text: str) -> None:
    """Print a line about something that went wrong."""
    print(text, file=sys.stderr, flush=True)  # noqa: T201 - this is the command line


def language() -> str:
    """Return "de" or "en", as the terminal is set."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "de" if value.lower().startswith("de") else "en"
    return "en"


@cache
def _translations(language: str) -> catalogue.NullTranslations:
    return catalogue.translation("django", LOCALES, languages=[language], fallback=True)
