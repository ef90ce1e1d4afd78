"""Who else is here, in words: for the head of a case, its composer and the rows of a list."""

from __future__ import annotations

from collections.abc import Sequence

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kulanz.cases.models import Presence
from kulanz.cases.queries import Other

Doing = Presence.Doing


def in_head(others: Sequence[Other]) -> str:
    """Say who else is in the open case, writers first; empty when nobody is."""
    reading = [other.name for other in others if other.doing == Doing.READING]
    writing = [other.name for other in others if other.doing != Doing.READING]
    said = {"writing": _write(writing) if writing else "", "reading": _read(reading) if reading else ""}
    return render_to_string("desk/parts/presence_head.html", said).strip() if others else ""


def _write(names: Sequence[str]) -> str:
    return ngettext("%(names)s is writing", "%(names)s are writing", len(names)) % {"names": named(names)}


def _read(names: Sequence[str]) -> str:
    return ngettext("%(names)s reads along", "%(names)s read along", len(names)) % {"names": named(names)}


def in_composer(others: Sequence[Other]) -> str:
    """Warn that somebody else writes an answer in this case; empty when nobody does."""
    names = [other.name for other in others if other.doing == Doing.REPLY]
    if not names:
        return ""
    warning = ngettext(
        "%(names)s is writing an answer here, too. Better agree on who sends it.",
        "%(names)s are writing an answer here, too. Better agree on who sends it.",
        len(names),
    )
    said = {"warning": warning % {"names": named(names)}}
    return render_to_string("desk/parts/presence_composer.html", said).strip()


def in_row(others: Sequence[Other]) -> str:
    """Draw the small sign of a row: a pencil where somebody writes, else an eye; the names are its title."""
    names = "; ".join((_read if other.doing == Doing.READING else _write)([other.name]) for other in others)
    sign = "eye" if others[0].doing == Doing.READING else "pencil"
    return render_to_string("desk/parts/presence_row.html", {"names": names, "sign": sign}).strip()


def named(names: Sequence[str]) -> str:
    """Join names as one says them: "Jonas Weber, Mara Voss und Bea Kunz"."""
    if len(names) == 1:
        return names[0]
    return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}
