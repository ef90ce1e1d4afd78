"""Fields in words: for the desk."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kulanz.events.catalogue import Face
from kulanz.events.models import Event
from kulanz.events.telling import Told, tells

from .events import FieldFilled
from .models import name_in
from .shown import kept_words


@tells(Face.DESK, FieldFilled)
def _filled(it: FieldFilled, event: Event) -> Told:
    words = {
        "by": event.actor_name,
        "field": name_in(it.name, it.name_en),
        "before": kept_words(it.kind, it.before),
        "after": kept_words(it.kind, it.after),
    }
    if not it.after:
        return Told("pencil", _("%(by)s emptied %(field)s, before: %(before)s") % words)
    if not it.before:
        return Told("pencil", _("%(by)s filled in %(field)s: %(after)s") % words)
    return Told("pencil", _("%(by)s changed %(field)s: %(before)s → %(after)s") % words)
