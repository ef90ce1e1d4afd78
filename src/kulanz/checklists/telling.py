"""Checklists in words, for the desk."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kulanz.events.catalogue import Face
from kulanz.events.models import Event
from kulanz.events.telling import Told, tells

from .events import ChecklistChanged


@tells(Face.DESK, ChecklistChanged)
def _changed(it: ChecklistChanged, event: Event) -> Told:
    words = {"by": event.actor_name, "title": it.title, "lines": ", ".join(it.words)}
    if it.what == "done":
        return Told("square-check", _("%(by)s ticked: %(lines)s") % words)
    if it.what == "open":
        return Told("square", _("%(by)s took the tick off: %(lines)s") % words)
    if it.what == "removed":
        return Told("list-checks", _("%(by)s took off the checklist: %(lines)s") % words)
    if it.title and not it.undone:
        return Told("list-checks", _("%(by)s put the checklist “%(title)s” on it") % words)
    return Told("list-checks", _("%(by)s put on the checklist: %(lines)s") % words)
